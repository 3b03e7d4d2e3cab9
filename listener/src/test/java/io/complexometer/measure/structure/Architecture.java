package io.complexometer.measure.structure;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Writes down known networks layer by layer, by their public definitions. */
final class Architecture {
  private final NetworkGraph.Builder graph = NetworkGraph.builder();
  private int layers;

  int input(int channels, int... extent) {
    layers++;
    return graph.input("in", Shape.of(channels, extent));
  }

  NetworkGraph build(int output) {
    return graph.build(output);
  }

  private String next(String type) {
    String name = type + ++layers;
    graph.begin(name, type, false);
    return name;
  }

  int dense(int before, int outputs) {
    next("fc");
    return graph.leaf(before, Leaves.dense(graph.shape(before), outputs, true));
  }

  int relu(int before) {
    next("relu");
    return graph.leaf(before, Leaves.neutral("activation", graph.shape(before)));
  }

  int batchNorm(int before) {
    next("bn");
    Shape shape = graph.shape(before);
    long scales = 2L * shape.channels();
    return graph.leaf(before, Leaves.neutral("norm", shape).withParameters(scales, scales));
  }

  int flat(int before) {
    next("flat");
    int size = (int) graph.shape(before).size();
    return graph.leaf(before, Leaves.reshape("reshape", Shape.of(size)));
  }

  int convolution(int before, int channels, int kernel, int stride, int padding, boolean bias) {
    next("conv");
    List<Taps> taps = window(before, kernel, stride, padding, false);
    return graph.leaf(before, Leaves.convolution(graph.shape(before), channels, taps, bias));
  }

  int same(int before, int channels, int kernel) {
    return convolution(before, channels, kernel, 1, kernel / 2, true);
  }

  int depthwise(int before, int kernel, int stride, boolean bias) {
    next("conv");
    List<Taps> taps = window(before, kernel, stride, kernel / 2, false);
    return graph.leaf(before, Leaves.depthwise(graph.shape(before), 1, taps, bias));
  }

  int transposed(int before, int channels, int kernel, int stride) {
    next("deconv");
    List<Taps> taps =
        graph.shape(before).extent().stream()
            .map(n -> Taps.transposed(n, (n - 1) * stride + kernel, kernel, stride, 1, 0))
            .toList();
    return graph.leaf(
        before, Leaves.transposedConvolution(graph.shape(before), channels, taps, true));
  }

  int pool(int before, int kernel, int stride, int padding, boolean ceiling) {
    next("pool");
    List<Taps> taps = window(before, kernel, stride, padding, ceiling);
    return graph.leaf(before, Leaves.pool(graph.shape(before), taps));
  }

  int globalPool(int before) {
    next("gap");
    return graph.leaf(before, Leaves.globalPool(graph.shape(before)));
  }

  int add(int... inputs) {
    next("add");
    return graph.add(inputs);
  }

  int concat(int... inputs) {
    next("cat");
    return graph.concat(inputs);
  }

  private List<Taps> window(int before, int kernel, int stride, int padding, boolean ceiling) {
    return graph.shape(before).extent().stream()
        .map(
            n -> {
              int room = n + 2 * padding - kernel;
              int steps = ceiling ? (room + stride - 1) / stride : room / stride;
              return Taps.window(n, steps + 1, kernel, stride, 1, padding);
            })
        .toList();
  }

  // ---- torchvision's networks, 3 x 224 x 224 ----

  static NetworkGraph alexNet() {
    Architecture net = new Architecture();
    int x = net.input(3, 224, 224);
    x = net.pool(net.convolution(x, 64, 11, 4, 2, true), 3, 2, 0, false);
    x = net.pool(net.same(x, 192, 5), 3, 2, 0, false);
    x = net.same(net.same(net.same(x, 384, 3), 256, 3), 256, 3);
    x = net.flat(net.pool(x, 3, 2, 0, false));
    return net.build(net.dense(net.dense(net.dense(x, 4096), 4096), 1000));
  }

  /** VGG; a block is so many convolutions of one width. */
  static NetworkGraph vgg(boolean norm, int... convolutions) {
    Architecture net = new Architecture();
    int x = net.input(3, 224, 224);
    int[] widths = {64, 128, 256, 512, 512};
    for (int block = 0; block < 5; block++) {
      for (int i = 0; i < convolutions[block]; i++) {
        x = net.same(x, widths[block], 3);
        x = net.relu(norm ? net.batchNorm(x) : x);
      }
      x = net.pool(x, 2, 2, 0, false);
    }
    x = net.flat(x);
    return net.build(net.dense(net.dense(net.dense(x, 4096), 4096), 1000));
  }

  static NetworkGraph resNet(boolean bottleneck, boolean skips, int... blocks) {
    Architecture net = new Architecture();
    int x = net.batchNorm(net.convolution(net.input(3, 224, 224), 64, 7, 2, 3, false));
    x = net.pool(net.relu(x), 3, 2, 1, false);
    for (int stage = 0; stage < 4; stage++) {
      int width = 64 << stage;
      for (int block = 0; block < blocks[stage]; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = net.residual(x, width, stride, bottleneck, skips);
      }
    }
    return net.build(net.dense(net.globalPool(x), 1000));
  }

  private int residual(int before, int width, int stride, boolean bottleneck, boolean skips) {
    int x;
    int out = bottleneck ? 4 * width : width;
    if (bottleneck) {
      x = relu(batchNorm(convolution(before, width, 1, 1, 0, false)));
      x = relu(batchNorm(convolution(x, width, 3, stride, 1, false)));
      x = batchNorm(convolution(x, out, 1, 1, 0, false));
    } else {
      x = relu(batchNorm(convolution(before, width, 3, stride, 1, false)));
      x = batchNorm(convolution(x, out, 3, 1, 1, false));
    }
    if (!skips) {
      return relu(x);
    }
    int skip = before;
    if (stride != 1 || graph.shape(before).channels() != out) {
      skip = batchNorm(convolution(before, out, 1, stride, 0, false));
    }
    return relu(add(x, skip));
  }

  static NetworkGraph denseNet(int... blocks) {
    Architecture net = new Architecture();
    int x = net.batchNorm(net.convolution(net.input(3, 224, 224), 64, 7, 2, 3, false));
    x = net.pool(net.relu(x), 3, 2, 1, false);
    for (int block = 0; block < 4; block++) {
      for (int i = 0; i < blocks[block]; i++) {
        int y = net.convolution(net.relu(net.batchNorm(x)), 128, 1, 1, 0, false);
        y = net.convolution(net.relu(net.batchNorm(y)), 32, 3, 1, 1, false);
        x = net.concat(x, y);
      }
      x = net.relu(net.batchNorm(x));
      if (block < 3) {
        x = net.convolution(x, net.graph.shape(x).channels() / 2, 1, 1, 0, false);
        x = net.pool(x, 2, 2, 0, false);
      }
    }
    return net.build(net.dense(net.globalPool(x), 1000));
  }

  /** SqueezeNet; a zero is a pool, other numbers the width of a fire module's first part. */
  static NetworkGraph squeezeNet(int first, int kernel, int... fires) {
    Architecture net = new Architecture();
    int x = net.relu(net.convolution(net.input(3, 224, 224), first, kernel, 2, 0, true));
    for (int squeeze : fires) {
      if (squeeze == 0) {
        x = net.pool(x, 3, 2, 0, true);
      } else {
        int s = net.relu(net.same(x, squeeze, 1));
        x =
            net.concat(
                net.relu(net.same(s, 4 * squeeze, 1)), net.relu(net.same(s, 4 * squeeze, 3)));
      }
    }
    return net.build(net.flat(net.globalPool(net.relu(net.same(x, 1000, 1)))));
  }

  static NetworkGraph mobileNetV2() {
    Architecture net = new Architecture();
    int x = net.batchNorm(net.convolution(net.input(3, 224, 224), 32, 3, 2, 1, false));
    int[][] settings = {
      {1, 16, 1, 1},
      {6, 24, 2, 2},
      {6, 32, 3, 2},
      {6, 64, 4, 2},
      {6, 96, 3, 1},
      {6, 160, 3, 2},
      {6, 320, 1, 1}
    };
    for (int[] setting : settings) {
      for (int i = 0; i < setting[2]; i++) {
        int channels = net.graph.shape(x).channels();
        int y = x;
        if (setting[0] > 1) {
          y = net.batchNorm(net.convolution(y, channels * setting[0], 1, 1, 0, false));
        }
        y = net.batchNorm(net.depthwise(y, 3, i == 0 ? setting[3] : 1, false));
        y = net.batchNorm(net.convolution(y, setting[1], 1, 1, 0, false));
        x = i > 0 ? net.add(x, y) : y;
      }
    }
    x = net.batchNorm(net.convolution(x, 1280, 1, 1, 0, false));
    return net.build(net.dense(net.globalPool(x), 1000));
  }

  static NetworkGraph unet(boolean skips) {
    Architecture net = new Architecture();
    int x = net.input(1, 256, 256);
    int[] levels = new int[4];
    for (int i = 0; i < 4; i++) {
      x = net.same(net.same(x, 64 << i, 3), 64 << i, 3);
      levels[i] = x;
      x = net.pool(x, 2, 2, 0, false);
    }
    x = net.same(net.same(x, 1024, 3), 1024, 3);
    for (int i : IntStream.rangeClosed(0, 3).boxed().sorted(Collections.reverseOrder()).toList()) {
      x = net.transposed(x, 64 << i, 2, 2);
      x = skips ? net.concat(levels[i], x) : x;
      x = net.same(net.same(x, 64 << i, 3), 64 << i, 3);
    }
    return net.build(net.same(x, 2, 1));
  }

  /** The DL4J tutorial's LeNet. */
  static NetworkGraph leNet() {
    Architecture net = new Architecture();
    int x = net.relu(net.convolution(net.input(1, 28, 28), 20, 5, 1, 0, true));
    x = net.relu(net.convolution(net.pool(x, 2, 2, 0, false), 50, 5, 1, 0, true));
    x = net.relu(net.dense(net.flat(net.pool(x, 2, 2, 0, false)), 500));
    return net.build(net.dense(x, 10));
  }
}
