package io.complexometer.export.log;

import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A program of its own that trains a network, to be killed or to be given a full disk. It says each
 * sample after it was logged, and at the end the parameters in one number.
 */
final class LoggedTraining {

  private LoggedTraining() {}

  /** Trains for a number of iterations, with a log if a file is given. */
  public static void main(String[] arguments) throws Exception {
    int iterations = Integer.parseInt(arguments[0]);
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nOut(12).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(8))
                .build());
    model.init();
    Nd4j.getRandom().setSeed(7);
    INDArray features = Nd4j.rand(60, 8);
    INDArray labels = Nd4j.eye(3).repeat(0, 20L);
    if (arguments.length == 1) {
      fit(model, features, labels, iterations);
    } else {
      Narrator narrator = new Narrator();
      try (SampleLog log = SampleLog.create(Path.of(arguments[1]));
          ComplexityListener listener =
              ComplexityListener.builder()
                  .name("logged")
                  .probe(features)
                  .everyIterations(1)
                  .probeEvery(1)
                  .share(1)
                  .mode(Mode.INLINE)
                  .sink(log)
                  .sink(narrator)
                  .build()) {
        listener.attach(model);
        fit(model, features, labels, iterations);
        System.out.println("failures " + narrator.health.get().failures());
      }
    }
    System.out.println("parameters " + Arrays.hashCode(model.params().data().asFloat()));
  }

  private static void fit(
      MultiLayerNetwork model, INDArray features, INDArray labels, int iterations) {
    for (int i = 0; i < iterations; i++) {
      model.fit(features, labels);
    }
  }

  private static final class Narrator implements SampleSink {
    private Supplier<Health> health;

    @Override
    public void begin(Session session, Supplier<Health> supplier) {
      health = supplier;
    }

    @Override
    public void accept(Sample sample) {
      System.out.println("iteration " + sample.iteration());
    }
  }
}
