package io.complexometer.measure.cpse;

import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The weight spectra of a network, with cPSE of it in every profile; immutable. A search over
 * architectures changes one layer at a time, and so does the training of a network with frozen
 * layers: a cascade made from another computes anew only what differs, and equals one made from
 * scratch bit for bit.
 *
 * <pre>{@code
 * Cascade network = Cascade.of(spectra);
 * Cascade deeper = network.append(WeightSpectrum.of(weights, workspace));
 * Value change = deeper.cpse(CpseProfile.SCALE_FREE).value();
 * }</pre>
 *
 * <p>What is computed anew, with k the first layer that changed: its histogram, and the ensembles
 * and distances from k on. Everything, from the spectra, where N_max changes, and in {@code PAPER}
 * and {@code ORDER_FREE} where the range of all layers does. {@code CAUSAL} and {@code REFERENCE}
 * count all layers of an ensemble again where its range has grown by the last one.
 */
public final class Cascade {
  private final List<WeightSpectrum> spectra;
  private final int widestOrder;
  private final Map<CpseProfile, Chain> chains;

  private Cascade(List<WeightSpectrum> spectra, int widestOrder, Map<CpseProfile, Chain> chains) {
    this.spectra = spectra;
    this.widestOrder = widestOrder;
    this.chains = chains;
  }

  /**
   * A network without layers.
   *
   * @return a cascade to append to
   */
  public static Cascade empty() {
    Map<CpseProfile, Chain> chains = new EnumMap<>(CpseProfile.class);
    for (CpseProfile profile : CpseProfile.values()) {
      chains.put(profile, Chain.empty(profile.definition()));
    }
    return new Cascade(List.of(), 0, chains);
  }

  /**
   * A network.
   *
   * @param spectra one for each weight matrix, in forward order
   * @return its cascade
   */
  public static Cascade of(List<WeightSpectrum> spectra) {
    return empty().with(spectra);
  }

  /**
   * The network later in its training, or any other: what is the same object at the same place is
   * taken over.
   *
   * @param others one for each weight matrix, in forward order
   * @return its cascade
   */
  public Cascade with(List<WeightSpectrum> others) {
    int widest = others.stream().mapToInt(WeightSpectrum::order).max().orElse(0);
    Map<CpseProfile, Chain> grown = new EnumMap<>(CpseProfile.class);
    chains.forEach((profile, chain) -> grown.put(profile, chain.with(others, widest)));
    return new Cascade(List.copyOf(others), widest, grown);
  }

  /**
   * The network with one layer more.
   *
   * @param last of the new last layer
   * @return its cascade
   */
  public Cascade append(WeightSpectrum last) {
    return edited(list -> list.add(last));
  }

  /**
   * The network with another layer in place of one.
   *
   * @param index of the layer, from 0
   * @param spectrum of the new layer
   * @return its cascade
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public Cascade replace(int index, WeightSpectrum spectrum) {
    return edited(list -> list.set(index, spectrum));
  }

  /**
   * The network without its last layer.
   *
   * @return its cascade
   * @throws NoSuchElementException if there is no layer
   */
  public Cascade removeLast() {
    if (spectra.isEmpty()) {
      throw new NoSuchElementException("a network without layers has no last one");
    }
    return with(spectra.subList(0, spectra.size() - 1));
  }

  private Cascade edited(Consumer<List<WeightSpectrum>> edit) {
    List<WeightSpectrum> others = new ArrayList<>(spectra);
    edit.accept(others);
    return with(others);
  }

  /**
   * The spectra it is made of.
   *
   * @return in forward order
   */
  public List<WeightSpectrum> spectra() {
    return spectra;
  }

  /**
   * cPSE of the network.
   *
   * @param profile which definition
   * @return the value and the distances it is the mean of; from a layer without a spectrum on, what
   *     depends on it is absent with that reason
   */
  public Cpse cpse(CpseProfile profile) {
    return new Cpse(profile, spectra.size(), widestOrder, chains.get(profile).distances());
  }
}
