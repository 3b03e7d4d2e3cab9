package io.complexometer.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Weight matrices of a network that stand together in a table.
 *
 * @param network the network's name
 * @param name which of its layers
 * @param shapes in forward order; equal ones are repeated
 */
record LayerGroup(String network, String name, List<Shape> shapes) {
  static final String LENET = "LeNet";
  static final String VGG_16 = "VGG-16";
  static final String RESNET_50 = "ResNet-50";

  /**
   * The LeNet of the examples on 28 x 28 pixels; the VGG-16 of K. Simonyan and A. Zisserman, "Very
   * deep convolutional networks for large-scale image recognition", arXiv:1409.1556, column D of
   * table 1; and the ResNet-50 of K. He and others, "Deep residual learning for image recognition",
   * arXiv:1512.03385, table 1, with projections (option B) where a stage begins; the latter two on
   * 224 x 224 pixels.
   */
  static final List<LayerGroup> ALL =
      List.of(
          of(LENET, "all", "20x25", "50x500", "500x800", "10x500"),
          of(
              VGG_16,
              "13 convolutions",
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
              "512x4608"),
          of(VGG_16, "dense 1", "4096x25088"),
          of(VGG_16, "dense 2", "4096x4096"),
          of(VGG_16, "output", "1000x4096"),
          of(RESNET_50, "conv1", "64x147"),
          stage("conv2_x", 64, 64, 3),
          stage("conv3_x", 256, 128, 4),
          stage("conv4_x", 512, 256, 6),
          stage("conv5_x", 1024, 512, 3),
          of(RESNET_50, "output", "1000x2048"));

  LayerGroup {
    shapes = List.copyOf(shapes);
  }

  private static LayerGroup of(String network, String name, String... shapes) {
    return new LayerGroup(network, name, Stream.of(shapes).map(Shape::parse).toList());
  }

  /** Blocks of 1 x 1, 3 x 3 and 1 x 1 kernels; the first has a projection beside them. */
  private static LayerGroup stage(String name, int channels, int width, int blocks) {
    List<Shape> shapes = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      shapes.add(new Shape(width, block == 0 ? channels : 4 * width));
      shapes.add(new Shape(width, 9 * width));
      shapes.add(new Shape(4 * width, width));
      if (block == 0) {
        shapes.add(new Shape(4 * width, channels));
      }
    }
    return new LayerGroup(RESNET_50, name, shapes);
  }

  /** The matrices of a network, in forward order. */
  static List<Shape> shapes(String network) {
    return ALL.stream()
        .filter(group -> group.network().equals(network))
        .flatMap(group -> group.shapes().stream())
        .toList();
  }
}
