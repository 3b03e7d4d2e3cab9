package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.stopping.Convergence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.slf4j.LoggerFactory;

/** What is saved, and what comes of a file that cannot be gone on from. */
final class SavedStateTest {
  private static final int ITERATIONS = 40;

  @TempDir private Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ComplexityListener.class);
  private final MultiLayerNetwork model = network(6);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
  }

  private static MultiLayerNetwork network(int width) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .list(
                    new DenseLayer.Builder().name("dense").nIn(5).nOut(width).build(),
                    new OutputLayer.Builder()
                        .name("out")
                        .nIn(width)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  /** Of weights alone: there is much to attach. */
  private static ComplexityListener.Builder listener() {
    return ComplexityListener.builder().mode(Mode.INLINE).share(1).everyIterations(2);
  }

  private Path saved() {
    return saved(listener());
  }

  private Path saved(ComplexityListener.Builder builder) {
    Path file = folder.resolve("runs/state");
    try (ComplexityListener listener = builder.build()) {
      listener.attach(model);
      run(listener, model, 0);
      assertTrue(listener.save(file));
    }
    return file;
  }

  /** Runs the monitor without a training. */
  private static void run(ComplexityListener listener, MultiLayerNetwork model, int from) {
    for (int iteration = from; iteration < from + ITERATIONS; iteration++) {
      listener.iterationDone(model, iteration, 0);
    }
  }

  /** What is said where a new session has to begin. */
  private String refusal(Path file, ComplexityListener.Builder builder, MultiLayerNetwork other) {
    log.list.clear();
    try (ComplexityListener listener = builder.resume(file).build()) {
      listener.attach(other);
      assertEquals(1, listener.health().failures());
      assertEquals(OptionalLong.empty(), listener.resumedAfter());
      run(listener, other, 0);
      assertEquals(1, listener.health().failures());
    }
    List<String> warnings =
        log.list.stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).startsWith("cannot go on from the state in " + file + ": "));
    return warnings.get(0);
  }

  private void assertRefused(String why, Path file) {
    String said = refusal(file, listener(), model);
    assertTrue(said.contains(why), said);
  }

  /** The state with its frame made good again. */
  private static void frame(Path file, int version, byte[] state) throws IOException {
    byte[] all =
        ByteBuffer.allocate(12 + state.length + 8)
            .put("CMPLXMTR".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            .putInt(version)
            .put(state)
            .array();
    CRC32 sum = new CRC32();
    sum.update(all, 0, 12 + state.length);
    ByteBuffer.wrap(all).putLong(12 + state.length, sum.getValue());
    Files.write(file, all);
  }

  private static byte[] unframed(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    return Arrays.copyOfRange(all, 12, all.length - 8);
  }

  @Test
  void resume_noFile_isAFreshStartThatIsTold() {
    Path file = folder.resolve("none");
    try (ComplexityListener listener = listener().resume(file).build()) {
      listener.attach(model);
      assertEquals(0, listener.health().failures());
      assertEquals(OptionalLong.empty(), listener.resumedAfter());
    }
    assertTrue(
        log.list.stream()
            .anyMatch(e -> e.getFormattedMessage().contains("there is no state in " + file)));
    assertFalse(Files.exists(file));
  }

  @Test
  void resume_keepsTheSession() {
    Recorder before = new Recorder();
    Path file = saved(listener().name("first").sink(before));
    Recorder after = new Recorder();
    try (ComplexityListener listener =
        listener().name("second").everyIterations(7).sink(after).resume(file).build()) {
      Session session = listener.attach(model);
      assertEquals(before.session.id(), session.id());
      assertEquals("first", session.name());
      assertEquals(before.session.startMillis(), session.startMillis());
      assertEquals(OptionalLong.of(ITERATIONS - 1), after.resumedAfter);
      assertTrue(listener.save(file)); // nothing is new: it is what it was
    } // nor is there a last sample to take
    assertEquals(List.of(), after.samples);
    try (ComplexityListener listener = listener().resume(file).build()) {
      listener.attach(model);
      assertEquals(OptionalLong.of(ITERATIONS - 1), listener.resumedAfter());
    }
  }

  @Test
  void save_thenClose_leavesTheStateAsItWas() throws IOException {
    Path file = folder.resolve("state");
    ComplexityListener listener = listener().build();
    listener.attach(model);
    run(listener, model, 0);
    assertTrue(listener.save(file));
    byte[] saved = Files.readAllBytes(file);
    assertTrue(listener.save(file)); // saving is no event
    assertArrayEquals(saved, Files.readAllBytes(file));
    listener.close();
    assertArrayEquals(saved, Files.readAllBytes(file));
    assertFalse(listener.save(file));
    assertArrayEquals(saved, Files.readAllBytes(file));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void save_whereItCannot_isAFailureAndNoMore() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("directory/with/contents"));
    try (ComplexityListener listener = listener().build()) {
      assertFalse(listener.save(folder.resolve("early")));
      listener.attach(model);
      assertFalse(listener.save(directory.getParent()));
      assertFalse(listener.save(Files.createFile(folder.resolve("file")).resolve("below")));
      assertEquals(3, listener.health().failures());
      run(listener, model, 0);
      assertEquals(3, listener.health().failures());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void save_inEitherMode_waitsForWhatWasSampled(Mode mode) {
    Path file = folder.resolve("state");
    Recorder recorder = new Recorder();
    try (ComplexityListener listener = listener().mode(mode).sink(recorder).build()) {
      listener.attach(model);
      for (int from = 0; from < 5 * ITERATIONS; from += ITERATIONS) {
        run(listener, model, from);
        Thread.currentThread().interrupt(); // of no consequence
        assertTrue(listener.save(file));
        assertTrue(Thread.interrupted());
        // of every second one, from 0
        assertEquals(
            from + ITERATIONS - 2, recorder.samples.get(recorder.samples.size() - 1).iteration());
      }
    }
    Recorder resumed = new Recorder();
    try (ComplexityListener listener = listener().mode(mode).sink(resumed).resume(file).build()) {
      listener.attach(model);
      run(listener, model, 5 * ITERATIONS);
      assertEquals(0, listener.health().failures());
    }
    assertEquals(6L * ITERATIONS - 1, resumed.samples.get(resumed.samples.size() - 1).iteration());
  }

  /** It would wait for itself. */
  @Test
  void save_byASinkInTheBackground_isRefused() {
    ComplexityListener[] listener = new ComplexityListener[1];
    List<Boolean> saved = Collections.synchronizedList(new ArrayList<>());
    listener[0] =
        listener()
            .mode(Mode.BACKGROUND)
            .sink(sample -> saved.add(listener[0].save(folder.resolve("state"))))
            .build();
    try (ComplexityListener one = listener[0]) {
      one.attach(model);
      one.iterationDone(model, 0, 0);
    }
    assertEquals(List.of(false), saved);
    assertFalse(Files.exists(folder.resolve("state")));
  }

  /** Met from the third sample on. */
  private static final class Third implements Criterion {
    private double seen;

    @Override
    public Verdict test(Sample sample) {
      seen++;
      return seen < 3 ? Verdict.notMet("few") : Verdict.met("third");
    }

    @Override
    public double[] state() {
      return new double[] {seen};
    }

    @Override
    public void restore(double[] state) {
      seen = Double.NaN; // it fails half-way
      if (state[0] > 1000) {
        throw new IllegalArgumentException("too many");
      }
      seen = state[0];
    }
  }

  @Test
  void resume_whatTheCriterionHasStopped_staysStopped() {
    StopSignal first = new StopSignal();
    Path file = saved(listener().stopWhen(new Third(), first));
    assertEquals(Optional.of("third"), first.reason());
    StopSignal second = new StopSignal();
    try (ComplexityListener listener =
        listener().stopWhen(new Third(), second).resume(file).build()) {
      listener.attach(model);
      assertEquals(Optional.of("third"), second.reason());
    }
  }

  @Test
  void resume_whatSomebodyHasStopped_goesOn() {
    Criterion never = sample -> Verdict.notMet("never");
    StopSignal byHand = new StopSignal();
    byHand.request("interrupted");
    Path file = saved(listener().stopWhen(never, byHand));
    StopSignal stop = new StopSignal();
    try (ComplexityListener listener = listener().stopWhen(never, stop).resume(file).build()) {
      listener.attach(model);
      assertFalse(stop.isRequested());
      assertEquals(OptionalLong.of(ITERATIONS - 1), listener.resumedAfter());
    }
  }

  @Test
  void resume_aStateThatTheCriterionRefuses_leavesItAsItWas() {
    Third full = new Third();
    full.seen = 2000;
    Path file = saved(listener().stopWhen(full, new StopSignal()));
    Third fresh = new Third();
    fresh.seen = 1;
    String said = refusal(file, listener().stopWhen(fresh, new StopSignal()), model);
    assertTrue(said.contains("the criterion does not take it: too many"), said);
    assertEquals(1 + ITERATIONS / 2, fresh.seen); // each second iteration
  }

  /** A file may hold anything: what is shown of it is one line without orders to a terminal. */
  @Test
  void resume_ofAnotherWithOddNames_isTellableInOneLine() {
    Criterion odd =
        new Criterion() {
          @Override
          public Verdict test(Sample sample) {
            return Verdict.notMet("never");
          }

          @Override
          public String describe() {
            return "a\nb\u001b[31m";
          }
        };
    String said = refusal(saved(listener().stopWhen(odd, new StopSignal())), listener(), model);
    assertTrue(said.contains("there it has 'a?b?[31m', here 'none'"), said);
  }

  /** What "cpse" means in a criterion is the headline: its values are not those of another one. */
  @Test
  void resume_aCriterionWithAnotherHeadline_isRefused() {
    Path file = saved(listener().stopWhen(Convergence.of("cpse"), new StopSignal()));
    ComplexityListener.Builder other =
        listener().headline(CpseProfile.PAPER).fit("cpse.scaleFree", "score");
    String said = refusal(file, other.stopWhen(Convergence.of("cpse"), new StopSignal()), model);
    assertTrue(said.contains("there it has 'headline scaleFree', here 'headline paper'"), said);
  }

  @Test
  void resume_theStateOfAnother_saysWhichOther() throws IOException {
    Path file = saved();
    byte[] before = Files.readAllBytes(file);
    String network = refusal(file, listener(), network(8));
    assertTrue(
        network.contains(
            "it is of another network: there it has 'matrix dense/W 6 x 5', here 'matrix dense/W 8"
                + " x 5'"),
        network);
    String measures = refusal(file, listener().measures(Measure.SPECTRUM), model);
    assertTrue(measures.contains("it is of another set of measures or probe: "), measures);
    String probe = refusal(file, listener().probe(Trainings.random(1, 60, 5)), model);
    assertTrue(probe.contains("it is of another set of measures or probe: "), probe);
    String fits = refusal(file, listener().fit("score"), model);
    assertTrue(fits.contains("it is of another set of fitted series: "), fits);
    String seed = refusal(file, listener().seed(2), model);
    assertTrue(seed.contains("it is of another seed: there it has '1', here '2'"), seed);
    String criterion = refusal(file, listener().stopWhen(new Third(), new StopSignal()), model);
    assertTrue(
        criterion.contains("it is of another criterion: there it has 'none', here 'criterion'"),
        criterion);
    MultiLayerNetwork later = network(6);
    later.setIterationCount(3);
    String iterations = refusal(file, listener(), later);
    assertTrue(
        iterations.contains("the model had done 0 iterations, and this one has done 3"),
        iterations);
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  @Test
  void resume_whatIsNoState_isRefused() throws IOException {
    assertRefused("it is cut off after 0 bytes", Files.createFile(folder.resolve("empty")));
    assertRefused("it cannot be read: ", Files.createDirectory(folder.resolve("directory")));
    byte[] random = new byte[10_000];
    new Random(1).nextBytes(random);
    assertRefused("it is no state", Files.write(folder.resolve("random"), random));
    Path zip = folder.resolve("zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("coefficients.bin"));
      out.write(random);
    }
    assertRefused("it is no state", zip);
    Path newer = saved();
    frame(newer, StateFile.VERSION + 1, unframed(newer));
    assertRefused("it is of version 2, and this program knows version 1 only", newer);
    Path longer = saved();
    frame(longer, StateFile.VERSION, Arrays.copyOf(unframed(longer), unframed(longer).length + 5));
    assertRefused("it goes on for 5 bytes after its end", longer);
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertRefused("it cannot be read: ", link);
  }

  @Test
  void read_aFileThatIsCutOff_isRefused() throws IOException {
    Path file = saved();
    byte[] all = Files.readAllBytes(file);
    StateFile.read(file);
    for (int length = 0; length < all.length; length += length < 100 ? 1 : 37) {
      Files.write(file, Arrays.copyOf(all, length));
      assertThrows(StateException.class, () -> StateFile.read(file), length + " bytes");
    }
    assertRefused("it is cut off or damaged", file);
  }

  @Test
  void read_aFileWithAnyByteChanged_isRefused() throws IOException {
    Path file = saved();
    byte[] all = Files.readAllBytes(file);
    for (int at = 0; at < all.length; at += at < 100 || at > all.length - 20 ? 1 : 37) {
      byte[] changed = all.clone();
      changed[at] ^= (byte) (1 << at % 8);
      Files.write(file, changed);
      assertThrows(StateException.class, () -> StateFile.read(file), "byte " + at);
    }
  }

  /** As a program with a fault might write it: what can be noticed is, and nothing is thrown. */
  @Test
  void resume_aChangedStateWithTheRightChecksum_isUsedOrRefused() throws IOException {
    Path file = saved();
    byte[] state = unframed(file);
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] changed = state.clone();
      int at = random.nextInt(state.length - 4);
      if (i % 3 == 0) {
        ByteBuffer.wrap(changed).putInt(at, Integer.MAX_VALUE - i);
      } else {
        changed[at] ^= (byte) (1 << random.nextInt(8));
      }
      frame(file, StateFile.VERSION, i % 10 == 9 ? Arrays.copyOf(state, at) : changed);
      try (ComplexityListener listener = listener().resume(file).build()) {
        listener.attach(model);
        boolean resumed = listener.resumedAfter().isPresent();
        refused += resumed ? 0 : 1;
        assertEquals(resumed ? 0 : 1, listener.health().failures());
      }
    }
    assertTrue(refused > 20, refused + " refused");
  }

  @Test
  void read_aLengthThatCannotBe_allocatesNothing() {
    byte[] most = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array();
    assertThrows(StateException.class, () -> new StateReader(most).reals());
    assertThrows(StateException.class, () -> new StateReader(most).singles());
    assertThrows(StateException.class, () -> new StateReader(most).integers());
    assertThrows(StateException.class, () -> new StateReader(most).bytes());
    assertThrows(StateException.class, () -> new StateReader(most).text());
    assertThrows(StateException.class, () -> new StateReader(most).list(StateReader::flag));
    assertThrows(StateException.class, () -> new StateReader(new byte[] {-1, 0, 0, 0}).count());
    assertThrows(StateException.class, () -> new StateReader(new byte[3]).count());
    assertThrows(StateException.class, () -> new StateReader(new byte[] {2}).flag());
  }

  @Test
  void writerAndReader_areExact() {
    double[] reals = {0.1, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 1e300};
    float[] singles = {0.1f, Float.MIN_VALUE};
    StateWriter writer = new StateWriter();
    writer.section("part");
    writer.reals(reals);
    writer.singles(singles);
    writer.integers(1, -2);
    writer.text("α, 日本");
    writer.value(Value.of(-0.0));
    writer.value(Value.absent("no variance"));
    writer.optional(Optional.of("a"), StateWriter::text);
    writer.optional(Optional.<String>empty(), StateWriter::text);
    writer.list(List.of("a", "b"), StateWriter::text);
    writer.number(Long.MIN_VALUE);
    StateReader reader = new StateReader(writer.bytes());
    reader.section("part");
    assertArrayEquals(bits(reals), bits(reader.reals()));
    assertArrayEquals(singles, reader.singles());
    assertArrayEquals(new int[] {1, -2}, reader.integers());
    assertEquals("α, 日本", reader.text());
    assertEquals(Value.of(-0.0), reader.value());
    assertEquals(Value.absent("no variance"), reader.value());
    assertEquals(Optional.of("a"), reader.optional(StateReader::text));
    assertEquals(Optional.empty(), reader.optional(StateReader::text));
    assertEquals(List.of("a", "b"), reader.list(StateReader::text));
    assertEquals(Long.MIN_VALUE, reader.number());
    reader.end();
    assertThrows(StateException.class, () -> new StateReader(writer.bytes()).section("other"));
    assertThrows(StateException.class, () -> new StateReader(writer.bytes()).end());
  }

  private static long[] bits(double... numbers) {
    return Arrays.stream(numbers).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
