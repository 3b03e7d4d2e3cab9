package io.complexometer.examples.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Measure;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ActivationMeasurementTest {
  private static final Meters NOBODY =
      (what, steps) ->
          new Meters.Meter() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  private static MultiLayerNetwork network() {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DenseLayer.Builder().nOut(300).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    model.init();
    return model;
  }

  private static INDArray probe(int examples) {
    double[] numbers = new Random(3).doubles(examples * 64L).toArray();
    return Nd4j.createFromArray(numbers).castTo(DataType.FLOAT).reshape(examples, 1, 8, 8);
  }

  /** The listener of a training measures the same network on the same probe. */
  @Test
  void measure_equalsTheListener() {
    MultiLayerNetwork model = network();
    INDArray probe = probe(200);
    List<Sample> samples = new ArrayList<>();
    try (ComplexityListener listener =
        ComplexityListener.builder()
            .mode(Mode.INLINE)
            .share(1)
            .seed(9)
            .measures(Measure.EFFECTIVE_DIMENSION, Measure.NONLINEARITY)
            .probe(probe)
            .sink(samples::add)
            .build()) {
      listener.attach(model);
      listener.iterationDone(model, 0, 0);
    }
    Map<String, Value> expected = new HashMap<>();
    for (Reading reading : samples.get(0).readings()) {
      String layer = reading.series().layer().orElseThrow().name();
      expected.put(reading.series().metric().name() + " of " + layer, reading.value());
    }
    Remarks remarks = new Remarks(List.of(), List.of());
    ActivationMeasurement measurement = new ActivationMeasurement(NOBODY, remarks);
    List<LayerActivity> activities = measurement.measure(network(), List.of(probe), 9);
    assertEquals(4, activities.size());
    for (LayerActivity activity : activities) {
      String layer = activity.layer().name();
      assertEquals(
          expected.get("effective.dimension of " + layer), activity.effectiveDimension(), layer);
      assertEquals(
          expected.get("nonlinearity.complexity of " + layer), activity.nonlinearityBits(), layer);
    }
    assertEquals(
        List.of("chain", "", "tree", ""),
        activities.stream().map(LayerActivity::estimator).toList());
    assertEquals(List.of(4, 4, 300, 3), activities.stream().map(LayerActivity::units).toList());
    assertEquals(
        List.of(4, 0, 300, 0), activities.stream().map(LayerActivity::binaryUnits).toList());
    assertEquals(
        List.of("no activation function", "output"),
        remarks.absent().stream().map(Absent::reason).toList());
    measurement.noteBias();
  }

  @Test
  void measure_ofAProbeThatDoesNotFit() {
    Remarks remarks = new Remarks(List.of(), List.of());
    ActivationMeasurement measurement = new ActivationMeasurement(NOBODY, remarks);
    for (INDArray probe : List.of(probe(20), Nd4j.ones(100, 7))) {
      assertThrows(
          IllegalArgumentException.class, () -> measurement.measure(network(), List.of(probe), 1));
    }
  }

  @Test
  void noteBias_ofFewRows() {
    Remarks remarks = new Remarks(List.of(), List.of());
    ActivationMeasurement measurement = new ActivationMeasurement(NOBODY, remarks);
    measurement.measure(network(), List.of(probe(50)), 1);
    measurement.noteBias();
    // 50 rows of an almost linear layer of noise have more than ten directions
    assertTrue(
        remarks.notices().stream()
            .anyMatch(
                notice -> notice.contains("effective dimension") && notice.contains("layer2")),
        remarks.notices()::toString);
  }
}
