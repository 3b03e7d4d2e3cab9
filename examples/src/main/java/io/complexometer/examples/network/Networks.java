package io.complexometer.examples.network;

import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The networks of the examples, for data of any size: rectified linear units with He's initial
 * weights, a softmax output with Xavier's, and Adam with a learning rate of 0.001.
 */
public final class Networks {

  private static final double LEARNING_RATE = 1e-3;

  /** 16 pixels shrink to 12, 6, 2 and 1 in the two convolutions and poolings of {@link #lenet}. */
  private static final int SMALLEST_IMAGE = 16;

  private Networks() {}

  /**
   * A convolutional network after LeNet-5 (Y. LeCun and others, "Gradient-based learning applied to
   * document recognition", Proceedings of the IEEE 86, 1998), in the widths of Caffe's: {@code
   * conv1} (20 filters of 5 x 5), {@code pool1} (maximum of 2 x 2), {@code conv2} (50 filters of 5
   * x 5), {@code pool2}, {@code dense} (500 units), {@code output} (softmax).
   *
   * @param input images [batch, channels, height, width]
   * @param classes outputs, at least 2
   * @param seed of the initial weights
   * @return the configuration, to be given to a {@code MultiLayerNetwork}
   * @throws IllegalArgumentException if the input is not images of at least 16 x 16 pixels, or if
   *     there are fewer than 2 classes
   */
  public static MultiLayerConfiguration lenet(InputType input, int classes, long seed) {
    if (!(input instanceof InputType.InputTypeConvolutional images)) {
      throw new IllegalArgumentException(
          "lenet needs images [batch, channels, height, width], but the data are "
              + (input instanceof InputType.InputTypeFeedForward table
                  ? "tables of " + table.getSize() + " features"
                  : input)
              + ": choose images, or the network mlp.");
    }
    if (images.getHeight() < SMALLEST_IMAGE || images.getWidth() < SMALLEST_IMAGE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "lenet needs images of at least %d x %d pixels, but these are %d x %d:"
                  + " choose larger images, or the network mlp.",
              SMALLEST_IMAGE,
              SMALLEST_IMAGE,
              images.getHeight(),
              images.getWidth()));
    }
    return start(seed)
        .layer(convolution("conv1", 20))
        .layer(pooling("pool1"))
        .layer(convolution("conv2", 50))
        .layer(pooling("pool2"))
        .layer(dense("dense", 500))
        .layer(output(classes))
        .setInputType(input)
        .build();
  }

  /**
   * A multilayer perceptron with two hidden layers, {@code dense1} and {@code dense2}, and a
   * softmax {@code output}: 256 and 128 units for images, 16 and 16 for tables, whose few features
   * would leave more of them idle.
   *
   * @param input images [batch, channels, height, width] or tables [batch, features]
   * @param classes outputs, at least 2
   * @param seed of the initial weights
   * @return the configuration, to be given to a {@code MultiLayerNetwork}
   * @throws IllegalArgumentException if there are fewer than 2 classes
   */
  public static MultiLayerConfiguration mlp(InputType input, int classes, long seed) {
    List<Integer> widths =
        input instanceof InputType.InputTypeConvolutional ? List.of(256, 128) : List.of(16, 16);
    return mlp(input, classes, widths, seed);
  }

  /**
   * A multilayer perceptron with hidden layers of any number and width: {@code dense1}, {@code
   * dense2}, .., and a softmax {@code output}.
   *
   * @param input images [batch, channels, height, width] or tables [batch, features]
   * @param classes outputs, at least 2
   * @param widths units of the hidden layers, each at least 1
   * @param seed of the initial weights
   * @return the configuration, to be given to a {@code MultiLayerNetwork}
   * @throws IllegalArgumentException if there are fewer than 2 classes
   */
  public static MultiLayerConfiguration mlp(
      InputType input, int classes, List<Integer> widths, long seed) {
    NeuralNetConfiguration.ListBuilder layers = start(seed);
    for (int i = 0; i < widths.size(); i++) {
      layers.layer(dense("dense" + (i + 1), widths.get(i)));
    }
    return layers.layer(output(classes)).setInputType(input).build();
  }

  private static NeuralNetConfiguration.ListBuilder start(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Adam(LEARNING_RATE))
        .weightInit(WeightInit.RELU)
        .activation(Activation.RELU)
        .list();
  }

  private static ConvolutionLayer convolution(String name, int filters) {
    return new ConvolutionLayer.Builder(5, 5).name(name).nOut(filters).build();
  }

  private static SubsamplingLayer pooling(String name) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .name(name)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static DenseLayer dense(String name, int units) {
    return new DenseLayer.Builder().name(name).nOut(units).build();
  }

  private static OutputLayer output(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("a classifier needs at least 2 classes, not " + classes);
    }
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name("output")
        .nOut(classes)
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
