package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The training of a watched network ends with the parameters of one that nobody watched. */
final class BitIdentityTest {

  private static ComplexityListener.Builder settings(Mode mode, Recorder recorder, INDArray probe) {
    return ComplexityListener.builder()
        .everyIterations(2)
        .probe(probe)
        .probeEvery(3)
        .mode(mode)
        .share(1)
        .sink(recorder);
  }

  private static ComplexityListener listener(Mode mode, Recorder recorder, INDArray probe) {
    return settings(mode, recorder, probe).build();
  }

  private static void check(Recorder recorder, INDArray expected, INDArray actual) {
    assertTrue(recorder.samples.size() > 5);
    assertTrue(Recorder.value(recorder.samples.get(5), "spectral.norm", "").isPresent());
    assertArrayEquals(expected.data().asFloat(), actual.data().asFloat()); // by bits
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void multiLayerNetwork(Mode mode) {
    Recorder recorder = new Recorder();
    checkMultiLayerNetwork(listener(mode, recorder, Trainings.images(150)), recorder);
  }

  /** Neither the sample before the training, to know its cost, nor waiting for the analysis. */
  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void earlySamples(Mode mode) {
    Recorder recorder = new Recorder();
    ComplexityListener.Builder settings = early(settings(mode, recorder, Trainings.images(150)));
    checkMultiLayerNetwork(settings.build(), recorder);
  }

  private static ComplexityListener.Builder early(ComplexityListener.Builder settings) {
    return settings.schedule(Sampling.LOGARITHMIC).everyIterations(10).probeEvery(15).fit();
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void earlySamplesBesideTrainingBatches(Mode mode) {
    Recorder recorder = new Recorder();
    ComplexityListener.Builder settings = early(settings(mode, recorder, Trainings.images(150)));
    checkMultiLayerNetwork(settings.trainingBatches(2, 0.9).build(), recorder);
  }

  /** Reading what training hands out changes nothing either, dropout or not. */
  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void trainingBatches(Mode mode) {
    Recorder recorder = new Recorder();
    ComplexityListener.Builder settings = settings(mode, recorder, Trainings.images(150));
    checkMultiLayerNetwork(settings.trainingBatches(2, 0.9).build(), recorder);
    assertTrue(Recorder.value(recorder.samples.get(5), "nonlinearity.independent", "").isPresent());
  }

  private static void checkMultiLayerNetwork(ComplexityListener unattached, Recorder recorder) {
    DataSetIterator data = Trainings.imageBatches(10, false);
    MultiLayerNetwork plain = Trainings.convolutional();
    Nd4j.getRandom().setSeed(3);
    plain.fit(data, 4);

    MultiLayerNetwork watched = Trainings.convolutional();
    try (ComplexityListener listener = unattached) {
      listener.attach(watched);
      Nd4j.getRandom().setSeed(3);
      watched.fit(data, 4);
      assertEquals(0, listener.health().failures());
    }
    check(recorder, plain.params(), watched.params());
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void computationGraph(Mode mode) {
    Recorder recorder = new Recorder();
    checkComputationGraph(settings(mode, recorder, flatImages()), recorder);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void earlySamplesOfAGraph(Mode mode) {
    Recorder recorder = new Recorder();
    checkComputationGraph(early(settings(mode, recorder, flatImages())), recorder);
  }

  private static INDArray flatImages() {
    return Trainings.images(150).reshape(150, 64);
  }

  private static void checkComputationGraph(
      ComplexityListener.Builder settings, Recorder recorder) {
    DataSetIterator data = Trainings.imageBatches(10, true);
    ComputationGraph plain = Trainings.graph();
    Nd4j.getRandom().setSeed(3);
    plain.fit(data, 4);

    ComputationGraph watched = Trainings.graph();
    try (ComplexityListener listener = settings.build()) {
      listener.attach(watched);
      Nd4j.getRandom().setSeed(3);
      watched.fit(data, 4);
      assertEquals(0, listener.health().failures());
    }
    check(recorder, plain.params(), watched.params());
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void truncatedBackpropagationWithMasks(Mode mode) {
    Recorder recorder = new Recorder();
    INDArray probe = Trainings.random(5, 60, 4, 9);
    checkTruncatedBackpropagation(settings(mode, recorder, probe), recorder);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void earlySamplesOfSequences(Mode mode) {
    Recorder recorder = new Recorder();
    INDArray probe = Trainings.random(5, 60, 4, 9);
    checkTruncatedBackpropagation(early(settings(mode, recorder, probe)), recorder);
  }

  private static void checkTruncatedBackpropagation(
      ComplexityListener.Builder settings, Recorder recorder) {
    DataSetIterator data = Trainings.maskedSequences(6);
    MultiLayerNetwork plain = Trainings.recurrent();
    Nd4j.getRandom().setSeed(3);
    plain.fit(data, 3);

    MultiLayerNetwork watched = Trainings.recurrent();
    try (ComplexityListener listener = settings.build()) {
      listener.attach(watched);
      Nd4j.getRandom().setSeed(3);
      watched.fit(data, 3);
      assertEquals(0, listener.health().failures());
    }
    check(recorder, plain.params(), watched.params());
  }

  /** Sequences of 9 steps, the last of which are masked in all but the first. */
  private static DataSet maskedProbe() {
    INDArray mask = Nd4j.ones(60, 9);
    for (int i = 1; i < 60; i++) {
      mask.get(NDArrayIndex.point(i), NDArrayIndex.interval(1 + i % 8, 9)).assign(0);
    }
    return new DataSet(Trainings.random(5, 60, 4, 9), null, mask, null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maskedProbe(boolean ofAGraph) {
    DataSetIterator data = Trainings.maskedSequences(6);
    Model plain = ofAGraph ? Trainings.recurrentGraph() : Trainings.recurrent();
    train(plain, data);

    Model watched = ofAGraph ? Trainings.recurrentGraph() : Trainings.recurrent();
    Recorder recorder = new Recorder();
    ComplexityListener.Builder builder =
        ComplexityListener.builder().everyIterations(2).probe(maskedProbe()).probeEvery(3);
    try (ComplexityListener listener = builder.mode(Mode.INLINE).share(1).sink(recorder).build()) {
      listener.attach(watched);
      train(watched, data);
      assertEquals(0, listener.health().failures());
    }
    check(recorder, plain.params(), watched.params());
  }

  private static void train(Model model, DataSetIterator data) {
    Nd4j.getRandom().setSeed(3);
    if (model instanceof MultiLayerNetwork network) {
      network.fit(data, 3);
    } else {
      ((ComputationGraph) model).fit(data, 3);
    }
  }
}
