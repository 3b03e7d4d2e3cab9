package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cpse;
import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ComplexityListenerTest {

  @TempDir private Path folder;
  private final Recorder recorder = new Recorder();

  private ComplexityListener.Builder listener() {
    return ComplexityListener.builder().mode(Mode.INLINE).share(1).sink(recorder);
  }

  /** Runs the monitor without a training: parameters stay as they are. */
  private static void iterations(ComplexityListener listener, MultiLayerNetwork model, int count) {
    for (int iteration = 0; iteration < count; iteration++) {
      listener.iterationDone(model, iteration, iteration / 10);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void samples_comeAtTheirIntervalsAndOnceMoreAtTheEnd(Mode mode) {
    MultiLayerNetwork model = Trainings.convolutional();
    ComplexityListener.Builder builder =
        listener().mode(mode).everyIterations(10).probe(Trainings.images(60)).probeEvery(20);
    try (ComplexityListener listener = builder.build()) {
      listener.attach(model);
      model.fit(Trainings.imageBatches(13, false), 3); // 39 iterations
    }
    assertTrue(recorder.ended);
    Sample last = recorder.samples.get(recorder.samples.size() - 1);
    assertEquals(38, last.iteration());
    assertEquals(2, last.epoch());
    for (Reading reading : last.readings()) {
      assertEquals(38, reading.iteration(), reading::toString);
    }
    if (mode == Mode.INLINE) { // in the background a sample may be replaced
      assertEquals(List.of(0L, 10L, 20L, 30L, 38L), recorder.iterations());
      Sample between = recorder.samples.get(3);
      assertEquals(30, Recorder.reading(between, "cpse", "scaleFree").iteration());
      Reading carried = Recorder.reading(between, "effective.dimension", "");
      assertEquals(20, carried.iteration());
      assertEquals(
          Recorder.value(recorder.samples.get(2), "effective.dimension", ""), carried.value());
    }
  }

  @Test
  void every_measuresEachAtItsOwnInterval() {
    MultiLayerNetwork model = Trainings.convolutional();
    ComplexityListener.Builder builder = listener().probe(Trainings.images(60));
    builder.everyIterations(3).every(Measure.SPECTRUM, 2).probeEvery(4);
    builder.every(Measure.NONLINEARITY, 6);
    try (ComplexityListener listener = builder.build()) {
      listener.attach(model);
      iterations(listener, model, 11);
      assertEquals(List.of(0L, 2L, 3L, 4L, 6L, 8L, 9L, 10L), recorder.iterations());
      Sample last = recorder.samples.get(7);
      assertEquals(10, Recorder.reading(last, "spectral.norm", "").iteration());
      assertEquals(9, Recorder.reading(last, "cpse", "scaleFree").iteration());
      assertEquals(8, Recorder.reading(last, "effective.dimension", "").iteration());
      assertEquals(6, Recorder.reading(last, "nonlinearity.dead.units", "").iteration());
      // weights copied at 0 2 3 4 6 8 9 10, the probe run at 0 4 6 8; weights that stay as they
      // are have their three matrices decomposed once
      Map<String, Long> counts = new TreeMap<>();
      listener.health().costs().forEach(c -> counts.merge(c.measure(), c.count(), Long::sum));
      assertEquals(8, counts.get("copy"));
      assertEquals(4, counts.get("probe"));
      assertEquals(3, counts.get("spectrum"));
      assertEquals(4, counts.get("cpse")); // 0 3 6 9
    }
    Sample end = recorder.samples.get(8); // of iteration 10, too, what was missing
    for (Reading reading : end.readings()) {
      assertEquals(10, reading.iteration(), reading::toString);
    }
    assertEquals(9, recorder.samples.size());
  }

  /** Of next to no time only the first sample is free, and the last is taken all the same. */
  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void share_tooSmallMakesSamplesRarer(Mode mode) {
    MultiLayerNetwork model = Trainings.convolutional();
    ComplexityListener.Builder builder =
        ComplexityListener.builder().mode(mode).share(1e-12).sink(recorder);
    builder.everyIterations(10).probe(Trainings.images(60)).probeEvery(25);
    try (ComplexityListener listener = builder.build()) {
      Session session = listener.attach(model);
      assertEquals("1.0E-12", session.settings().get("share"));
      iterations(listener, model, 101);
      Health health = listener.health();
      // left out: weights at 10, 20, 40, 80; the probe at 25, 50, 100
      assertEquals(7, health.putOff());
      Map<String, Integer> stretches =
          Map.of("spectrum", 16, "cpse", 16, "effectiveDimension", 8, "nonlinearity", 8);
      assertEquals(stretches, health.stretches());
    }
    List<Long> iterations = recorder.iterations();
    assertEquals(100, iterations.get(iterations.size() - 1));
    assertTrue(List.of(0L, 100L).containsAll(iterations), iterations::toString);
    for (Reading reading : recorder.samples.get(recorder.samples.size() - 1).readings()) {
      assertEquals(100, reading.iteration(), reading::toString);
    }
  }

  @Test
  void share_isAQuarterInTheBackgroundAndAFiftiethInline() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = ComplexityListener.builder().mode(Mode.BACKGROUND).build()) {
      assertEquals("0.25", listener.attach(model).settings().get("share"));
    }
    try (ComplexityListener listener = ComplexityListener.builder().mode(Mode.INLINE).build()) {
      assertEquals("0.02", listener.attach(model).settings().get("share"));
    }
  }

  /** Also where a sample is due after every iteration, and in the background one always waits. */
  @ParameterizedTest
  @CsvSource({"BACKGROUND,100", "BACKGROUND,1", "INLINE,100", "INLINE,1"})
  void null_isDrawnBetweenSamples(Mode mode, int every) {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = listener().mode(mode).everyIterations(every).build()) {
      listener.attach(model);
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      for (int iteration = 0; !hasNull() && System.nanoTime() < end; iteration++) {
        listener.iterationDone(model, iteration, 0);
      }
    }
    assertTrue(hasNull());
    Sample first = recorder.samples.get(0);
    assertEquals(Value.absent(NullModel.NOT_DRAWN), Recorder.value(first, "cpse.z", "scaleFree"));
    Sample last = recorder.samples.get(recorder.samples.size() - 1);
    double cpse = Recorder.value(last, "cpse", "scaleFree").orNaN();
    double mean = Recorder.value(last, "cpse.null.mean", "scaleFree").orNaN();
    double deviation = Recorder.value(last, "cpse.null.standard.deviation", "scaleFree").orNaN();
    assertEquals(
        (cpse - mean) / deviation, Recorder.value(last, "cpse.z", "scaleFree").orNaN(), 1e-12);
  }

  /** A vocabulary of 200,000, a layer of zeros, an orthogonal one, and one of a single unit. */
  @Test
  void oddLayers_areMeasuredOrLeftOut() {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new EmbeddingLayer.Builder().name("words").nIn(200_000).nOut(16).build(),
                    new DenseLayer.Builder().name("zero").nIn(16).nOut(16).build(),
                    new DenseLayer.Builder().name("orthogonal").nIn(16).nOut(16).build(),
                    new DenseLayer.Builder().name("single").nIn(16).nOut(1).build(),
                    new OutputLayer.Builder().name("out").nIn(1).nOut(16).build())
                .build());
    model.init();
    model.getParam("1_W").assign(0);
    model.getParam("2_W").assign(Nd4j.eye(16));
    try (ComplexityListener listener = listener().everyIterations(1).build()) {
      listener.attach(model);
      iterations(listener, model, 1);
    }
    Sample sample = recorder.samples.get(0);
    List<Double> norms =
        Recorder.readings(sample, "spectral.norm", "").stream()
            .map(reading -> reading.value().orNaN())
            .toList();
    assertEquals(3, norms.size()); // the last two have one row or one column
    assertEquals(0, norms.get(1));
    assertEquals(1, norms.get(2), 1e-12);
    assertEquals(200_000, Recorder.value(sample, "cpse.widest.order", "").orNaN());
    assertTrue(Recorder.value(sample, "cpse", "scaleFree").isPresent());
    for (Reading reading : sample.readings()) {
      assertFalse(reading.value().equals(Value.absent(Analyser.FAILED)), reading::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SPECTRUM", "CPSE"})
  void nonFiniteWeights_areReportedWhicheverMeasureSeesThem(Measure measure) {
    MultiLayerNetwork model = Trainings.convolutional();
    model.getParam("2_W").putScalar(0, Double.NaN);
    try (ComplexityListener listener = listener().everyIterations(1).measures(measure).build()) {
      listener.attach(model);
      iterations(listener, model, 1);
      assertEquals(1, listener.health().failures());
    }
  }

  @Test
  void null_isNotComparedWithEstimates() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = listener().everyIterations(1).largestExactOrder(8).build()) {
      listener.attach(model);
      iterations(listener, model, 3);
    }
    Sample last = recorder.samples.get(recorder.samples.size() - 1);
    assertTrue(Recorder.value(last, "cpse", "scaleFree").isPresent());
    Value estimated = Value.absent(SpectrumAccuracy.NOT_RESOLVED);
    assertEquals(estimated, Recorder.value(last, "cpse.z", "scaleFree"));
    assertEquals(1.0, Recorder.readings(last, "spectrum.estimated", "").get(1).value().orNaN());
  }

  private boolean hasNull() {
    return !recorder.samples.isEmpty()
        && Recorder.value(recorder.samples.get(recorder.samples.size() - 1), "cpse.z", "scaleFree")
            .isPresent();
  }

  @Test
  void session_describesTheNetwork() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener =
        listener().name("mine").tag("team", "a").probe(Trainings.images(60)).build()) {
      Session session = listener.attach(model);
      assertEquals(session, recorder.session);
      assertTrue(session.id().matches("mine-\\d{8}-\\d{6}-[0-9a-f]{4}"), session.id());
      assertEquals(Map.of("team", "a"), session.tags());
      assertEquals("MultiLayerNetwork", session.modelType());
      assertEquals(model.numParams(), session.parameters());
      assertEquals(
          List.of("conv", "norm", "dense", "out"),
          session.layers().stream().map(layer -> layer.name()).toList());
      assertEquals(
          List.of("conv", "dense", "out"),
          session.matrices().stream().map(matrix -> matrix.layer().name()).toList());
      assertEquals("60", session.settings().get("probeExamples"));
      iterations(listener, model, 1);
      assertEquals(
          session.series(),
          recorder.samples.get(0).readings().stream().map(Reading::series).toList());
    }
  }

  /** Identity weights and a probe of designed variances: both measures have a closed form. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void values_ofADesignedNetwork(DataType type) {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list(
                    new DenseLayer.Builder().nIn(4).nOut(4).build(),
                    new OutputLayer.Builder().nIn(4).nOut(4).build())
                .build());
    model.init();
    model.setParam("0_W", Nd4j.eye(4).mul(0.5).castTo(type));
    model.setParam("1_W", Nd4j.eye(4).mul(3).castTo(type));
    double[][] corners = new double[56][4];
    for (int i = 0; i < corners.length; i++) {
      corners[i][i % 8 / 2] = i % 2 == 0 ? 1 : -1; // equal variance in four directions
    }
    try (ComplexityListener listener = listener().probe(Nd4j.create(corners)).build()) {
      listener.attach(model);
      iterations(listener, model, 1);
    }
    Sample sample = recorder.samples.get(0);
    List<Reading> norms = Recorder.readings(sample, "spectral.norm", "");
    assertEquals(0.5, norms.get(0).value().orNaN(), 1e-12);
    assertEquals(3, norms.get(1).value().orNaN(), 1e-12);
    // 3 I of order 4: four singular values of 3
    assertEquals(6, last(sample, "frobenius.norm").orNaN(), 1e-12);
    assertEquals(4, last(sample, "stable.rank").orNaN(), 1e-12);
    assertEquals(4, last(sample, "effective.rank").orNaN(), 1e-12);
    assertEquals(1, last(sample, "condition.number").orNaN(), 1e-12);
    assertEquals(Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES), last(sample, "tail.alpha"));
    // equal spectra up to scale: no distance, and no logarithm of it
    assertEquals(Value.of(0), Recorder.value(sample, "cpse.distance", "scaleFree"));
    assertEquals(Value.absent(Cpse.ZERO_DISTANCE), Recorder.value(sample, "cpse", "scaleFree"));
    assertEquals(4, Recorder.value(sample, "effective.dimension", "").orNaN(), 1e-3);
    assertEquals(Value.of(56), Recorder.value(sample, "feature.rows", ""));
    assertEquals(Value.of(4), Recorder.value(sample, "feature.units", ""));
  }

  private static Value last(Sample sample, String name) {
    List<Reading> readings = Recorder.readings(sample, name, "");
    return readings.get(readings.size() - 1).value();
  }

  /**
   * A diagonal of 30 singular values 2^(i/2): the squares are 2^0 .. 2^29, and the tail fitted to
   * all of them has alpha = 1 + 30 / (ln 2 (0 + 1 + .. + 29)).
   */
  @Test
  void tail_ofADesignedNetwork() {
    int order = 30;
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list(
                    new DenseLayer.Builder().nIn(order).nOut(order).build(),
                    new OutputLayer.Builder().nIn(order).nOut(2).build())
                .build());
    model.init();
    INDArray diagonal = Nd4j.zeros(DataType.DOUBLE, order, order);
    for (int i = 0; i < order; i++) {
      diagonal.putScalar(i, i, Math.pow(2, i / 2.0));
    }
    model.setParam("0_W", diagonal);
    try (ComplexityListener listener = listener().build()) {
      listener.attach(model);
      iterations(listener, model, 1);
    }
    Sample sample = recorder.samples.get(0);
    assertEquals(1, Recorder.value(sample, "tail.xmin", "").orNaN(), 1e-9);
    double alpha = 1 + 30 / (Math.log(2) * 435);
    assertEquals(alpha, Recorder.value(sample, "tail.alpha", "").orNaN(), 1e-9);
    assertEquals(Value.of(30), Recorder.value(sample, "tail.eigenvalues", ""));
    assertEquals(Value.of(0), Recorder.value(sample, "tail.reliable", ""));
    double alphaHat = alpha * 29 * Math.log10(2);
    assertEquals(alphaHat, Recorder.value(sample, "alpha.hat", "").orNaN(), 1e-9);
  }

  @Test
  void nonFiniteWeights_areAbsentByLayerAndCounted() {
    MultiLayerNetwork model = Trainings.convolutional();
    model.getParam("2_W").putScalar(3, Double.NaN);
    try (ComplexityListener listener = listener().probe(Trainings.images(60)).build()) {
      listener.attach(model);
      iterations(listener, model, 1);
      assertEquals(1 + 2, listener.health().failures()); // the matrix, and two layers behind it
    }
    Sample sample = recorder.samples.get(0);
    List<Reading> norms = Recorder.readings(sample, "spectral.norm", "");
    assertTrue(norms.get(0).value().isPresent());
    assertEquals(Value.absent(WeightSpectrum.NON_FINITE), norms.get(1).value());
    assertEquals("dense", norms.get(1).series().layer().orElseThrow().name());
    assertTrue(norms.get(2).value().isPresent());
    assertEquals(
        Value.absent(WeightSpectrum.NON_FINITE),
        Recorder.readings(sample, "alpha.hat", "").get(1).value());
    assertEquals(
        Value.absent(WeightSpectrum.NON_FINITE), Recorder.value(sample, "cpse", "scaleFree"));
    List<Reading> dimensions = Recorder.readings(sample, "effective.dimension", "");
    assertTrue(dimensions.get(0).value().isPresent());
    assertTrue(dimensions.get(1).value().isPresent());
    assertEquals(Value.absent(EffectiveDimension.NON_FINITE), dimensions.get(2).value());
  }

  @Test
  void secondModel_isIgnoredAndCounted() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = listener().build()) {
      listener.attach(model);
      listener.iterationDone(Trainings.convolutional(), 0, 0);
      assertEquals(1, listener.health().ignoredReports());
      assertEquals(0, listener.health().samples());
    }
  }

  @Test
  void setListenersAlone_attachesAtTheFirstIteration() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = listener().build()) {
      model.setListeners(listener);
      model.fit(Trainings.imageBatches(2, false));
      assertEquals(2, listener.session().orElseThrow().layers().size() / 2);
      assertEquals(1, listener.health().samples());
    }
    assertEquals(List.of(0L, 1L), recorder.iterations());
  }

  @Test
  void setListenersAlone_withAnImpossibleProbeOnlyLogs() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = listener().probe(Nd4j.rand(60, 2, 8, 8)).build()) {
      model.setListeners(listener);
      model.fit(Trainings.imageBatches(2, false));
      assertEquals(1, listener.health().failures());
    }
    assertEquals(2, model.getIterationCount());
    assertTrue(recorder.samples.isEmpty());
  }

  @Test
  void attach_throwsOnWhatCannotWork() {
    MultiLayerNetwork model = Trainings.convolutional();
    assertThrows(
        IllegalArgumentException.class,
        () -> listener().probe(Nd4j.rand(60, 2, 8, 8)).build().attach(model));
    assertThrows(
        IllegalArgumentException.class,
        () -> listener().measures(Measure.EFFECTIVE_DIMENSION).build().attach(model));
    assertTrue(model.getListeners().isEmpty());
    ComplexityListener listener = listener().build();
    listener.attach(model);
    assertThrows(IllegalStateException.class, () -> listener.attach(model));
    listener.close();
    assertThrows(IllegalStateException.class, () -> listener.attach(model));
  }

  /** As code in Kotlin or Scala may do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T undeclared(Throwable fault) throws T {
    throw (T) fault;
  }

  private static Stream<Throwable> faults() {
    return Stream.of(
        new IllegalStateException("on purpose"),
        new IOException("no space left on device"),
        new AssertionError("on purpose"),
        new StackOverflowError("on purpose"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faultySink_costsNeitherTrainingNorOtherSinks(Throwable fault) {
    check(fault, Mode.INLINE);
    check(fault, Mode.BACKGROUND);
  }

  private void check(Throwable fault, Mode mode) {
    recorder.samples.clear();
    SampleSink faulty =
        sample -> {
          throw ComplexityListenerTest.<RuntimeException>undeclared(fault);
        };
    Criterion criterion =
        sample -> {
          throw ComplexityListenerTest.<RuntimeException>undeclared(fault);
        };
    StopSignal stop = new StopSignal();
    stop.onRequest(
        why -> {
          throw ComplexityListenerTest.<RuntimeException>undeclared(fault);
        });
    MultiLayerNetwork model = Trainings.convolutional();
    ComplexityListener.Builder builder =
        ComplexityListener.builder().mode(mode).everyIterations(1).share(1);
    builder.stopWhen(criterion, stop).sink(faulty).sink(recorder);
    try (ComplexityListener listener = builder.build()) {
      listener.attach(model);
      for (int i = 0; i < 3; i++) {
        model.fit(Trainings.imageBatches(1, false));
        assertTrue(listener.save(folder.resolve("state"))); // and waits for the analysis
      }
      stop.request("by hand");
      assertEquals(7, listener.health().failures());
    }
    assertEquals(List.of(0L, 1L, 2L), recorder.iterations());
  }

  /** While one snapshot is analysed, the newer replaces the older; its probe is handed on. */
  @Test
  void background_replacesWhatWaitsButKeepsItsProbe() throws InterruptedException {
    CountDownLatch firstArrived = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch twoArrived = new CountDownLatch(2);
    SampleSink slow =
        sample -> {
          firstArrived.countDown();
          twoArrived.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    MultiLayerNetwork model = Trainings.convolutional();
    INDArray weights = model.getParam("2_W");
    ComplexityListener.Builder builder =
        listener().mode(Mode.BACKGROUND).everyIterations(1).probe(Trainings.images(60));
    builder.every(Measure.SPECTRUM, 2).probeEvery(2);
    try (ComplexityListener listener = builder.sink(slow).build()) {
      listener.attach(model);
      listener.iterationDone(model, 0, 0);
      firstArrived.await();
      listener.iterationDone(model, 1, 0);
      listener.iterationDone(model, 2, 0); // with probe; replaces 1
      weights.muli(2);
      listener.iterationDone(model, 3, 0); // replaces 2, inherits its probe and measures
      assertEquals(2, listener.health().replaced());
      goOn.countDown();
      twoArrived.await(); // or close would take 3 back for a last probe
    }
    assertEquals(List.of(0L, 3L), recorder.iterations().subList(0, 2));
    Sample sample = recorder.samples.get(1);
    assertEquals(3, Recorder.reading(sample, "cpse", "scaleFree").iteration());
    assertEquals(2, Recorder.reading(sample, "effective.dimension", "").iteration());
    assertEquals(3, Recorder.reading(sample, "spectral.norm", "").iteration());
    double before =
        Recorder.readings(recorder.samples.get(0), "spectral.norm", "").get(1).value().orNaN();
    double after = Recorder.readings(sample, "spectral.norm", "").get(1).value().orNaN();
    assertEquals(2 * before, after, 1e-6 * before);
  }

  @Test
  void neverReported_closesQuietly() {
    ComplexityListener listener = listener().build();
    listener.attach(Trainings.convolutional());
    listener.close();
    listener.close();
    assertTrue(recorder.ended);
    assertTrue(recorder.samples.isEmpty());
  }

  @Test
  void builder_refusesImpossibleSettings() {
    assertThrows(IllegalArgumentException.class, () -> listener().everyIterations(0));
    assertThrows(IllegalArgumentException.class, () -> listener().probeEvery(-1));
    assertThrows(IllegalArgumentException.class, () -> listener().share(0));
    assertThrows(IllegalArgumentException.class, () -> listener().share(1.1));
    assertThrows(IllegalArgumentException.class, () -> listener().every(Measure.CPSE, 0));
    assertThrows(IllegalArgumentException.class, () -> listener().chainLimit(-1));
    assertThrows(IllegalArgumentException.class, () -> listener().treeLimit(-1));
    assertThrows(IllegalArgumentException.class, () -> listener().treeLimit(16_385));
    assertThrows(IllegalArgumentException.class, () -> listener().trainingBatches(1, 1));
    ComplexityListener.Builder blind = listener().trainingBatches(1, 0.9);
    assertThrows(IllegalStateException.class, blind::build);
  }
}
