package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.stopping.CriterionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** A training that is interrupted and continued gives what it gives uninterrupted. */
final class ResumeTest {
  private static final int ITERATIONS = 240;
  private static final List<DataSet> BATCHES = batches();

  @TempDir private Path folder;

  private INDArray end; // the parameters of the last training
  private Criterion criterion; // of the last listener
  private Sampling sampling = Sampling.REGULAR;

  private static List<DataSet> batches() {
    List<DataSet> batches = new ArrayList<>();
    DataSetIterator iterator = Trainings.imageBatches(30, false);
    while (iterator.hasNext()) {
      batches.add(iterator.next());
    }
    return batches;
  }

  /** Without dropout, whose random numbers are the user's; the first layer stays as it is. */
  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .activation(Activation.RELU)
                .list(
                    new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(6)
                        .updater(new Sgd(0))
                        .build(),
                    new ConvolutionLayer.Builder(3, 3).name("second").nOut(4).build(),
                    new BatchNormalization.Builder().name("norm").build(),
                    new DenseLayer.Builder().name("dense").nOut(12).build(),
                    new OutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    network.init();
    return network;
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .activation(Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "conv")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(8, 8, 1))
                .build());
    graph.init();
    return graph;
  }

  /** Stops when it has seen eleven samples: it needs to know of those before an interruption. */
  private static final class Eleven implements Criterion {
    private int seen;

    @Override
    public Verdict test(Sample sample) {
      seen++;
      return seen < 11 ? Verdict.notMet("few") : Verdict.met(seen + " samples");
    }

    @Override
    public double[] state() {
      return new double[] {seen};
    }

    @Override
    public void restore(double[] state) {
      seen = (int) state[0];
    }
  }

  private ComplexityListener.Builder listener(Recorder recorder) {
    criterion =
        new Eleven()
            .or(CriterionText.parse("effectiveDimension converged and cpse settled within 0.001"));
    return ComplexityListener.builder()
        .mode(Mode.INLINE)
        .share(1)
        .schedule(sampling)
        .probe(Trainings.images(60))
        .everyIterations(20)
        .probeEvery(20)
        .every(Measure.NONLINEARITY, 40)
        .spectralDensity(true)
        .stopWhen(criterion, new StopSignal())
        .sink(recorder);
  }

  private static void train(Model model, int from, int to) {
    for (int i = from; i < to; i++) {
      DataSet batch = BATCHES.get(i % BATCHES.size());
      if (model instanceof MultiLayerNetwork network) {
        network.fit(batch);
      } else {
        ((ComputationGraph) model).fit(batch);
      }
    }
  }

  private Model saveAndLoad(Model model) throws IOException {
    Path file = folder.resolve("model.zip");
    ModelSerializer.writeModel(model, file.toFile(), true);
    return model instanceof MultiLayerNetwork
        ? MultiLayerNetwork.load(file.toFile(), true)
        : ComputationGraph.load(file.toFile(), true);
  }

  /** Everything but the wall time. */
  private static List<Sample> timeless(List<Sample> samples, String session) {
    return samples.stream()
        .map(
            s ->
                new Sample(
                    session,
                    s.iteration(),
                    s.epoch(),
                    0,
                    s.score(),
                    s.readings(),
                    s.trends(),
                    s.stop(),
                    s.densities()))
        .toList();
  }

  private static void assertSame(Recorder expected, Recorder actual) {
    List<Sample> one = timeless(expected.samples, "x");
    List<Sample> other = timeless(actual.samples, "x");
    assertEquals(expected.iterations(), actual.iterations());
    for (int i = 0; i < one.size(); i++) {
      assertEquals(one.get(i).readings(), other.get(i).readings(), "sample " + i);
      assertEquals(one.get(i).trends(), other.get(i).trends(), "sample " + i);
      assertEquals(one.get(i), other.get(i));
    }
  }

  /** Trains the same with pauses, after each of which it is another model and another listener. */
  private Recorder interrupted(Model begun, int... pauses) throws IOException {
    Path state = folder.resolve("state");
    Files.deleteIfExists(state);
    Recorder all = new Recorder();
    Model model = begun;
    int done = 0;
    for (int pause : pauses) {
      ComplexityListener listener = listener(all).resume(state).build();
      listener.attach(model);
      train(model, done, pause);
      assertTrue(listener.save(state));
      int samples = all.samples.size();
      model = saveAndLoad(model); // before the last sample, whose probe leaves the model alone
      listener.close(); // takes a last sample, and fits; both are of the interrupted run only
      assertEquals(0, listener.health().failures());
      all.samples.subList(samples, all.samples.size()).clear();
      done = pause;
    }
    ComplexityListener listener = listener(all).resume(state).build();
    String session = listener.attach(model).id();
    assertEquals(OptionalLong.of(done - 1), listener.resumedAfter());
    assertEquals(all.samples.get(0).session(), session);
    train(model, done, ITERATIONS);
    listener.close();
    assertEquals(0, listener.health().failures());
    assertEquals(1, all.samples.stream().map(Sample::session).distinct().count());
    end = model.params().dup();
    return all;
  }

  private Recorder uninterrupted(Model model) {
    Recorder recorder = new Recorder();
    try (ComplexityListener listener = listener(recorder).build()) {
      listener.attach(model);
      train(model, 0, ITERATIONS);
    }
    end = model.params().dup();
    return recorder;
  }

  @Test
  void resume_aNetwork_goesOnBitForBit() throws IOException {
    Recorder whole = uninterrupted(network());
    Sample last = whole.samples.get(whole.samples.size() - 1);
    // it is worth comparing: random networks, fits, and the criterion have come into it
    assertTrue(Recorder.value(last, "cpse.z", "scaleFree").isPresent());
    assertTrue(last.trends().stream().anyMatch(t -> t.law().fits().size() == 6));
    assertTrue(last.stop().filter(why -> why.contains("11 samples")).isPresent());
    INDArray parameters = end;
    double[] remembered = criterion.state();
    assertSame(whole, interrupted(network(), 30));
    assertEquals(parameters, end);
    assertTrue(remembered.length > 1);
    assertArrayEquals(remembered, criterion.state());
    assertSame(whole, interrupted(network(), 1, 2, 53, 81, 101, 190, 191));
  }

  /**
   * Interrupted among the early samples, right before one, right after one, and behind the last.
   */
  @Test
  void resume_withEarlySamples_goesOnBitForBit() throws IOException {
    sampling = Sampling.LOGARITHMIC;
    Recorder whole = uninterrupted(network());
    // of nonlinearity, which is taken most rarely: up to t = 10^(50/20) = 316.2, beyond the end
    List<Long> early = EarlyIterations.of(40).filter(i -> i < ITERATIONS).boxed().toList();
    assertTrue(early.size() > 30 && whole.iterations().containsAll(early));
    assertTrue(whole.samples.get(3).readings().stream().allMatch(r -> r.iteration() == 3));
    assertSame(whole, interrupted(network(), 3, 11, 12, 45, 200));
  }

  @Test
  void resume_aGraph_goesOnBitForBit() throws IOException {
    assertSame(uninterrupted(graph()), interrupted(graph(), 17, 88));
  }
}
