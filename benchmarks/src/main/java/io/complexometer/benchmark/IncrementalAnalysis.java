package io.complexometer.benchmark;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Mode;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Weights;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * One JVM of {@link IncrementalSpectra}: a real network of 50 weight matrices and a real listener,
 * without training. The listener is told of iterations; before each of them one layer's weights, or
 * all, or none are multiplied by a number near 1. The analysis's own time and the time that the
 * training thread stood still come from the listener's health.
 *
 * <p>A round measures the layer's decomposition, the analysis in which it has changed, and one in
 * which nothing has; the ratio of the former two is one figure, so a drift of the machine's speed
 * meets both alike.
 */
final class IncrementalAnalysis {
  private static final int WARM_UP = 3;
  private static final double STEP = 1.0001;

  private final String name;
  private final MultiLayerNetwork network;
  private final ComplexityListener listener =
      ComplexityListener.builder().everyIterations(1).mode(Mode.INLINE).share(1).build();
  private final List<INDArray> parameters;
  private int iteration;

  private IncrementalAnalysis(String name, MultiLayerNetwork network) {
    this.name = name;
    this.network = network;
    this.parameters =
        network.paramTable().entrySet().stream()
            .filter(parameter -> parameter.getKey().endsWith("_W"))
            .map(Map.Entry::getValue)
            .toList();
    listener.attach(network);
  }

  /**
   * Measures, and prints a result for each network and changed layer.
   *
   * @param arguments the number of rounds
   */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    measure(new IncrementalAnalysis("50 x dense 512", dense()), rounds, 25);
    // the three kernels of a block in the middle
    measure(new IncrementalAnalysis("ResNet-50 without projections", resNet()), rounds, 28, 29, 30);
    System.exit(0); // the natives leave threads behind
  }

  private static void measure(IncrementalAnalysis analysis, int rounds, int... layers) {
    double all = 0;
    for (int round = -WARM_UP; round < WARM_UP; round++) { // first all is loaded and compiled
      double millis = analysis.analyse(analysis.parameters).analysisMillis();
      all += round < 0 ? 0 : millis / WARM_UP;
    }
    for (int layer : layers) {
      System.out.println(Fork.RESULT + analysis.row(layer, rounds, all));
    }
    analysis.listener.close();
  }

  private String row(int layer, int rounds, double all) {
    double[] own = new double[rounds];
    double[] one = new double[rounds];
    double[] none = new double[rounds];
    double[] copy = new double[rounds];
    double[] ratios = new double[rounds];
    NetworkReader reader = NetworkReader.of(network);
    Weights weights = reader.reserveWeights();
    reader.read(weights);
    Matrix matrix = weights.matrices().get(layer);
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int round = -WARM_UP; round < rounds; round++) {
        double decomposition = decompose(matrix, workspace);
        Cost changed = analyse(List.of(parameters.get(layer)));
        Cost unchanged = analyse(List.of());
        if (round >= 0) {
          own[round] = decomposition;
          one[round] = changed.analysisMillis();
          none[round] = unchanged.analysisMillis();
          copy[round] = changed.copyMillis();
          ratios[round] = one[round] / own[round];
        }
      }
    }
    MedianInterval ratio = MedianInterval.of(ratios);
    return String.format(
        Locale.ROOT,
        "%s | %dx%d | %.3f | %.3f | %.3f | %.3f to %.3f | %.3f | %.3f | %.1f | %.1f |",
        name,
        matrix.rows(),
        matrix.columns(),
        MedianInterval.of(own).median(),
        MedianInterval.of(one).median(),
        ratio.median(),
        ratio.low(),
        ratio.high(),
        ratio.coverage(),
        MedianInterval.of(none).median(),
        all,
        MedianInterval.of(copy).median());
  }

  private static double decompose(Matrix matrix, GramWorkspace workspace) {
    long start = System.nanoTime();
    WeightSpectrum.of(matrix, workspace);
    return (System.nanoTime() - start) / 1e6;
  }

  /**
   * What an iteration took of the training thread: the analysis, and all else, which is copying.
   */
  private record Cost(double analysisMillis, double copyMillis) {}

  private Cost analyse(List<INDArray> changed) {
    changed.forEach(parameter -> parameter.muli(STEP));
    Health before = listener.health();
    Health after;
    do { // until the budget, which holds for this listener too, allows it
      listener.iterationDone(network, iteration++, 0);
      after = listener.health();
    } while (after.analyses() == before.analyses());
    if (after.failures() != 0) {
      throw new IllegalStateException("not analysed: " + after);
    }
    double analysis = 1_000 * (after.analysisSeconds() - before.analysisSeconds());
    double interruption = 1_000 * (after.interruptionSeconds() - before.interruptionSeconds());
    return new Cost(analysis, interruption - analysis);
  }

  private static MultiLayerNetwork dense() {
    NeuralNetConfiguration.ListBuilder layers = start();
    for (int layer = 1; layer < 50; layer++) {
      layers.layer(new DenseLayer.Builder().nIn(512).nOut(512).build());
    }
    return network(layers.layer(output(512, 512)));
  }

  /** One after the other: a {@code MultiLayerNetwork} has no place for the projections. */
  private static MultiLayerNetwork resNet() {
    NeuralNetConfiguration.ListBuilder layers = start().layer(convolution(7, 64));
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0, width = 64; stage < blocks.length; stage++, width *= 2) {
      for (int block = 0; block < blocks[stage]; block++) {
        layers.layer(convolution(1, width));
        layers.layer(convolution(3, width));
        layers.layer(convolution(1, 4 * width));
      }
    }
    return network(
        layers
            .layer(new GlobalPoolingLayer.Builder().build())
            .layer(output(2_048, 1_000))
            .setInputType(InputType.convolutional(224, 224, 3)));
  }

  private static NeuralNetConfiguration.ListBuilder start() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .activation(Activation.RELU)
        .convolutionMode(ConvolutionMode.Same)
        .list();
  }

  private static ConvolutionLayer convolution(int kernel, int filters) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).build();
  }

  private static OutputLayer output(int inputs, int outputs) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(inputs)
        .nOut(outputs)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network(NeuralNetConfiguration.ListBuilder layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }
}
