package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class LayerSamplerTest {
  private static final Layer LAYER = new Layer(0, "layer", "DenseLayer");

  private static final ActivationRule RECTIFIER = new ActivationRule(false, BitRule.kink(0));
  private static GramWorkspace workspace;

  @BeforeAll
  static void open() {
    workspace = new GramWorkspace();
  }

  @AfterAll
  static void close() {
    workspace.close();
  }

  private static RowChoice choice(int examples, int rowLimit) {
    return new RowChoice(examples, rowLimit, false, Optional.empty(), 7);
  }

  private static LayerActivations inChunks(LayerSampler sampler, INDArray all, int... from) {
    LayerCollector collector = sampler.begin();
    for (int i = 0; i < from.length; i += 2) {
      INDArray chunk = all.get(NDArrayIndex.interval(from[i], from[i + 1]));
      collector.add(chunk, Optional.empty(), from[i], workspace);
    }
    return collector.finish();
  }

  /** Whole, in chunks, and in chunks of other sizes in another order. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void collector_doesNotDependOnChunks(DataType type) {
    Nd4j.getRandom().setSeed(2);
    INDArray maps = Nd4j.randn(type, 40, 6, 5, 5).addi(3);
    LayerSampler sampler =
        LayerSampler.of(RECTIFIER, maps.get(NDArrayIndex.interval(0, 8)), 8, choice(40, 400));
    assertEquals(new ProbedLayer(LAYER, 400, 6, 6, false, ""), sampler.describe(LAYER));
    LayerActivations whole = inChunks(sampler, maps, 0, 40);
    for (LayerActivations parts :
        List.of(
            inChunks(sampler, maps, 0, 8, 8, 16, 16, 40),
            inChunks(sampler, maps, 39, 40, 0, 13, 20, 39, 13, 20))) {
      for (int row = 0; row < 400; row++) {
        for (int unit = 0; unit < 6; unit++) {
          assertEquals(bits(whole).get(row, unit), bits(parts).get(row, unit));
        }
      }
      double expected = dimension(whole);
      assertEquals(expected, dimension(parts), 1e-12 * expected);
    }
  }

  private static BinarySamples bits(LayerActivations layer) {
    return layer.bits().orElseThrow();
  }

  private static double dimension(LayerActivations layer) {
    return layer.features().orElseThrow().effectiveDimension(workspace).value().orNaN();
  }

  /** Beside numpy's formula on all rows: more rows than units, and fewer. */
  @Test
  void collector_keepsWhatTheDimensionNeeds() {
    for (long[] shape : new long[][] {{60, 7}, {20, 50}}) {
      INDArray rows = Nd4j.randn(DataType.DOUBLE, shape);
      LayerActivations layer = Collected.of(RECTIFIER, rows, Optional.empty());
      Matrix matrix =
          new Matrix.Doubles((int) shape[0], (int) shape[1], rows.dup('c').data().asDouble());
      double expected = EffectiveDimension.of(matrix, workspace).value().orNaN();
      assertEquals(expected, dimension(layer), 1e-10 * expected);
      assertEquals(shape[0], layer.folds().rows());
      assertEquals(3, layer.folds().of(13));
    }
  }

  /** Rows of one example are in one fold. */
  @Test
  void folds_areByExample() {
    LayerActivations layer =
        Collected.of(
            RECTIFIER, Nd4j.randn(DataType.FLOAT, 12, 3, 4), Optional.empty(), choice(12, 24));
    for (int row = 0; row < 24; row++) {
      assertEquals(row / 2 % 5, layer.folds().of(row));
    }
  }

  /** All numbers of an example are one row, unit after unit, whichever axis they are on. */
  @Test
  void flatten_makesOneRowOfAnExample() {
    INDArray maps = Nd4j.randn(DataType.DOUBLE, 9, 3, 2, 4);
    RowChoice flat = new RowChoice(9, 4096, true, Optional.empty(), 1);
    LayerActivations first = Collected.of(RECTIFIER, maps, Optional.empty(), flat);
    LayerActivations last =
        Collected.of(
            new ActivationRule(true, BitRule.kink(0)),
            maps.permute(0, 2, 3, 1).dup('c'),
            Optional.empty(),
            flat);
    assertEquals(9, bits(first).rows());
    assertEquals(24, bits(first).units());
    for (int example = 0; example < 9; example++) {
      for (int unit = 0; unit < 24; unit++) {
        boolean on = maps.getDouble(example, unit / 8, unit / 4 % 2, unit % 4) > 0;
        assertEquals(on, bits(first).get(example, unit));
        assertEquals(on, bits(last).get(example, unit));
      }
    }
    Matrix matrix = new Matrix.Doubles(9, 24, maps.dup('c').data().asDouble());
    double expected = EffectiveDimension.of(matrix, workspace).value().orNaN();
    assertEquals(expected, dimension(first), 1e-10 * expected);
    assertEquals(expected, dimension(last), 1e-10 * expected);
  }

  @Test
  void flatten_takesMaskedStepsForZeros() {
    INDArray series = Nd4j.ones(DataType.FLOAT, 3, 2, 4);
    INDArray mask = Nd4j.create(new float[][] {{1, 1, 0, 0}, {0, 0, 0, 0}, {1, 1, 1, 1}});
    LayerActivations layer =
        Collected.of(
            RECTIFIER, series, Optional.empty(), new RowChoice(3, 9, true, Optional.of(mask), 1));
    assertEquals(2, bits(layer).rows()); // nothing is left of the second
    for (int unit = 0; unit < 8; unit++) {
      assertEquals(unit % 4 < 2, bits(layer).get(0, unit));
      assertTrue(bits(layer).get(1, unit));
    }
  }

  @Test
  void notFinite_isToldAndNotThrown() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      INDArray rows = Nd4j.randn(DataType.DOUBLE, 30, 4);
      rows.putScalar(17, 2, bad);
      LayerActivations layer = Collected.of(RECTIFIER, rows, Optional.empty());
      assertEquals(Optional.empty(), layer.features());
      assertEquals("non-finite activations", layer.featuresAbsence());
      assertEquals(Optional.empty(), layer.bits());
      assertEquals("non-finite activations", layer.bitsAbsence());
    }
    INDArray series = Nd4j.randn(DataType.FLOAT, 3, 2, 4);
    series.putScalar(new int[] {1, 0, 3}, Float.NaN); // at a step that does not count
    INDArray mask = Nd4j.ones(3, 4);
    mask.putScalar(1, 3, 0);
    LayerActivations layer =
        Collected.of(
            RECTIFIER, series, Optional.empty(), new RowChoice(3, 99, false, Optional.of(mask), 1));
    assertEquals(11, bits(layer).rows());
    assertEquals("", layer.featuresAbsence());
  }

  /** The numbers of a first run suffice to refuse: nothing is made. */
  @Test
  void tooWide_isRefusedBeforeAnythingIsKept() {
    LayerSampler features =
        LayerSampler.of(RECTIFIER, Nd4j.zeros(1, 70_000), 1, choice(1000, 4096));
    assertEquals("too many units", features.absenceOfFeatures()); // 70,000,000 > 2^26
    assertEquals("too many units", features.absenceOfBits());
    assertEquals(
        new ProbedLayer(LAYER, 1000, 70_000, 0, false, "too many units"), features.describe(LAYER));
    LayerSampler bits = LayerSampler.of(RECTIFIER, Nd4j.zeros(1, 16_385), 1, choice(1000, 4096));
    assertEquals("", bits.absenceOfFeatures());
    assertEquals("too many units", bits.absenceOfBits());
    assertEquals(
        "", LayerSampler.of(RECTIFIER, Nd4j.zeros(1, 16_384), 1, choice(9, 9)).absenceOfBits());
    ActivationRule twoBits = new ActivationRule(false, BitRule.kinks(-1, 1));
    assertEquals(
        "too many units",
        LayerSampler.of(twoBits, Nd4j.zeros(1, 16_384), 1, choice(9, 9)).absenceOfBits());
    LayerSampler rows =
        LayerSampler.of(
            RECTIFIER, Nd4j.zeros(1, 1024, 2048), 1, choice(2048, Collected.ALL_POSITIONS));
    assertEquals(1 << 22, rows.rows());
    assertEquals("too many units", rows.absenceOfBits());
    assertEquals("", rows.absenceOfFeatures());
    LayerActivations nothing = features.begin().finish();
    assertEquals("too many units", nothing.featuresAbsence());
    assertEquals("too many units", nothing.bitsAbsence());
  }

  @Test
  void withoutRows_saysWhy() {
    INDArray mask = Nd4j.zeros(6, 4);
    RowChoice masked = new RowChoice(6, 99, false, Optional.of(mask), 1);
    INDArray steps = Nd4j.randn(DataType.FLOAT, 6, 2, 4);
    LayerActivations empty = Collected.of(RECTIFIER, steps, Optional.empty(), masked);
    assertEquals("everything masked", empty.featuresAbsence());
    assertEquals("everything masked", empty.bitsAbsence());
    assertEquals(0, empty.folds().rows());
    LayerActivations longer =
        Collected.of(RECTIFIER, Nd4j.randn(DataType.FLOAT, 6, 2, 5), Optional.empty(), masked);
    assertEquals("mask of another length", longer.featuresAbsence());
    ActivationRule linear = new ActivationRule(false, BitRule.none("linear"));
    LayerActivations mixed =
        Collected.of(linear, Nd4j.randn(DataType.FLOAT, 7, 2), Optional.empty(), choice(6, 99));
    assertEquals("no axis of examples", mixed.featuresAbsence());
    assertEquals("linear", mixed.bitsAbsence());
  }

  @Test
  void misuse_isRefused() {
    INDArray rows = Nd4j.randn(DataType.FLOAT, 10, 4);
    LayerSampler sampler = LayerSampler.of(RECTIFIER, rows, 10, choice(10, 10));
    LayerCollector half = sampler.begin();
    half.add(rows.get(NDArrayIndex.interval(0, 5)), Optional.empty(), 0, workspace);
    assertEquals(
        "5 of 10 rows were added",
        assertThrows(IllegalStateException.class, half::finish).getMessage());
    INDArray other = Nd4j.randn(DataType.FLOAT, 10, 5);
    assertEquals(
        "activations of shape [10, 5], where an example had 4 units at 1 positions before",
        assertThrows(
                IllegalArgumentException.class,
                () -> sampler.begin().add(other, Optional.empty(), 0, workspace))
            .getMessage());
    ActivationRule byInput = new ActivationRule(false, BitRule.positiveInput());
    LayerSampler parametric = LayerSampler.of(byInput, rows, 10, choice(10, 10));
    assertTrue(parametric.needsInput());
    assertThrows(
        IllegalArgumentException.class,
        () -> parametric.begin().add(rows, Optional.empty(), 0, workspace));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RowChoice(5, 9, false, Optional.of(Nd4j.ones(4, 7)), 1));
  }
}
