package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StructureTableTest {

  @Test
  void text_lenet() {
    assertEquals(
        """
        layer (type)                output  parameters       MACs  complexity   gain  bottleneck  power  field
                                                                         bits   bits               bits
        input (input)              1x28x28           0          0        0.00   0.00         784   0.00      1
        conv1 (ConvolutionLayer)  20x24x24         520    288,000        4.64   4.64         784   0.00      5
        pool1 (SubsamplingLayer)  20x12x12           0          0        2.00   6.64         784   0.00      6
        conv2 (ConvolutionLayer)    50x8x8      25,050  1,600,000        8.97  15.61         784   0.00     14
        pool2 (SubsamplingLayer)    50x4x4           0          0        2.00  17.61         784   0.00     16
        dense (DenseLayer)             500     400,500    400,000        9.64  27.25         500   0.65     16
        output (OutputLayer)            10       5,010      5,000        8.97  36.22          10   5.64     16

        parameters         431,080
        MACs               2,293,000
        connections        2,293,000
        depth              4 weighted layers; effective 2.05
        path gain          36.22 bits (nominal)
        topological paths  1, of 4.00 weighted layers on average
        receptive field    16
        bottleneck         10 of 784 inputs
        intrinsic power    6.29 bits; 0.00 more on the longest path, bypassed
        capacity           336.1 M bits
        VC dimension       19.2 M at most
        complexity, power  named after Badias and Banerjee, arXiv:2107.01081; defined by Complexometer""",
        StructureTable.text(LenetStructure.structure()));
  }

  @Test
  void markdown_lenet() {
    String markdown = StructureTable.markdown(LenetStructure.structure());
    assertEquals(
        """
        | layer (type) | output | parameters | MACs | complexity, bits | gain, bits | bottleneck | power, bits | field |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|
        | input (input) | 1x28x28 | 0 | 0 | 0.00 | 0.00 | 784 | 0.00 | 1 |
        | conv1 (ConvolutionLayer) | 20x24x24 | 520 | 288,000 | 4.64 | 4.64 | 784 | 0.00 | 5 |
        | pool1 (SubsamplingLayer) | 20x12x12 | 0 | 0 | 2.00 | 6.64 | 784 | 0.00 | 6 |
        | conv2 (ConvolutionLayer) | 50x8x8 | 25,050 | 1,600,000 | 8.97 | 15.61 | 784 | 0.00 | 14 |
        | pool2 (SubsamplingLayer) | 50x4x4 | 0 | 0 | 2.00 | 17.61 | 784 | 0.00 | 16 |
        | dense (DenseLayer) | 500 | 400,500 | 400,000 | 9.64 | 27.25 | 500 | 0.65 | 16 |
        | output (OutputLayer) | 10 | 5,010 | 5,000 | 8.97 | 36.22 | 10 | 5.64 | 16 |

        | network | |
        |---|---|
        | parameters | 431,080 |
        """,
        markdown.substring(0, markdown.indexOf("| MACs | 2")));
    assertTrue(markdown.endsWith("defined by Complexometer |"), markdown);
  }

  /** As a VGG-16 has them, and names longer than there is room for. */
  private static Structure wide(int layers) {
    List<LayerStructure> all =
        IntStream.range(0, layers)
            .mapToObj(
                layer ->
                    new LayerStructure(
                        "block%d_a_convolution_of_the_left_branch|2".formatted(layer),
                        "ConvolutionLayer",
                        "conv",
                        List.of("before"),
                        Shape.of(2048, 112, 112),
                        4608,
                        25_690_112,
                        102_760_448,
                        102_764_544,
                        0,
                        false,
                        1_849_688_064,
                        Value.absent("unknown layer"),
                        -1,
                        0,
                        25_690_112,
                        Value.of(1532.036),
                        Value.absent(Structure.NOT_COUNTED),
                        Value.absent(Structure.NOT_COUNTED),
                        1427,
                        layer))
            .toList();
    return new Structure(Level.NOMINAL, LenetStructure.structure().totals(), all);
  }

  @Test
  void text_longNamesAndNumbers_staysNarrow() {
    List<String> lines = StructureTable.text(wide(3)).lines().toList();
    assertTrue(lines.stream().allMatch(line -> line.length() <= 110), lines::toString);
    assertEquals(
        "block0_a_convolution_of_the..  2048x112x112     102.8 M  1.85 G           -  1532.04"
            + "      25.7 M   0.00  1,427",
        lines.get(2));
  }

  @Test
  void text_manyLayers_leavesThoseInTheMiddleOut() {
    List<String> lines = StructureTable.text(wide(400), 50).lines().toList();
    assertEquals(
        List.of("block0_", "block33", ".. 350 ", "block38", "block39"),
        List.of(2, 35, 36, 37, 52).stream().map(i -> lines.get(i).substring(0, 7)).toList());
    assertEquals("", lines.get(53));
    assertEquals(400 + 2, StructureTable.text(wide(400)).lines().toList().indexOf(""));
    assertEquals(50 + 2, StructureTable.text(wide(50), 50).lines().toList().indexOf(""));
  }

  @Test
  void markdown_barInAName_isNoColumn() {
    assertTrue(StructureTable.markdown(wide(1)).contains("left_branch\\|2"));
  }
}
