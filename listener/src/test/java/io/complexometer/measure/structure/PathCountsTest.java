package io.complexometer.measure.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

final class PathCountsTest {

  /**
   * Random networks of all kinds of leaves and merges, beside the same network computed on ones
   * with all weights 1, scalar by scalar: its output is the path count.
   */
  @Test
  void fold_randomNetworks_asTheNetworkOfOnes() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1);
    for (int trial = 0; trial < 500; trial++) {
      NetworkGraph.Builder graph = NetworkGraph.builder();
      List<double[][][]> values = new ArrayList<>();
      int in = graph.input("in", Shape.of(1 + random.nextInt(3), 8, 8));
      values.add(ones(graph.shape(in)));
      StringBuilder story = new StringBuilder();
      for (int step = 0; step < 6; step++) {
        int before = random.nextInt(values.size());
        extend(graph, values, before, random, story);
      }
      int last = values.size() - 1;
      double expected =
          Arrays.stream(values.get(last))
              .flatMap(Arrays::stream)
              .flatMapToDouble(Arrays::stream)
              .sum();
      Structure structure = Structure.of(graph.build(last), Level.EXACT);
      if (expected == 0) {
        assertEquals(false, structure.totals().log2Paths().isPresent(), story::toString);
      } else {
        assertEquals(
            Math.log(expected) / Math.log(2),
            structure.totals().log2Paths().orNaN(),
            1e-9,
            story::toString);
      }
    }
  }

  private static void extend(
      NetworkGraph.Builder graph,
      List<double[][][]> values,
      int before,
      UniformRandomProvider random,
      StringBuilder story) {
    Shape shape = graph.shape(before);
    graph.begin("layer" + values.size(), "any", false);
    double[][][] x = values.get(before);
    int kind = random.nextInt(10);
    story.append(kind).append('@').append(before).append(' ');
    int size = shape.extent().get(0);
    int kernel = 1 + random.nextInt(Math.min(3, size));
    int stride = 1 + random.nextInt(2);
    int dilation = kernel > 1 && 2 * kernel - 1 <= size ? 1 + random.nextInt(2) : 1;
    int padding = random.nextInt(kernel);
    int outputs = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    List<Taps> window = both(Taps.window(size, outputs, kernel, stride, dilation, padding));
    int channels = 1 + random.nextInt(3);
    switch (kind) {
      case 0, 1 -> {
        graph.leaf(before, Leaves.convolution(shape, channels, window, true));
        values.add(repeat(sumOfChannels(slide(x, window.get(0))), channels));
      }
      case 2 -> {
        graph.leaf(before, Leaves.depthwise(shape, 2, window, true));
        values.add(twice(slide(x, window.get(0))));
      }
      case 3 -> {
        int after = (size - 1) * stride + kernel - padding;
        if (after < 1 || after > 12) {
          graph.leaf(before, Leaves.neutral("activation", shape));
          values.add(x);
        } else {
          Taps taps = Taps.transposed(size, after, kernel, stride, 1, padding);
          graph.leaf(before, Leaves.transposedConvolution(shape, channels, both(taps), true));
          values.add(repeat(sumOfChannels(slide(x, taps)), channels));
        }
      }
      case 4 -> {
        graph.leaf(before, Leaves.pool(shape, window));
        values.add(slide(x, window.get(0)));
      }
      case 5 -> {
        graph.leaf(before, Leaves.channels(shape, 0, (shape.channels() + 1) / 2));
        values.add(Arrays.copyOf(x, (x.length + 1) / 2));
      }
      case 6 -> {
        Taps crop = Taps.window(size, Math.max(1, size - 1), 1, 1, 1, size > 1 ? -1 : 0);
        graph.leaf(before, Leaves.positions("crop", shape, both(crop)));
        values.add(slide(x, crop));
      }
      case 7 -> merge(graph, values, before, random);
      case 8 -> {
        int block = size % 2 == 0 ? 2 : 1;
        graph.leaf(before, Leaves.spaceToDepth(shape, block));
        values.add(toDepth(x, block));
      }
      default -> {
        Taps pad = Taps.window(size, size + 2, 1, 1, 1, 1);
        graph.leaf(before, Leaves.positions("zeropad", shape, both(pad)));
        values.add(slide(x, pad));
      }
    }
  }

  /** A sum, a product or a concatenation with whatever has the same shape or extent. */
  private static void merge(
      NetworkGraph.Builder graph,
      List<double[][][]> values,
      int before,
      UniformRandomProvider random) {
    Shape shape = graph.shape(before);
    int how = random.nextInt(3);
    int other =
        IntStream.range(0, values.size())
            .filter(
                v ->
                    how == 2
                        ? graph.shape(v).extent().equals(shape.extent())
                        : graph.shape(v).equals(shape))
            .findFirst()
            .orElseThrow();
    double[][][] x = values.get(before);
    double[][][] y = values.get(other);
    if (how == 2) {
      graph.concat(before, other);
      double[][][] joined = Arrays.copyOf(x, x.length + y.length);
      System.arraycopy(y, 0, joined, x.length, y.length);
      values.add(joined);
      return;
    }
    if (how == 0) {
      graph.add(before, other);
    } else {
      graph.product(before, other);
    }
    double[][][] merged = new double[x.length][x[0].length][x[0][0].length];
    for (int c = 0; c < x.length; c++) {
      for (int i = 0; i < x[c].length; i++) {
        for (int j = 0; j < x[c][i].length; j++) {
          merged[c][i][j] = how == 0 ? x[c][i][j] + y[c][i][j] : x[c][i][j] * y[c][i][j];
        }
      }
    }
    values.add(merged);
  }

  /** The definition of a window, output by output and tap by tap, in both axes. */
  private static double[][][] slide(double[][][] x, Taps taps) {
    double[][][] y = new double[x.length][taps.outputs()][taps.outputs()];
    for (int c = 0; c < x.length; c++) {
      for (int i = 0; i < taps.inputs(); i++) {
        for (int j = 0; j < taps.inputs(); j++) {
          for (int o = 0; o < taps.outputs(); o++) {
            for (int p = 0; p < taps.outputs(); p++) {
              y[c][o][p] += seen(taps, o, i) * seen(taps, p, j) * x[c][i][j];
            }
          }
        }
      }
    }
    return y;
  }

  private static int seen(Taps taps, int output, int input) {
    int count = 0;
    for (int t = 0; t < taps.kernel(); t++) {
      int offset = t * taps.dilation() - taps.before();
      boolean meets =
          taps.transposed()
              ? output == input * taps.stride() + offset
              : input == output * taps.stride() + offset;
      count += meets ? 1 : 0;
    }
    return count;
  }

  private static double[][][] toDepth(double[][][] x, int block) {
    int size = x[0].length / block;
    double[][][] y = new double[x.length * block * block][size][size];
    for (int offset = 0; offset < block * block; offset++) {
      for (int c = 0; c < x.length; c++) {
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            y[offset * x.length + c][i][j] =
                x[c][i * block + offset / block][j * block + offset % block];
          }
        }
      }
    }
    return y;
  }

  private static double[][][] sumOfChannels(double[][][] x) {
    double[][] sum = new double[x[0].length][x[0][0].length];
    for (double[][] channel : x) {
      for (int i = 0; i < sum.length; i++) {
        for (int j = 0; j < sum[i].length; j++) {
          sum[i][j] += channel[i][j];
        }
      }
    }
    return new double[][][] {sum};
  }

  private static double[][][] repeat(double[][][] x, int times) {
    double[][][] y = new double[times][][];
    Arrays.fill(y, x[0]);
    return y;
  }

  private static double[][][] twice(double[][][] x) {
    double[][][] y = new double[2 * x.length][][];
    for (int c = 0; c < y.length; c++) {
      y[c] = x[c % x.length];
    }
    return y;
  }

  private static double[][][] ones(Shape shape) {
    double[][][] x = new double[shape.channels()][shape.extent().get(0)][shape.extent().get(1)];
    for (double[][] channel : x) {
      for (double[] row : channel) {
        Arrays.fill(row, 1);
      }
    }
    return x;
  }

  private static List<Taps> both(Taps taps) {
    return List.of(taps, taps);
  }

  /** 1,500 dense layers of 2,048 units: 2^16500 paths, far beyond what a double holds. */
  @Test
  void fold_moreThanADoubleHolds() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int x = graph.input("in", Shape.of(2048));
    for (int i = 0; i < 1500; i++) {
      graph.begin("dense" + i, "dense", false);
      x = graph.leaf(x, Leaves.dense(graph.shape(x), 2048, true));
    }
    Totals totals = Structure.of(graph.build(x), Level.EXACT).totals();
    assertEquals(11 * 1501.0, totals.log2Paths().orNaN());
    assertEquals(11 * 1500.0, totals.log2GainNominal().orNaN());
  }

  /** Whole numbers to the last digit, as long as a double holds them: here 3^33. */
  @Test
  void sum_isExact() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int x = graph.input("in", Shape.of(3));
    for (int i = 0; i < 32; i++) {
      graph.begin("dense" + i, "dense", false);
      x = graph.leaf(x, Leaves.dense(graph.shape(x), 3, false));
    }
    Structure structure = Structure.of(graph.build(x), Level.EXACT);
    assertEquals(5559060566555523.0, structure.layers().get(32).paths().orNaN());
  }

  /** A step sums A (n + h before): by hand for A = 4, n = 3, h = 2: 12, 108, 876. */
  @Test
  void unrolled_stepByStep() {
    for (boolean backward : new boolean[] {false, true}) {
      NetworkGraph.Builder graph = NetworkGraph.builder();
      int x = graph.input("in", Shape.of(3, 3));
      graph.begin("lstm", "LSTM", false);
      x = graph.leaf(x, Leaves.recurrent("lstm", graph.shape(x), 4, 2, 0, true, backward));
      Structure structure = Structure.of(graph.build(x), Level.EXACT);
      assertEquals(
          Math.log(2 * (12 + 108 + 876)) / Math.log(2),
          structure.totals().log2Paths().orNaN(),
          1e-12);
      assertEquals(
          Math.log(876) / Math.log(2), structure.totals().log2GainNominal().orNaN(), 1e-12);
      assertEquals(4 * 2 * (3 + 2 + 1), structure.totals().parameters());
      assertEquals(3 * 4 * 2 * (3 + 2), structure.totals().macs());
    }
  }

  @Test
  void unrolled_overManySteps_staysFinite() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int x = graph.input("in", Shape.of(3, 2000));
    graph.begin("lstm", "LSTM", false);
    x = graph.leaf(x, Leaves.recurrent("lstm", graph.shape(x), 4, 256, 0, true, false));
    graph.begin("last", "LastTimeStep", false);
    x = graph.leaf(x, Leaves.step(graph.shape(x), 1999));
    Totals totals = Structure.of(graph.build(x), Level.EXACT).totals();
    // A n sum of (A h)^t for t < 2000, which is 12 (2^20000 - 1) / 1023
    double expected = Math.log(12.0 / 1023) / Math.log(2) + 20_000;
    assertEquals(expected, totals.log2GainExact().orNaN(), 1e-9);
    assertEquals(expected, totals.log2GainNominal().orNaN(), 1e-9);
    assertTrue(totals.log2Paths().isPresent());
  }
}
