package io.complexometer.network;

import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.linalg.NonFiniteException;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.Folds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A fixed batch of inputs on which the activations of a network are read in inference mode, again
 * and again while it trains.
 *
 * <p>It runs in chunks, so that the activations of a large network never stand in memory for all
 * examples at once; what is kept are at most {@value #ROW_LIMIT} rows a layer. Running it leaves
 * the training bit-identical: no random number is drawn, no running statistic moves, and the
 * model's inputs and masks are put back.
 */
public final class Probe {
  /** The largest number of examples, and of rows that are kept of one layer. */
  public static final int ROW_LIMIT = 4096;

  private static final int CHUNK = 128;
  private static final int ENTRY_LIMIT = 1 << 26; // of one layer: 256 MB of floats

  private final NetworkReader network;
  private final INDArray[] features;
  private final int examples;
  private final List<Optional<LayerSampler>> selections = new ArrayList<>();

  /**
   * A probe of a network, checked by a first run over a few examples.
   *
   * @param network the network
   * @param features one array for each input, the first axis being the examples; copied
   * @param seed of the draw of positions
   * @throws IllegalArgumentException if the features do not fit the network
   */
  public Probe(NetworkReader network, List<INDArray> features, long seed) {
    this.network = network;
    this.examples = checkedExamples(network, features);
    DataType type = network.dataType();
    this.features =
        features.stream().map(array -> array.castTo(type).dup('c')).toArray(INDArray[]::new);
    int chunk = Math.min(CHUNK, examples);
    List<INDArray> activations = firstRun(chunk);
    for (int layer = 0; layer < activations.size(); layer++) {
      LayerSampler selection =
          LayerSampler.of(
              new ActivationRule(network.unitsLast(layer), BitRule.none("")),
              activations.get(layer),
              chunk,
              new RowChoice(examples, ROW_LIMIT, false, Optional.empty(), seed + layer));
      boolean fits = (long) selection.layer().rows() * selection.layer().units() <= ENTRY_LIMIT;
      selections.add(fits ? Optional.of(selection) : Optional.empty());
    }
  }

  private static int checkedExamples(NetworkReader network, List<INDArray> features) {
    if (features.size() != network.inputs()) {
      throw new IllegalArgumentException(
          "the probe has %d arrays, the network %d inputs: give one array for each input"
              .formatted(features.size(), network.inputs()));
    }
    long examples = features.get(0).size(0);
    if (features.stream().anyMatch(array -> array.rank() < 2 || array.size(0) != examples)) {
      throw new IllegalArgumentException(
          "the probe's arrays %s must have the same number of examples on their first axis"
              .formatted(shapes(features)));
    }
    if (examples < 2 || examples > ROW_LIMIT) {
      throw new IllegalArgumentException(
          "a probe of %d examples: give between 2 and %d".formatted(examples, ROW_LIMIT));
    }
    return (int) examples;
  }

  private List<INDArray> firstRun(int chunk) {
    try {
      return network.activations(chunk(0, chunk));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the probe of shape %s does not fit the network: %s (%s)"
              .formatted(shapes(Arrays.asList(features)), network.expectedInput(), e.getMessage()),
          e);
    }
  }

  private static String shapes(List<INDArray> arrays) {
    return arrays.stream()
        .map(array -> Arrays.toString(array.shape()))
        .collect(Collectors.joining(", "));
  }

  /**
   * The probe's number of examples.
   *
   * @return at least 2
   */
  public int examples() {
    return examples;
  }

  /**
   * What the runs will see.
   *
   * @return one entry for each layer of the network, in forward order
   */
  public List<ProbedLayer> layers() {
    List<ProbedLayer> layers = new ArrayList<>();
    for (int i = 0; i < selections.size(); i++) {
      Optional<SampledLayer> selection = selections.get(i).map(LayerSampler::layer);
      int units = selection.map(SampledLayer::units).orElse(0);
      boolean last = i == selections.size() - 1;
      layers.add(
          new ProbedLayer(
              network.layers().get(i),
              selection.map(SampledLayer::rows).orElse(0),
              units,
              last ? 0 : units,
              false,
              last ? LayerActivations.OUTPUT : ""));
    }
    return layers;
  }

  /**
   * Runs the network on the probe. To be called on the training thread between two iterations.
   *
   * @return what is kept of its activations
   */
  public Activations run() {
    Features target = reserveFeatures();
    run(target);
    List<LayerActivations> layers = new ArrayList<>();
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int i = 0; i < selections.size(); i++) {
        layers.add(kept(target.layers().get(i), i == selections.size() - 1, workspace));
      }
    }
    return new Activations(layers);
  }

  private LayerActivations kept(Optional<Matrix> features, boolean last, GramWorkspace workspace) {
    if (features.isEmpty()) {
      return absent(LayerActivations.TOO_WIDE);
    }
    Matrix matrix = features.get();
    int rows = matrix.rows();
    int units = matrix.columns();
    Scatter scatter = new Scatter(units);
    try {
      scatter.add(matrix, workspace);
    } catch (NonFiniteException e) {
      return absent(LayerActivations.NON_FINITE);
    }
    BinarySamples bits = new BinarySamples(rows, units);
    double[] row = new double[units];
    for (int r = 0; r < rows; r++) {
      matrix.copy(r * units, row, 0, units);
      for (int unit = 0; unit < units; unit++) {
        if (row[unit] > 0) {
          bits.set(r, unit);
        }
      }
    }
    return new LayerActivations(
        Optional.of(scatter),
        "",
        last ? Optional.empty() : Optional.of(bits),
        last ? LayerActivations.OUTPUT : "",
        Folds.interleaved(rows));
  }

  private static LayerActivations absent(String reason) {
    return new LayerActivations(
        Optional.empty(), reason, Optional.empty(), reason, Folds.interleaved(0));
  }

  /**
   * Room for the activations.
   *
   * @return to be filled by {@link #run}
   */
  public Features reserveFeatures() {
    return Features.reserve(selections, network.dataType());
  }

  /**
   * Runs the network on the probe, and keeps the chosen rows. To be called on the training thread
   * between two iterations.
   *
   * @param target room reserved by this probe
   */
  public void run(Features target) {
    for (int from = 0; from < examples; from += CHUNK) {
      int to = Math.min(examples, from + CHUNK);
      List<INDArray> activations = network.activations(chunk(from, to));
      for (int layer = 0; layer < activations.size(); layer++) {
        if (selections.get(layer).isPresent()) {
          target.fill(layer, activations.get(layer), selections.get(layer).get(), from);
        }
      }
    }
  }

  private INDArray[] chunk(int from, int to) {
    return Arrays.stream(features)
        .map(
            array -> {
              INDArrayIndex[] all = new INDArrayIndex[array.rank()];
              Arrays.fill(all, NDArrayIndex.all());
              all[0] = NDArrayIndex.interval(from, to);
              return array.get(all);
            })
        .toArray(INDArray[]::new);
  }
}
