package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.nonlinearity.Folds;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What is kept of one layer's activations, and how: made once, from a first run over a chunk of
 * examples; then every run {@linkplain #begin() begins} a collector, which takes chunk after chunk.
 *
 * <p>The rows themselves are not kept, but what the measures need of them: their scatter, and
 * packed bits. A layer that is too wide for one of them goes without: beyond {@value
 * #LARGEST_SCATTER} numbers (the smaller of rows and units, times units), {@value
 * ProbedLayer#MOST_BITS} binary units, or {@value #LARGEST_SAMPLES} bits in all rows.
 */
final class LayerSampler {
  /** Half a gigabyte of doubles. */
  static final long LARGEST_SCATTER = 1L << 26;

  /** 256 MB. */
  static final long LARGEST_SAMPLES = 1L << 31;

  private final Optional<RowLayout> layout;
  private final Optional<RowSelection> selection;
  private final BitRule rule;
  private final boolean flatten;
  private final DataType type;
  private final Folds folds;
  private final long columns;
  private final String featuresAbsence;
  private final String bitsAbsence;

  private LayerSampler(
      Optional<RowLayout> layout,
      Optional<RowSelection> selection,
      BitRule rule,
      boolean flatten,
      DataType type) {
    this.layout = layout;
    this.selection = selection.filter(rows -> rows.rows() > 0);
    this.rule = rule.roundedTo(type);
    this.flatten = flatten;
    this.type = type;
    this.folds = Folds.ofExamples(selection.map(RowSelection::examples).orElse(new int[0]));
    this.columns = layout.map(of -> (long) of.units() * (flatten ? of.positions() : 1)).orElse(0L);
    String unreadable =
        layout.isEmpty()
            ? LayerActivations.NOT_BY_EXAMPLE
            : selection.isEmpty() ? LayerActivations.OTHER_LENGTH : LayerActivations.ALL_MASKED;
    this.featuresAbsence = this.selection.isEmpty() ? unreadable : featuresAbsence();
    this.bitsAbsence = this.selection.isEmpty() && hasBits() ? unreadable : bitsAbsence();
  }

  /**
   * A sampler for a layer.
   *
   * @param rule how its activations are read
   * @param activations a chunk of them, of a first run
   * @param chunk number of examples in the chunk
   * @param choice which rows are to be kept
   */
  static LayerSampler of(ActivationRule rule, INDArray activations, int chunk, RowChoice choice) {
    Optional<RowLayout> layout = RowLayout.of(activations, chunk, rule.unitsLast());
    return new LayerSampler(
        layout,
        layout.flatMap(of -> RowSelection.draw(of, choice)),
        rule.bits(),
        choice.flatten(),
        activations.dataType());
  }

  private String featuresAbsence() {
    return Math.min(rows(), columns) * columns > LARGEST_SCATTER ? LayerActivations.TOO_WIDE : "";
  }

  private String bitsAbsence() {
    if (!hasBits()) {
      return rule.absence();
    }
    long bits = columns * rule.bits().size();
    return bits > ProbedLayer.MOST_BITS || bits * rows() > LARGEST_SAMPLES
        ? LayerActivations.TOO_WIDE
        : "";
  }

  private boolean hasBits() {
    return !rule.bits().isEmpty();
  }

  int rows() {
    return selection.map(RowSelection::rows).orElse(0);
  }

  /** What is kept of the layer at every run. */
  ProbedLayer describe(Layer layer) {
    return new ProbedLayer(
        layer,
        rows(),
        selection.isEmpty() ? 0 : Math.toIntExact(columns),
        bits(),
        rule.smooth(),
        bitsAbsence);
  }

  /** Number of bits of a kept row. */
  int bits() {
    return keepsBits() ? units() * rule.bits().size() : 0;
  }

  /** The same, but without bits. */
  LayerSampler withoutBits(String absence) {
    return new LayerSampler(layout, selection, BitRule.none(absence), flatten, type);
  }

  /** Whether the layer's input must be given too, as it was before the layer ran. */
  boolean needsInput() {
    return keepsBits() && rule.ofInput();
  }

  /** A collector for one run. */
  LayerCollector begin() {
    return new LayerCollector(this);
  }

  boolean keepsFeatures() {
    return featuresAbsence.isEmpty();
  }

  boolean keepsBits() {
    return bitsAbsence.isEmpty();
  }

  String absenceOfFeatures() {
    return featuresAbsence;
  }

  String absenceOfBits() {
    return bitsAbsence;
  }

  BitRule rule() {
    return rule;
  }

  Folds folds() {
    return folds;
  }

  RowSelection selection() {
    return selection.orElseThrow();
  }

  /** Number of units of a kept row. */
  int units() {
    return Math.toIntExact(columns);
  }

  int examplesIn(INDArray activations) {
    return layout.orElseThrow().examplesIn(activations);
  }

  RowReader reader(INDArray activations, int firstExample) {
    return new RowReader(layout.orElseThrow(), selection(), activations, firstExample);
  }

  /** Copies a block of rows. */
  Matrix read(RowReader reader, int from, int rows) {
    int length = rows * units();
    Matrix block =
        type == DataType.DOUBLE
            ? new Matrix.Doubles(rows, units(), new double[length])
            : new Matrix.Floats(rows, units(), new float[length]);
    if (flatten) {
      reader.readFlattened(from, block);
    } else {
      reader.read(from, block);
    }
    return block;
  }
}
