package io.complexometer.benchmark;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The VGG-16 of arXiv:1409.1556, column D of table 1: 138 million weights. */
final class Vgg16 {
  private Vgg16() {}

  /** For images of 224 x 224 pixels. */
  static MultiLayerConfiguration configuration() {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .activation(Activation.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .list();
    for (List<Integer> block :
        List.of(
            List.of(64, 64),
            List.of(128, 128),
            List.of(256, 256, 256),
            List.of(512, 512, 512),
            List.of(512, 512, 512))) {
      block.forEach(filters -> layers.layer(convolution(filters)));
      layers.layer(
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(2, 2)
              .stride(2, 2)
              .build());
    }
    return layers
        .layer(new DenseLayer.Builder().nOut(4_096).build())
        .layer(new DenseLayer.Builder().nOut(4_096).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(1_000)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(224, 224, 3))
        .build();
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).build();
  }
}
