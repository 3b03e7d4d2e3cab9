package io.complexometer.examples.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.data.Iris;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class NetworksTest {

  private static final InputType MNIST = InputType.convolutional(28, 28, 1);

  @Test
  void lenet_parameters() {
    MultiLayerNetwork lenet = network(Networks.lenet(MNIST, 10, 1));
    // 20(5*5+1) + 50(20*5*5+1) + 500(50*4*4+1) + 10(500+1): Caffe's LeNet has the same 431,080
    assertEquals(431_080, lenet.numParams());
    assertEquals(
        List.of("conv1", "pool1", "conv2", "pool2", "dense", "output"), lenet.getLayerNames());
  }

  @Test
  void lenet_smallestImage() {
    MultiLayerNetwork lenet = network(Networks.lenet(InputType.convolutional(16, 16, 3), 2, 1));
    // one pixel of 50 channels is left for the dense layer
    assertArrayEquals(new long[] {50, 500}, lenet.getParam("4_W").shape());
    assertThrows(
        IllegalArgumentException.class,
        () -> Networks.lenet(InputType.convolutional(16, 15, 1), 10, 1));
  }

  @Test
  void lenet_table() {
    InputType iris = Iris.read(1).inputType();
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Networks.lenet(iris, 3, 1));
    assertTrue(refusal.getMessage().startsWith("lenet needs images"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("4 features"), refusal.getMessage());
  }

  @Test
  void mlp_parameters() {
    // 256(784+1) + 128(256+1) + 10(128+1)
    assertEquals(235_146, network(Networks.mlp(MNIST, 10, 1)).numParams());
    // 16(4+1) + 16(16+1) + 3(16+1)
    assertEquals(403, network(Networks.mlp(InputType.feedForward(4), 3, 1)).numParams());
  }

  @Test
  void classifier_oneClass() {
    assertThrows(IllegalArgumentException.class, () -> Networks.mlp(MNIST, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> Networks.lenet(MNIST, 1, 1));
  }

  @Test
  void lenet_learnsStrokes_reproducibly() {
    LabelledData strokes = StrokeImages.draw(320, 50, 1);
    MultiLayerNetwork first = trained(strokes, 3);
    assertEquals(first.params(), trained(strokes, 3).params());
    // Guessing gives 0.1; 320 images are too few for the accuracies of StrokeImages.
    assertTrue(first.evaluate(strokes.testIterator(50)).accuracy() > 0.2);
  }

  private static MultiLayerNetwork trained(LabelledData data, int epochs) {
    MultiLayerNetwork network = network(Networks.lenet(data.inputType(), data.classes(), 1));
    DataSetIterator batches = data.trainIterator(64, 1);
    for (int epoch = 0; epoch < epochs; epoch++) {
      network.fit(batches);
    }
    return network;
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }
}
