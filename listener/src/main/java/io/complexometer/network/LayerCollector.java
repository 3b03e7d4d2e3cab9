package io.complexometer.network;

import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes the activations of a layer in one run, chunk of examples after chunk, in any order. A block
 * of rows at a time is copied, merged into the scatter and packed into bits at the rows' own
 * places.
 */
final class LayerCollector {
  private static final int BLOCK = 1 << 20; // numbers

  private final LayerSampler sampler;
  private final Optional<Scatter> scatter;
  private final Optional<BinarySamples> samples;
  private boolean finite = true;
  private int rows;

  LayerCollector(LayerSampler sampler) {
    this.sampler = sampler;
    this.scatter =
        sampler.keepsFeatures() ? Optional.of(new Scatter(sampler.units())) : Optional.empty();
    this.samples =
        sampler.keepsBits()
            ? Optional.of(new BinarySamples(sampler.rows(), sampler.bits()))
            : Optional.empty();
    scatter.ifPresent(state -> state.reserve(sampler.rows()));
  }

  /**
   * Adds a chunk. Numbers that are not finite are noted, and told when finished.
   *
   * @param activations of the chunk
   * @param input what went into the layer, where the sampler {@linkplain LayerSampler#needsInput
   *     needs it}
   * @param firstExample the chunk's first example
   * @param workspace where the work is done
   * @throws IllegalArgumentException if the activations do not look like those of the first run, or
   *     the input is missing
   */
  void add(
      INDArray activations, Optional<INDArray> input, int firstExample, GramWorkspace workspace) {
    if (scatter.isEmpty() && samples.isEmpty()) {
      return;
    }
    RowSelection selection = sampler.selection();
    int from = selection.firstRow(firstExample);
    int to = selection.firstRow(firstExample + sampler.examplesIn(activations));
    RowReader outputs = sampler.reader(activations, firstExample);
    RowReader bits = sampler.needsInput() ? reader(input, firstExample) : outputs;
    int height = Math.max(1, BLOCK / sampler.units());
    for (int row = from; row < to && finite; row += height) {
      int count = Math.min(height, to - row);
      Matrix block = sampler.read(outputs, row, count);
      finite = isFinite(block);
      if (finite) {
        scatter.ifPresent(state -> state.add(block, workspace));
        addBits(row, bits == outputs ? block : sampler.read(bits, row, count));
      }
    }
    rows += to - from;
  }

  private RowReader reader(Optional<INDArray> input, int firstExample) {
    return sampler.reader(
        input.orElseThrow(
            () -> new IllegalArgumentException("this layer's bits are told from its input")),
        firstExample);
  }

  /** 0 * x is NaN exactly where x is not finite. */
  private static boolean isFinite(Matrix block) {
    double nothing = 0;
    if (block instanceof Matrix.Floats floats) {
      for (float number : floats.data()) {
        nothing += 0 * number;
      }
    } else {
      for (double number : ((Matrix.Doubles) block).data()) {
        nothing += 0 * number;
      }
    }
    return nothing == 0;
  }

  private void addBits(int firstRow, Matrix block) {
    if (samples.isEmpty()) {
      return;
    }
    BinarySamples target = samples.get();
    int perUnit = sampler.rule().bits().size();
    for (int bit = 0; bit < perUnit; bit++) {
      BitRule.Bit rule = sampler.rule().bits().get(bit);
      double[] units = new double[block.columns()];
      for (int row = 0; row < block.rows(); row++) {
        block.copy(row * units.length, units, 0, units.length);
        for (int unit = 0; unit < units.length; unit++) {
          if (rule.isOn(units[unit])) {
            target.set(firstRow + row, unit * perUnit + bit);
          }
        }
      }
    }
  }

  /**
   * What was kept.
   *
   * @return the layer's activations; the collector is not to be used again
   * @throws IllegalStateException if not every example was added
   */
  LayerActivations finish() {
    if ((scatter.isPresent() || samples.isPresent()) && rows != sampler.rows()) {
      throw new IllegalStateException("%d of %d rows were added".formatted(rows, sampler.rows()));
    }
    return new LayerActivations(
        scatter.filter(state -> finite),
        scatter.isPresent() && !finite ? LayerActivations.NON_FINITE : sampler.absenceOfFeatures(),
        samples.filter(state -> finite),
        samples.isPresent() && !finite ? LayerActivations.NON_FINITE : sampler.absenceOfBits(),
        sampler.folds());
  }
}
