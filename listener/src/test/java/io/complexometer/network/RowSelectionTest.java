package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.linalg.Matrix;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class RowSelectionTest {

  private static RowSelection draw(INDArray activations, int chunk, RowChoice choice) {
    return RowSelection.draw(RowLayout.of(activations, chunk, false).orElseThrow(), choice)
        .orElseThrow();
  }

  private static RowChoice choice(int examples, int rowLimit, INDArray mask, long seed) {
    return new RowChoice(examples, rowLimit, false, Optional.ofNullable(mask), seed);
  }

  /** Each of 30 positions is drawn by a third of 3,000 examples, within five deviations. */
  @Test
  void draw_isUniformWithoutReplacement() {
    RowSelection rows = draw(Nd4j.zeros(2, 1, 5, 6), 2, choice(3000, 30_000, null, 4));
    int[] drawn = new int[30];
    for (int row = 0; row < rows.rows(); row++) {
      drawn[rows.position(row)]++;
      assertEquals(row / 10, rows.example(row));
      assertTrue(row % 10 == 0 || rows.position(row) > rows.position(row - 1));
    }
    double deviation = Math.sqrt(3000 / 3.0 * 2 / 3);
    for (int count : drawn) {
      assertEquals(1000, count, 5 * deviation);
    }
  }

  @Test
  void draw_dependsOnTheSeedOnly() {
    INDArray maps = Nd4j.zeros(2, 1, 5, 6);
    RowSelection first = draw(maps, 2, choice(50, 200, null, 4));
    RowSelection again = draw(Nd4j.zeros(7, 3, 6, 5), 7, choice(50, 200, null, 4));
    RowSelection other = draw(maps, 2, choice(50, 200, null, 5));
    assertArrayEquals(positions(first), positions(again));
    assertTrue(!java.util.Arrays.equals(positions(first), positions(other)));
  }

  private static int[] positions(RowSelection rows) {
    return IntStream.range(0, rows.rows()).map(rows::position).toArray();
  }

  @Test
  void masked_positionsAreNoRows() {
    INDArray mask =
        Nd4j.create(
            new float[][] {{1, 1, 1, 1, 1}, {0, 1, 0, 1, 0}, {0, 0, 0, 0, 0}, {1, 1, 0, 0, 0}});
    RowSelection rows = draw(Nd4j.zeros(4, 3, 5), 4, choice(4, 12, mask, 1));
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 3, 3}, rows.examples());
    assertArrayEquals(new int[] {1, 3, 0, 1}, IntStream.range(3, 7).map(rows::position).toArray());
    assertEquals(5, rows.firstRow(2));
    assertEquals(5, rows.firstRow(3));
    assertEquals(7, rows.firstRow(4));
    // steps as examples, an image at each step, and what they led to
    assertArrayEquals(
        rows.examples(), draw(Nd4j.zeros(20, 3), 4, choice(4, 12, mask, 1)).examples());
    RowSelection images = draw(Nd4j.zeros(20, 3, 2, 2), 4, choice(4, 99, mask, 1));
    assertEquals((5 + 2 + 2) * 4, images.rows());
    assertEquals(4 + 1, images.position(5 * 4 + 1)); // the second pixel at the second step
    assertArrayEquals(
        new int[] {0, 1, 3}, draw(Nd4j.zeros(4, 3), 4, choice(4, 12, mask, 1)).examples());
  }

  /** Deeplearning4j's own preprocessors decide what is where. */
  @Test
  void repeatedExamples_areFoundAgain() {
    INDArray series = Nd4j.randn(DataType.DOUBLE, 6, 8, 5);
    INDArray steps =
        new RnnToFeedForwardPreProcessor().preProcess(series, 6, LayerWorkspaceMgr.noWorkspaces());
    assertEquals(30, steps.size(0));
    double[] rows = rows(steps, 6, 8);
    for (int i = 0; i < rows.length; i++) {
      assertEquals(series.getDouble(i / 40, i % 8, i / 8 % 5), rows[i]);
    }
    INDArray images =
        new RnnToCnnPreProcessor(2, 2, 2).preProcess(series, 6, LayerWorkspaceMgr.noWorkspaces());
    double[] pixels = rows(images, 6, 2);
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / 2 % 4;
      assertEquals(series.getDouble(i / 40, i % 2 * 4 + pixel, i / 8 % 5), pixels[i]);
    }
    INDArray flat =
        new CnnToFeedForwardPreProcessor(2, 2, 2)
            .preProcess(images, 6, LayerWorkspaceMgr.noWorkspaces());
    assertEquals(30, flat.size(0));
  }

  /** All rows of all positions. */
  private static double[] rows(INDArray activations, int examples, int units) {
    RowLayout layout = RowLayout.of(activations, examples, false).orElseThrow();
    RowSelection selection =
        RowSelection.draw(layout, choice(examples, Collected.ALL_POSITIONS, null, 1)).orElseThrow();
    double[] data = new double[selection.rows() * units];
    new RowReader(layout, selection, activations, 0)
        .read(0, new Matrix.Doubles(selection.rows(), units, data));
    return data;
  }

  @Test
  void stackedInputs_arePositionsOfTheSameExample() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("both", new StackVertex(), "a", "b")
                .addLayer("out", new OutputLayer.Builder().nIn(3).nOut(2).build(), "both")
                .setOutputs("out")
                .build());
    graph.init();
    INDArray a = Nd4j.randn(DataType.DOUBLE, 4, 3);
    INDArray b = Nd4j.randn(DataType.DOUBLE, 4, 3);
    INDArray both = graph.feedForward(new INDArray[] {a, b}, false).get("both");
    double[] rows = rows(both, 4, 3);
    for (int i = 0; i < rows.length; i++) {
      INDArray source = i / 3 % 2 == 0 ? a : b;
      assertEquals(source.getDouble(i / 6, i % 3), rows[i]);
    }
  }
}
