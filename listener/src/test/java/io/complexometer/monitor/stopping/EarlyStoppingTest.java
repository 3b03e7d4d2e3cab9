package io.complexometer.monitor.stopping;

import static io.complexometer.monitor.stopping.StoppingIteratorTest.prefetchThreads;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.StopSignal;
import io.complexometer.monitor.Trainings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxScoreIterationTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With Deeplearning4j's own trainers; an epoch has ten batches, which are prefetched. */
final class EarlyStoppingTest {
  private static final int BATCHES = 10;

  @TempDir private Path folder;

  private final StopSignal signal = new StopSignal();
  private final Ending ending = new Ending();

  /** The last sample, and whether the listener was closed. */
  private static final class Ending implements SampleSink {
    private Optional<Sample> last = Optional.empty();
    private boolean ended;

    @Override
    public void begin(Session session, Supplier<Health> health) {}

    @Override
    public void accept(Sample sample) {
      last = Optional.of(sample);
    }

    @Override
    public void end() {
      ended = true;
    }
  }

  private ComplexityListener listener(int lastIteration) {
    return ComplexityListener.builder()
        .everyIterations(1)
        .mode(Mode.INLINE)
        .share(1)
        .sink(ending)
        .stopWhen(Threshold.iterationAbove(lastIteration - 1), signal)
        .build();
  }

  private static <T extends Model> EarlyStoppingConfiguration.Builder<T> configuration(
      ScoreCalculator<?> score) {
    return new EarlyStoppingConfiguration.Builder<T>()
        .scoreCalculator(score)
        .epochTerminationConditions(new MaxEpochsTerminationCondition(4));
  }

  private static EarlyStoppingConfiguration.Builder<MultiLayerNetwork> layers() {
    return EarlyStoppingTest.<MultiLayerNetwork>configuration(
        new DataSetLossCalculator(Trainings.imageBatches(1, false), true));
  }

  private static EarlyStoppingConfiguration.Builder<ComputationGraph> graphs() {
    return EarlyStoppingTest.<ComputationGraph>configuration(
        new DataSetLossCalculator(Trainings.imageBatches(1, true), true));
  }

  /** In the first epoch, at its end, in a later one, and not before the epochs are over. */
  @ParameterizedTest
  @CsvSource({"0, 1, 0", "3, 4, 0", "9, 10, 0", "23, 24, 2", "29, 30, 2", "99, 40, 4"})
  void fit_ofLayers(int last, int iterations, int epochs) {
    long threads = prefetchThreads();
    MultiLayerNetwork model = Trainings.convolutional();
    EarlyStoppingResult<MultiLayerNetwork> result;
    try (ComplexityListener listener = listener(last)) {
      listener.attach(model);
      result =
          EarlyStopping.trainer(
                  layers().build(), model, StoppingIteratorTest.prefetched(BATCHES, false), signal)
              .fit();
      assertEquals(last == 99 ? 0 : 1, listener.health().stops());
      assertEquals(0, listener.health().failures());
    }
    assertEquals(iterations, model.getIterationCount());
    check(result, last, epochs);
    assertEquals(threads, prefetchThreads());
    MultiLayerNetwork best = result.getBestModel();
    assertTrue(Double.isFinite(best.score(Trainings.imageBatches(1, false).next())));
    if (epochs == 0) { // nothing was evaluated: the best model is the one in training
      assertArrayEquals(model.params().toFloatVector(), best.params().toFloatVector());
    }
    best.fit(Trainings.imageBatches(2, false)); // both can go on
    model.fit(Trainings.imageBatches(2, false));
    assertEquals(iterations + 2, model.getIterationCount());
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "9, 10, 0", "23, 24, 2", "99, 40, 4"})
  void fit_ofAGraph(int last, int iterations, int epochs) {
    for (boolean multi : new boolean[] {false, true}) {
      EarlyStoppingTest fresh = new EarlyStoppingTest();
      fresh.fitGraph(multi, last, iterations, epochs);
    }
  }

  private void fitGraph(boolean multi, int last, int iterations, int epochs) {
    long threads = prefetchThreads();
    ComputationGraph model = Trainings.graph();
    EarlyStoppingResult<ComputationGraph> result;
    try (ComplexityListener listener = listener(last)) {
      listener.attach(model);
      EarlyStoppingConfiguration<ComputationGraph> configuration = graphs().build();
      result =
          multi
              ? EarlyStopping.trainer(
                      configuration, model, StoppingMultiIteratorTest.batches(), signal)
                  .fit()
              : EarlyStopping.trainer(
                      configuration, model, StoppingIteratorTest.prefetched(BATCHES), signal)
                  .fit();
    }
    assertEquals(iterations, model.getIterationCount());
    check(result, last, epochs);
    assertEquals(threads, prefetchThreads());
    result.getBestModel().fit(Trainings.imageBatches(2, true));
    assertTrue(Double.isFinite(result.getBestModel().score()));
  }

  private void check(EarlyStoppingResult<?> result, int last, int epochs) {
    boolean stopped = last != 99;
    assertEquals(
        stopped
            ? TerminationReason.IterationTerminationCondition
            : TerminationReason.EpochTerminationCondition,
        result.getTerminationReason());
    String why = "iteration %d is above %d".formatted(last, last - 1);
    assertEquals(
        stopped ? why : "MaxEpochsTerminationCondition(4)", result.getTerminationDetails());
    assertEquals(stopped ? Optional.of(why) : Optional.empty(), ending.last.orElseThrow().stop());
    assertEquals(epochs, result.getTotalEpochs());
    assertEquals(epochs, result.getScoreVsEpoch().size());
    assertNotNull(result.getBestModel());
    assertTrue(ending.ended);
  }

  /** The model of the epoch with the best score, as ever. */
  @Test
  void fit_keepsTheBestModelOfTheEpochsBefore() {
    MultiLayerNetwork model = Trainings.convolutional();
    EarlyStoppingResult<MultiLayerNetwork> result;
    try (ComplexityListener listener = listener(25)) {
      listener.attach(model);
      result =
          EarlyStopping.trainer(
                  layers().build(), model, Trainings.imageBatches(BATCHES, false), signal)
              .fit();
    }
    int epoch = result.getBestModelEpoch();
    assertTrue(epoch == 0 || epoch == 1);
    assertEquals(10 * (epoch + 1), result.getBestModel().getIterationCount());
  }

  /** While the score is calculated, from another thread: the epoch's condition sees it. */
  @Test
  void fit_aRequestBetweenTwoEpochs() {
    MultiLayerNetwork model = Trainings.convolutional();
    DataSetLossCalculator score =
        new DataSetLossCalculator(Trainings.imageBatches(1, false), true) {
          @Override
          public double calculateScore(Model network) {
            signal.request("interrupted");
            return super.calculateScore(network);
          }
        };
    EarlyStoppingResult<MultiLayerNetwork> result =
        EarlyStopping.trainer(
                EarlyStoppingTest.<MultiLayerNetwork>configuration(score).build(),
                model,
                StoppingIteratorTest.prefetched(BATCHES, false),
                signal)
            .fit();
    assertEquals(TerminationReason.EpochTerminationCondition, result.getTerminationReason());
    assertEquals("interrupted", result.getTerminationDetails());
    assertEquals(10, model.getIterationCount());
  }

  /** One that nobody sees until the next epoch that is evaluated. */
  @Test
  void fit_aRequestAtTheEndOfAnEpochThatIsNotEvaluated() {
    MultiLayerNetwork model = Trainings.convolutional();
    model.addListeners(
        new BaseTrainingListener() {
          @Override
          public void onEpochEnd(Model ended) {
            if (model.getIterationCount() == 20) {
              signal.request("interrupted");
            }
          }
        });
    EarlyStoppingResult<MultiLayerNetwork> result =
        EarlyStopping.trainer(
                layers().evaluateEveryNEpochs(3).build(),
                model,
                StoppingIteratorTest.prefetched(BATCHES, false),
                signal)
            .fit();
    assertEquals("interrupted", result.getTerminationDetails());
    assertEquals(20, model.getIterationCount());
  }

  /** Another condition ends the first epoch, with batches still waiting to be trained on. */
  @Test
  void fit_anotherConditionInTheFirstEpoch() {
    long threads = prefetchThreads();
    MultiLayerNetwork model = Trainings.convolutional();
    EarlyStoppingResult<MultiLayerNetwork> result;
    try (ComplexityListener listener = listener(99)) {
      listener.attach(model);
      result =
          EarlyStopping.trainer(
                  layers()
                      .iterationTerminationConditions(new MaxScoreIterationTerminationCondition(0))
                      .build(),
                  model,
                  StoppingIteratorTest.prefetched(BATCHES, false),
                  signal)
              .fit();
      assertEquals(0, listener.health().stops());
    }
    assertEquals(1, model.getIterationCount());
    assertTrue(result.getTerminationDetails().startsWith("MaxScore"));
    assertNotNull(result.getBestModel());
    assertEquals(threads, prefetchThreads());
  }

  /** An exception of the user's own listener: Deeplearning4j reports it, and there is a model. */
  @Test
  void fit_anExceptionInTheFirstEpoch() {
    long threads = prefetchThreads();
    MultiLayerNetwork model = Trainings.convolutional();
    model.addListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model training, int iteration, int epoch) {
            throw new IllegalStateException("of the user");
          }
        });
    EarlyStoppingResult<MultiLayerNetwork> result =
        EarlyStopping.trainer(
                layers().build(), model, StoppingIteratorTest.prefetched(BATCHES, false), signal)
            .fit();
    assertEquals(TerminationReason.Error, result.getTerminationReason());
    assertTrue(result.getTerminationDetails().contains("of the user"));
    assertNotNull(result.getBestModel());
    assertEquals(threads, prefetchThreads());
  }

  /** In a folder with the best model of an older training, which is not this one's. */
  @Test
  void fit_savesInAFolder() throws IOException {
    LocalFileModelSaver saver = new LocalFileModelSaver(folder.toString());
    MultiLayerNetwork older = Trainings.convolutional();
    older.fit(Trainings.imageBatches(3, false));
    saver.saveBestModel(older, 1);
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = listener(4)) {
      listener.attach(model);
      EarlyStoppingResult<MultiLayerNetwork> result =
          EarlyStopping.trainer(
                  layers().modelSaver(saver).saveLastModel(true).build(),
                  model,
                  Trainings.imageBatches(BATCHES, false),
                  signal)
              .fit();
      float[] stopped = model.params().toFloatVector();
      assertArrayEquals(stopped, result.getBestModel().params().toFloatVector());
      assertArrayEquals(stopped, saver.getBestModel().params().toFloatVector());
      assertArrayEquals(stopped, saver.getLatestModel().params().toFloatVector());
    }
  }

  /** For whoever builds the trainer himself. */
  @Test
  void configuration_leavesTheUsersAlone() {
    EarlyStoppingConfiguration<MultiLayerNetwork> plain = layers().build();
    MultiLayerNetwork model = Trainings.convolutional();
    EarlyStoppingConfiguration<MultiLayerNetwork> stopping =
        EarlyStopping.configuration(plain, model, signal);
    assertEquals(1, plain.getEpochTerminationConditions().size());
    assertEquals(0, plain.getIterationTerminationConditions().size());
    assertEquals(2, stopping.getEpochTerminationConditions().size());
    assertSame(plain.getScoreCalculator(), stopping.getScoreCalculator());
    signal.request("enough");
    // a signal from before the training: not one iteration, and the epoch's condition ends it
    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(
                stopping,
                model,
                new StoppingIterator(Trainings.imageBatches(BATCHES, false), signal))
            .fit();
    assertEquals("enough", result.getTerminationDetails());
    assertEquals(0, model.getIterationCount());
    assertNotNull(result.getBestModel());
  }

  /** What Deeplearning4j does by itself, which is why the saver is wrapped. */
  @Test
  void fit_withoutTheSaverHasNoBestModel() {
    EarlyStoppingConfiguration<MultiLayerNetwork> plain =
        layers().iterationTerminationConditions(new StopCondition(signal)).build();
    signal.request("enough");
    EarlyStoppingTrainer trainer =
        new EarlyStoppingTrainer(
            plain, Trainings.convolutional(), Trainings.imageBatches(BATCHES, false));
    assertThrows(NullPointerException.class, trainer::fit);
  }

  @Test
  void conditions_areSerializable() throws IOException, ClassNotFoundException {
    StopCondition condition = new StopCondition(signal);
    condition.initialize();
    condition.initialize();
    assertFalse(condition.terminate(1));
    assertEquals("StopCondition(not requested)", condition.toString());
    signal.request("enough");
    assertTrue(condition.terminate(1) && condition.terminate(0, 1, true));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(condition);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      StopCondition copy = (StopCondition) in.readObject();
      copy.initialize();
      assertFalse(copy.terminate(1)); // it has no signal: what has gone elsewhere stops nothing
    }
  }
}
