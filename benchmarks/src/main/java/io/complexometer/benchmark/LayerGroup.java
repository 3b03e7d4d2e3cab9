package io.complexometer.benchmark;

import java.util.List;

/**
 * Weight matrices of a network that stand together in a table.
 *
 * @param network the network's name
 * @param name which of its layers
 * @param shapes as {@code rowsxcolumns}, rows being output units; equal ones are repeated
 */
record LayerGroup(String network, String name, List<String> shapes) {
  static final String LENET = "LeNet";
  static final String VGG_16 = "VGG-16";

  /**
   * The LeNet of the examples on 28 x 28 pixels, and the VGG-16 of K. Simonyan and A. Zisserman,
   * "Very deep convolutional networks for large-scale image recognition", arXiv:1409.1556, column D
   * of table 1, on 224 x 224 pixels.
   */
  static final List<LayerGroup> ALL =
      List.of(
          new LayerGroup(LENET, "all", List.of("20x25", "50x500", "500x800", "10x500")),
          new LayerGroup(
              VGG_16,
              "13 convolutions",
              List.of(
                  "64x27",
                  "64x576",
                  "128x576",
                  "128x1152",
                  "256x1152",
                  "256x2304",
                  "256x2304",
                  "512x2304",
                  "512x4608",
                  "512x4608",
                  "512x4608",
                  "512x4608",
                  "512x4608")),
          new LayerGroup(VGG_16, "dense 1", List.of("4096x25088")),
          new LayerGroup(VGG_16, "dense 2", List.of("4096x4096")),
          new LayerGroup(VGG_16, "output", List.of("1000x4096")));

  LayerGroup {
    shapes = List.copyOf(shapes);
  }
}
