package io.complexometer.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Small networks without any nonlinearity, of each kind of layer that can be: with weights of 1
 * their outputs count paths. An average is multiplied by what it divides by, so that it is a sum.
 */
final class LinearNetworks {

  /** How many dimensions reach each vertex with generic weights. */
  enum Rank {
    BOTTLENECK,
    AT_MOST_BOTTLENECK,
    /** It has products. */
    NOT_LINEAR
  }

  /**
   * One of them.
   *
   * @param paths from the specification's table, counted by products of explicit masks; 0 if not in
   *     it
   */
  record Linear(String name, ComputationGraph network, InputType input, long paths, Rank rank) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final List<Linear> all = new ArrayList<>();

  static List<Linear> all() {
    LinearNetworks networks = new LinearNetworks();
    networks.ofTheTable();
    networks.images();
    networks.volumes();
    networks.sequences();
    networks.merges();
    return networks.all;
  }

  private void add(
      String name, InputType input, long paths, Rank rank, Consumer<GraphBuilder> layers) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .dataType(DataType.DOUBLE)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.NORMAL)
            .updater(new Sgd(0.1))
            .graphBuilder();
    builder.addInputs("in").setInputTypes(input);
    layers.accept(builder);
    ComputationGraph network = new ComputationGraph(builder.setOutputs("out").build());
    network.init();
    all.add(new Linear(name, network, input, paths, rank));
  }

  static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private static ConvolutionLayer convolution(int kernel, int channels) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static ElementWiseVertex sum() {
    return new ElementWiseVertex(ElementWiseVertex.Op.Add);
  }

  private static void pool(GraphBuilder graph, String name, String input, int size) {
    graph
        .addLayer(
            name + "-mean",
            new SubsamplingLayer.Builder(
                    SubsamplingLayer.PoolingType.AVG,
                    new int[] {size, size},
                    new int[] {size, size})
                .build(),
            input)
        .addVertex(name, new ScaleVertex(size * size), name + "-mean");
  }

  private void ofTheTable() {
    InputType image = InputType.convolutional(8, 8, 4);
    add(
        "F3",
        image,
        8000,
        Rank.BOTTLENECK,
        g -> g.addLayer("a", convolution(3, 4), "in").addVertex("out", sum(), "a", "in"));
    add(
        "F4",
        image,
        36384,
        Rank.BOTTLENECK,
        g ->
            g.addLayer("a", convolution(1, 2), "in")
                .addLayer("b", convolution(3, 6), "in")
                .addVertex("cat", new MergeVertex(), "a", "b")
                .addLayer("out", convolution(1, 3), "cat"));
    add(
        "F5",
        InputType.convolutional(4, 4, 1),
        676,
        Rank.BOTTLENECK,
        g -> g.addLayer("a", convolution(3, 1), "in").addLayer("out", convolution(3, 1), "a"));
    add(
        "F6",
        InputType.convolutional(8, 8, 3),
        11616,
        Rank.BOTTLENECK,
        g ->
            g.addLayer(
                    "a",
                    new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(1)
                        .nOut(3)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                    "in")
                .addLayer("out", convolution(1, 8), "a"));
    add(
        "F7",
        InputType.convolutional(4, 4, 3),
        1536,
        Rank.BOTTLENECK,
        g ->
            g.addLayer(
                "out", new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(8).build(), "in"));
    add("F10", InputType.convolutional(4, 4, 4), 548640, Rank.BOTTLENECK, LinearNetworks::f10);
    add("F11", InputType.convolutional(8, 8, 1), 101085312, Rank.BOTTLENECK, LinearNetworks::f11);
    add("F12", InputType.feedForward(8), 10256, Rank.BOTTLENECK, LinearNetworks::f12);
    add(
        "F13",
        InputType.feedForward(8),
        528,
        Rank.BOTTLENECK,
        g ->
            g.addLayer("x", dense(3), "in")
                .addLayer("y", dense(2), "x")
                .addLayer("z", dense(2), "in")
                .addVertex("cat", new MergeVertex(), "x", "y", "z")
                .addLayer("out", dense(6), "cat"));
    add(
        "autoencoder with a skip",
        InputType.feedForward(16),
        0,
        Rank.BOTTLENECK,
        g ->
            g.addLayer("a", dense(8), "in")
                .addLayer("b", dense(4), "a")
                .addLayer("c", dense(16), "b")
                .addVertex("out", sum(), "c", "in"));
  }

  private static void f10(GraphBuilder g) {
    String before = "in";
    for (int i = 0; i < 3; i++) {
      g.addLayer("conv" + i, convolution(3, 2), before)
          .addVertex("cat" + i, new MergeVertex(), before, "conv" + i);
      before = "cat" + i;
    }
    g.addLayer("pool", new GlobalPoolingLayer(PoolingType.SUM), before)
        .addLayer("out", dense(3), "pool");
  }

  private static void f11(GraphBuilder g) {
    g.addLayer("d1", convolution(3, 4), "in");
    pool(g, "down", "d1", 2);
    g.addLayer("d2", convolution(3, 8), "down")
        .addLayer("up", new Deconvolution2D.Builder(2, 2).stride(2, 2).nOut(4).build(), "d2")
        .addVertex("cat", new MergeVertex(), "d1", "up")
        .addLayer("e", convolution(3, 4), "cat")
        .addLayer("out", convolution(1, 2), "e");
  }

  private static void f12(GraphBuilder g) {
    g.addLayer("a", dense(8), "in")
        .addLayer("b", dense(8), "a")
        .addVertex("ab", sum(), "a", "b")
        .addLayer("c", dense(8), "ab")
        .addVertex("bc", sum(), "b", "c")
        .addVertex("bci", sum(), "bc", "in")
        .addLayer("out", dense(2), "bci");
  }

  private void images() {
    InputType image = InputType.convolutional(7, 6, 2);
    add(
        "convolutions in three modes",
        image,
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer(
                    "a",
                    new ConvolutionLayer.Builder(3, 2).stride(2, 1).padding(1, 1).nOut(3).build(),
                    "in")
                .addLayer(
                    "b",
                    new ConvolutionLayer.Builder(2, 4)
                        .stride(1, 3)
                        .nOut(2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                    "a")
                .addLayer("norm", new BatchNormalization(), "b")
                .addLayer(
                    "out",
                    new ConvolutionLayer.Builder(2, 1).dilation(2, 1).nOut(2).build(),
                    "norm"));
    add(
        "separable",
        image,
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer(
                "out",
                new SeparableConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(3).build(),
                "in"));
    for (int[] window : new int[][] {{3, 2}, {2, 3}, {1, 2}, {4, 1}, {5, 3}}) {
      for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
        add(
            "transposed %d, stride %d, %s".formatted(window[0], window[1], mode),
            InputType.convolutional(3, 4, 2),
            0,
            Rank.AT_MOST_BOTTLENECK,
            g ->
                g.addLayer(
                    "out",
                    new Deconvolution2D.Builder(window[0], window[0])
                        .stride(window[1], window[1])
                        .nOut(3)
                        .convolutionMode(mode)
                        .build(),
                    "in"));
      }
    }
    add(
        "transposed, cut",
        InputType.convolutional(3, 4, 2),
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer(
                "out",
                new Deconvolution2D.Builder(3, 4).stride(2, 1).padding(1, 2).nOut(3).build(),
                "in"));
    add(
        "positions",
        image,
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer("a", convolution(3, 3), "in")
                .addLayer("up", new Upsampling2D.Builder().size(new int[] {2, 3}).build(), "a")
                .addLayer("pad", new ZeroPaddingLayer.Builder(1, 2, 3, 0).build(), "up")
                .addLayer("crop", new Cropping2D(2, 1, 1, 2), "pad")
                .addVertex("first", new PoolHelperVertex(), "crop")
                .addVertex("some", new SubsetVertex(1, 1), "first")
                .addLayer("out", convolution(3, 2), "some"));
    add(
        "squares to channels",
        InputType.convolutional(4, 6, 2),
        0,
        Rank.BOTTLENECK,
        g ->
            g.addLayer("a", convolution(3, 2), "in")
                .addLayer("b", new SpaceToDepthLayer.Builder<>(2).build(), "a")
                .addVertex("out", new SubsetVertex(1, 5), "b"));
    add(
        "blocks to examples",
        InputType.convolutional(5, 6, 2),
        0,
        Rank.NOT_LINEAR, // its outputs are several examples
        g ->
            g.addLayer(
                    "a",
                    new SpaceToBatchLayer.Builder<>(new int[] {2, 2}, new int[][] {{0, 1}, {1, 1}})
                        .build(),
                    "in")
                .addLayer("out", new ConvolutionLayer.Builder(2, 2).nOut(3).build(), "a"));
    // as the last layer: Deeplearning4j lays its positions out column by column
    for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
      add(
          "locally connected, " + mode,
          image,
          0,
          Rank.AT_MOST_BOTTLENECK,
          g ->
              g.addLayer("a", convolution(3, 3), "in")
                  .addLayer(
                      "out",
                      new LocallyConnected2D.Builder()
                          .kernelSize(3, 2)
                          .stride(2, 1)
                          .nOut(3)
                          .convolutionMode(mode)
                          .activation(Activation.IDENTITY)
                          .build(),
                      "a"));
    }
  }

  private void volumes() {
    add(
        "volumes",
        InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 5, 4, 6, 2),
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer(
                    "a",
                    new Convolution3D.Builder(3, 2, 3)
                        .stride(2, 1, 1)
                        .nOut(3)
                        .convolutionMode(ConvolutionMode.Same)
                        .build(),
                    "in")
                .addLayer(
                    "mean",
                    new Subsampling3DLayer.Builder(
                            Subsampling3DLayer.PoolingType.AVG,
                            new int[] {1, 2, 2},
                            new int[] {1, 2, 2})
                        .build(),
                    "a")
                .addVertex("pool", new ScaleVertex(4), "mean")
                .addLayer(
                    "up", new Upsampling3D.Builder().size(new int[] {1, 2, 1}).build(), "pool")
                .addLayer("pad", new ZeroPadding3DLayer.Builder(1, 0, 2, 1, 0, 1).build(), "up")
                .addLayer("crop", new Cropping3D.Builder(0, 1, 1, 0, 1, 1).build(), "pad")
                .addLayer("b", new Convolution3D.Builder(2, 2, 1).nOut(2).build(), "crop")
                .addLayer("out", new GlobalPoolingLayer(PoolingType.SUM), "b"));
    add(
        "volumes transposed",
        InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 3, 2, 2),
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer(
                    "a",
                    new Deconvolution3D.Builder()
                        .kernelSize(2, 3, 2)
                        .stride(1, 2, 3)
                        .padding(1, 0, 0)
                        .nOut(3)
                        .build(),
                    "in")
                .addLayer("out", new GlobalPoolingLayer(PoolingType.SUM), "a"));
  }

  private void sequences() {
    InputType series = InputType.recurrent(3, 6);
    SimpleRnn rnn = rnn(4);
    add(
        "recurrent",
        series,
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer("a", rnn, "in")
                .addVertex("back", new ReverseTimeSeriesVertex(), "a")
                .addLayer("b", rnn(2), "back")
                .addLayer("out", new TimeDistributed(dense(3)), "b"));
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      add(
          "both directions, " + mode,
          series,
          0,
          mode == Bidirectional.Mode.MUL ? Rank.NOT_LINEAR : Rank.AT_MOST_BOTTLENECK,
          g -> {
            g.addLayer("a", new Bidirectional(mode, rnn(4)), "in")
                .addVertex("all", new ScaleVertex(mode == Bidirectional.Mode.AVERAGE ? 2 : 1), "a")
                .addLayer("out", new Bidirectional(new LastTimeStep(rnn(2))), "all");
          });
    }
    add(
        "steps",
        series,
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer("a", rnn(4), "in")
                .addVertex("last", new LastTimeStepVertex("in"), "a")
                .addLayer("dense", dense(5), "last")
                .addVertex("again", new DuplicateToTimeSeriesVertex("in"), "dense")
                .addVertex("both", new MergeVertex(), "again", "a")
                .addLayer("b", rnn(2), "both")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.SUM), "b")
                .addLayer("repeated", new RepeatVector.Builder<>(3).build(), "pool")
                .addLayer("out", rnn(2), "repeated"));
    add(
        "windows over steps",
        InputType.recurrent(3, 12),
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer(
                    "a",
                    new Convolution1DLayer.Builder(3).stride(2).padding(1).nOut(4).build(),
                    "in")
                .addLayer(
                    "b",
                    new Convolution1DLayer.Builder(3)
                        .dilation(2)
                        .nOut(2)
                        .convolutionMode(ConvolutionMode.Causal)
                        .build(),
                    "a")
                .addLayer(
                    "mean",
                    new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.AVG, 2, 2).build(),
                    "b")
                .addVertex("pool", new ScaleVertex(2), "mean")
                .addLayer("up", new Upsampling1D.Builder(3).build(), "pool")
                .addLayer("pad", new ZeroPadding1DLayer(1, 2), "up")
                .addLayer("crop", new Cropping1D(2, 1), "pad")
                .addLayer(
                    "local",
                    new LocallyConnected1D.Builder()
                        .kernelSize(3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "crop")
                .addLayer("out", new TimeDistributed(dense(3)), "local"));
    add(
        "images of steps",
        InputType.recurrent(12, 3),
        0,
        Rank.AT_MOST_BOTTLENECK,
        g ->
            g.addLayer("a", rnn(12), "in")
                .addLayer(
                    "b",
                    new ConvolutionLayer.Builder(2, 2).nIn(2).nOut(3).build(),
                    new RnnToCnnPreProcessor(2, 3, 2, RNNFormat.NCW),
                    "a")
                .addLayer("out", rnn(2), new CnnToRnnPreProcessor(1, 2, 3, RNNFormat.NCW), "b"));
    add(
        "attention to equal keys", // which takes the mean
        series,
        0,
        Rank.NOT_LINEAR,
        g ->
            g.addLayer(
                    "a",
                    new SelfAttentionLayer.Builder().nOut(6).nHeads(2).projectInput(true).build(),
                    "in")
                .addVertex("out", new ScaleVertex(6), "a"));
  }

  private static SimpleRnn rnn(int units) {
    return new SimpleRnn.Builder()
        .nOut(units)
        .activation(Activation.IDENTITY)
        .weightInit(WeightInit.NORMAL)
        .build();
  }

  private void merges() {
    add(
        "a gate",
        InputType.feedForward(4),
        0,
        Rank.NOT_LINEAR,
        g ->
            g.addLayer("a", dense(3), "in")
                .addLayer("b", dense(5), "in")
                .addLayer("c", dense(3), "b")
                .addVertex("gate", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "c")
                .addLayer("out", dense(2), "gate"));
    add(
        "a mean of branches",
        InputType.feedForward(4),
        0,
        Rank.BOTTLENECK,
        g ->
            g.addLayer("a", dense(3), "in")
                .addLayer(
                    "b", new ElementWiseMultiplicationLayer.Builder().nIn(3).nOut(3).build(), "a")
                .addLayer("c", dense(3), "in")
                .addVertex(
                    "mean", new ElementWiseVertex(ElementWiseVertex.Op.Average), "a", "b", "c")
                .addVertex("out", new ScaleVertex(3), "mean"));
    add(
        "twins",
        InputType.feedForward(6),
        0,
        Rank.NOT_LINEAR, // in between examples are stacked
        g ->
            g.addLayer("left", dense(4), "in")
                .addVertex("right", new SubsetVertex(1, 4), "in")
                .addVertex("both", new StackVertex(), "left", "right")
                .addLayer("shared", dense(3), "both")
                .addVertex("one", new UnstackVertex(0, 2), "shared")
                .addVertex("other", new UnstackVertex(1, 2), "shared")
                .addVertex("out", new MergeVertex(), "one", "other"));
  }
}
