package io.complexometer.network;

import static io.complexometer.network.LayerAlone.EXAMPLES;
import static io.complexometer.network.LayerAlone.check;
import static io.complexometer.network.LayerAlone.dense;
import static io.complexometer.network.LayerAlone.network;
import static io.complexometer.network.LayerAlone.random;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.network.LayerAlone.PreActivation;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bits of each kind of layer against pre-activations that are computed again by the layer's
 * definition, number by number and in double precision.
 */
final class LayerKindsTest {

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(5);
  }

  @ParameterizedTest
  @EnumSource
  void convolution_inBothFormats(CNN2DFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(5, 6, 2, format),
            new ConvolutionLayer.Builder(3, 2)
                .nOut(4)
                .dataFormat(format)
                .activation(Activation.RELU)
                .build());
    INDArray images = random(EXAMPLES, 2, 5, 6);
    boolean channelsLast = format == CNN2DFormat.NHWC;
    check(
        network,
        channelsLast ? images.permute(0, 2, 3, 1).dup('c') : images,
        4,
        convolution(network, images));
  }

  /** A 3 x 2 kernel on 5 x 6 pixels: 3 x 5 positions. */
  private static PreActivation convolution(MultiLayerNetwork network, INDArray images) {
    INDArray w = network.getParam("0_W"); // [nOut, nIn, height, width]
    return (example, position, unit) -> {
      double sum = network.getParam("0_b").getDouble(unit);
      for (int c = 0; c < 2; c++) {
        for (int y = 0; y < 3; y++) {
          for (int x = 0; x < 2; x++) {
            sum +=
                w.getDouble(unit, c, y, x)
                    * images.getDouble(example, c, position / 5 + y, position % 5 + x);
          }
        }
      }
      return sum;
    };
  }

  @ParameterizedTest
  @EnumSource
  void convolution1D_inBothFormats(RNNFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 7, format),
            new Convolution1DLayer.Builder(3)
                .nOut(4)
                .rnnDataFormat(format)
                .activation(Activation.LEAKYRELU)
                .build());
    INDArray series = random(EXAMPLES, 3, 7);
    // its shape says [nOut, nIn, steps, 1]; the layer reads the same numbers as [steps, nIn, nOut]
    INDArray w = network.getParam("0_W").dup('c').reshape('c', 3, 3, 4);
    check(
        network,
        format == RNNFormat.NWC ? series.permute(0, 2, 1).dup('c') : series,
        4,
        (example, position, unit) -> {
          double sum = network.getParam("0_b").getDouble(unit);
          for (int c = 0; c < 3; c++) {
            for (int t = 0; t < 3; t++) {
              sum += w.getDouble(t, c, unit) * series.getDouble(example, c, position + t);
            }
          }
          return sum;
        });
  }

  @ParameterizedTest
  @EnumSource
  void convolution3D_inBothFormats(Convolution3D.DataFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.convolutional3D(format, 3, 4, 3, 2),
            new Convolution3D.Builder(2, 2, 2)
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.ELU)
                .build());
    INDArray volumes = random(EXAMPLES, 2, 3, 4, 3);
    INDArray w = network.getParam("0_W"); // [nOut, nIn, depth, height, width]
    boolean channelsLast = format == Convolution3D.DataFormat.NDHWC;
    check(
        network,
        channelsLast ? volumes.permute(0, 2, 3, 4, 1).dup('c') : volumes,
        3,
        (example, position, unit) -> { // 2 x 3 x 2 positions
          double sum = network.getParam("0_b").getDouble(unit);
          for (int c = 0; c < 2; c++) {
            for (int i = 0; i < 8; i++) {
              long[] at = {
                example, c, position / 6 + i / 4, position / 2 % 3 + i / 2 % 2, position % 2 + i % 2
              };
              sum += w.getDouble(unit, c, i / 4, i / 2 % 2, i % 2) * volumes.getDouble(at);
            }
          }
          return sum;
        });
  }

  @Test
  void activationLayer_behindBatchNormalization() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(5, 6, 2),
            new ConvolutionLayer.Builder(3, 2).nOut(4).activation(Activation.IDENTITY).build(),
            new BatchNormalization.Builder().useLogStd(false).activation(Activation.TANH).build(),
            new ActivationLayer.Builder().activation(Activation.RELU).build());
    network.getParam("1_mean").assign(Nd4j.create(new double[] {0.3, -0.5, 0.1, 0}));
    network.getParam("1_var").assign(Nd4j.create(new double[] {2, 0.5, 1, 3}));
    network.getParam("1_gamma").assign(Nd4j.create(new double[] {1, -2, 0.5, 1}));
    network.getParam("1_beta").assign(Nd4j.create(new double[] {0.1, 0.4, 0, -0.3}));
    INDArray images = random(EXAMPLES, 2, 5, 6);
    PreActivation convolution = convolution(network, images);
    check(
        network,
        images,
        4,
        (example, position, unit) ->
            network.getParam("1_gamma").getDouble(unit)
                    * (convolution.of(example, position, unit)
                        - network.getParam("1_mean").getDouble(unit))
                    / Math.sqrt(network.getParam("1_var").getDouble(unit) + 1e-5)
                + network.getParam("1_beta").getDouble(unit));
  }

  /** With a negative slope what comes out is positive on both sides. */
  @Test
  void parametricRelu_fromItsInput() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(5),
            new DenseLayer.Builder().nOut(4).activation(Activation.IDENTITY).build(),
            new PReLULayer.Builder().inputShape(4).build());
    network.getParam("1_W").assign(-0.5);
    INDArray inputs = random(EXAMPLES, 5);
    assertTrue(network.output(inputs).minNumber().doubleValue() > 0);
    check(
        network,
        inputs,
        4,
        (example, position, unit) ->
            dense(inputs.getRow(example), network.getParam("0_W"), network.getParam("0_b"), unit));
  }

  @Test
  void feedForwardLayers() {
    INDArray inputs = random(EXAMPLES, 5);
    MultiLayerNetwork encoder =
        network(
            InputType.feedForward(5),
            new AutoEncoder.Builder().nOut(4).activation(Activation.SIGMOID).build());
    check(
        encoder,
        inputs,
        4,
        (example, position, unit) ->
            dense(inputs.getRow(example), encoder.getParam("0_W"), encoder.getParam("0_b"), unit));
    MultiLayerNetwork products =
        network(
            InputType.feedForward(5),
            new ElementWiseMultiplicationLayer.Builder()
                .nIn(5)
                .nOut(5)
                .activation(Activation.RELU)
                .build());
    check(
        products,
        inputs,
        5,
        (example, position, unit) ->
            inputs.getDouble(example, unit) * products.getParam("0_W").getDouble(unit)
                + products.getParam("0_b").getDouble(unit));
  }

  /** Its output is the mean of p(z given x), through the activation function of that. */
  @Test
  void variationalAutoencoder_byItsOwnFunction() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(5),
            new VariationalAutoencoder.Builder()
                .nOut(3)
                .encoderLayerSizes(6)
                .decoderLayerSizes(6)
                .activation(Activation.IDENTITY)
                .pzxActivationFunction(Activation.TANH)
                .build());
    INDArray inputs = random(EXAMPLES, 5);
    check(
        network,
        inputs,
        3,
        (example, position, unit) -> {
          INDArray hidden = Nd4j.create(DataType.DOUBLE, 6);
          for (int i = 0; i < 6; i++) {
            hidden.putScalar(
                i,
                dense(
                    inputs.getRow(example),
                    network.getParam("0_e0W"),
                    network.getParam("0_e0b"),
                    i));
          }
          return dense(
              hidden, network.getParam("0_pZXMeanW"), network.getParam("0_pZXMeanb"), unit);
        });
  }
}
