package io.complexometer.export.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.Laws;
import io.complexometer.export.Lenet;
import io.complexometer.export.Recorder;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLogReaderTest {

  @TempDir Path folder;

  private static Recorder read(Path path) throws IOException {
    Recorder recorder = new Recorder();
    SampleLogReader.of(path).read(recorder);
    return recorder;
  }

  private static List<Long> iterations(Recorder recorder) {
    return recorder.samples.stream().map(Sample::iteration).toList();
  }

  /** All that a log holds of the structure is what is published of it. */
  private static Session withoutStructure(Session session) {
    return new Session(
        session.id(),
        session.name(),
        session.tags(),
        session.startMillis(),
        session.modelType(),
        session.parameters(),
        session.layers(),
        session.matrices(),
        session.settings(),
        session.headline(),
        session.series(),
        Optional.empty(),
        session.constants(),
        session.fitted(),
        session.criterion(),
        session.densities());
  }

  @Test
  void read_sessions_areAsTheyWere() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    for (Session session :
        List.of(
            Lenet.session("run-1"),
            Lenet.structured("run-2"),
            Lenet.fitted("run-3"),
            Lenet.dense("run-4"))) {
      Files.deleteIfExists(path);
      try (SampleLog log = SampleLog.create(path)) {
        log.begin(session, () -> Lenet.HEALTH);
      }
      Recorder read = read(path);
      assertEquals(List.of(withoutStructure(session)), read.sessions);
      assertEquals(1, read.ended);
    }
  }

  /** To the last bit: the ends of what a double holds, and bits drawn at random. */
  @Test
  void read_samples_areAsTheyWere() throws IOException {
    double[] numbers =
        DoubleStream.concat(
                DoubleStream.of(
                    0.1, -0.0, 1 / 3.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e21, 2, 1e-300),
                new Random(5).longs().mapToDouble(Double::longBitsToDouble))
            .filter(Double::isFinite)
            .limit(1000)
            .toArray();
    Path path = folder.resolve("lenet.jsonl");
    Recorder written = new Recorder();
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      for (int i = 0; i < 50; i++) {
        int[] next = {20 * i};
        written.accept(
            Lenet.sample("run-1", 10L * i, series -> Value.of(numbers[next[0]++ % 1000])));
      }
      written.accept(Lenet.carriedSample("run-1"));
      written.samples.forEach(log::accept);
    }
    assertEquals(written.samples, read(path).samples);
  }

  /** Never measured, measured, carried over, and measured in vain. */
  @Test
  void read_densities_areAsTheyWere() throws IOException {
    List<Integer> some = IntStream.rangeClosed(0, Density.BOUNDS.size()).boxed().toList();
    List<Integer> more = some.stream().map(count -> 3 * count).toList();
    List<Sample> written = new ArrayList<>();
    for (Density density :
        List.of(
            new Density(Lenet.WEIGHTS, List.of(), Optional.of("not measured yet"), -1),
            new Density(Lenet.WEIGHTS, more, Optional.empty(), 100),
            new Density(Lenet.WEIGHTS, more, Optional.empty(), 100),
            new Density(Lenet.WEIGHTS, List.of(), Optional.of("non-finite weights"), 300))) {
      long iteration = 100L * written.size();
      long measured = Math.max(0, density.iteration());
      written.add(
          Lenet.dense(
              Lenet.sample("run-1", iteration, series -> Value.of(1)),
              new Density(Lenet.KERNELS, some, Optional.empty(), measured),
              density));
    }
    Path path = folder.resolve("dense.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.dense("run-1"), () -> Lenet.HEALTH);
      written.forEach(log::accept);
    }
    assertEquals(written, read(path).samples);
  }

  @Test
  void read_laws_holdUntilTheNext() throws IOException {
    Series score = Lenet.FITTED.get(0);
    Series cpse = Lenet.FITTED.get(1);
    Series first = Lenet.FITTED.get(2);
    Series last = Lenet.FITTED.get(3);
    Recorder written = new Recorder();
    Trend[][] all = {
      {Laws.none(score), Laws.none(cpse), Laws.none(first), Laws.none(last)},
      {
        Laws.halfOpenPower(score, 90),
        Laws.undecided(cpse, 95),
        Laws.powerWithOffset(first, 99),
        Laws.none(last)
      },
      {
        Laws.halfOpenPower(score, 90),
        perfect(cpse),
        Laws.constant(first, 100),
        Laws.logarithm(last, 100)
      },
    };
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      for (int i = 0; i < all.length; i++) {
        written.accept(
            Lenet.fitted(Lenet.sample("run-1", 98 + i, series -> Value.of(2.5)), all[i]));
      }
      written.samples.forEach(log::accept);
    }
    List<Sample> read = read(path).samples;
    for (int i = 0; i < all.length; i++) {
      for (int j = 0; j < all[i].length; j++) {
        Trend trend = read.get(i).trends().get(j);
        assertEquals(all[i][j].law(), trend.law());
        assertEquals(all[i][j].iteration(), trend.iteration());
        assertEquals(all[i][j].settled(), trend.settled());
        assertEquals(all[i][j].asymptote(), trend.asymptote());
      }
    }
  }

  /** A law without residuals: its evidence is without bounds, and JSON has no such number. */
  private static Trend perfect(Series series) {
    Value none = Value.absent(Fit.NOT_OF_THIS_LAW);
    Fit fit =
        new Fit(
            Family.EXPONENTIAL,
            none,
            Optional.empty(),
            none,
            none,
            Value.of(12.5),
            2,
            3,
            0,
            0,
            Double.NEGATIVE_INFINITY,
            Value.absent("no variance"),
            List.of());
    return new Trend(
        series,
        new ScalingLaw(Decision.EXPONENTIAL, 30, 1.5, List.of(fit), Optional.of(fit), List.of()),
        99,
        0.01);
  }

  @Test
  void read_whatIsNeitherThereNorAbsent_isNotLogged() throws IOException {
    Path path = log("run-1", 100);
    Files.writeString(
        path, Files.readString(path).replace("\"cpseMatrices\":1.0", "\"laterMeasure\":1.0"));
    Sample sample = read(path).samples.get(0);
    Reading matrices =
        sample.readings().stream()
            .filter(reading -> Lenet.is(reading.series(), "cpse.matrices"))
            .findFirst()
            .orElseThrow();
    assertEquals(Value.absent("not logged"), matrices.value());
  }

  private Path log(String session, long... iterations) throws IOException {
    Path path = folder.resolve(session + ".jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.session(session), () -> Lenet.HEALTH);
      for (long iteration : iterations) {
        log.accept(Lenet.sample(session, iteration, series -> Value.of(1)));
      }
    }
    return path;
  }

  /** As a run that was killed twice, once while it wrote, and a disk that was full for a line. */
  @Test
  void read_resumedRun_leavesOutWhatWasGivenUp() throws IOException {
    Path path = log("run-1", 100, 200, 300, 400);
    Files.writeString(path, "{\"session\":\"run-1\",\"itera", StandardOpenOption.APPEND);
    try (SampleLog log = SampleLog.resume(path)) {
      log.resume(Lenet.session("run-1"), 299, () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 300, series -> Value.of(2)));
      log.accept(Lenet.sample("run-1", 500, series -> Value.of(2)));
    }
    try (SampleLog log = SampleLog.resume(path)) {
      log.resume(Lenet.session("run-1"), 300, () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 400, series -> Value.of(3)));
    }
    // half a character, as a kill may leave it
    Files.write(
        path, "{\"session\":\"ä".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));

    Recorder recorder = new Recorder();
    LeftOut leftOut = SampleLogReader.of(path).read(recorder);
    assertEquals(List.of(100L, 200L, 300L, 400L), iterations(recorder));
    assertEquals(Value.of(2), recorder.samples.get(2).readings().get(0).value());
    assertEquals(Value.of(3), recorder.samples.get(3).readings().get(0).value());
    assertEquals(1, recorder.sessions.size());
    assertEquals(1, recorder.ended);
    // 300 and 400 of the first, 500 of the second; lines 6 and 12
    assertEquals(new LeftOut(1, 6, true, 3), leftOut);
    assertEquals(
        List.of(
            "1 line is no JSON and left out, line 6 first",
            "the last line is incomplete and was left out: is the run still writing?"),
        leftOut.notices());
  }

  @Test
  void read_lawsOfABranchThatWasGivenUp_areForgotten() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    Series[] fitted = Lenet.FITTED.toArray(Series[]::new);
    Trend[] none = Lenet.FITTED.stream().map(Laws::none).toArray(Trend[]::new);
    Trend[] some = none.clone();
    some[0] = Laws.halfOpenPower(fitted[0], 90);
    Sample sample = Lenet.sample("run-1", 90, series -> Value.of(1));
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      log.accept(Lenet.fitted(sample, some));
    }
    try (SampleLog log = SampleLog.resume(path)) {
      log.resume(Lenet.fitted("run-1"), 50, () -> Lenet.HEALTH);
      log.accept(Lenet.fitted(sample, none));
    }
    List<Sample> samples = read(path).samples;
    assertEquals(1, samples.size());
    assertEquals(-1, samples.get(0).trends().get(0).iteration());
  }

  @Test
  void read_severalSessions_oneAfterTheOther() throws IOException {
    Path path = folder.resolve("all.jsonl");
    Files.writeString(
        path,
        Files.readString(log("run-1", 100, 200)) + "\n" + Files.readString(log("run-2", 100)));
    Recorder read = read(path);
    assertEquals(List.of("run-1", "run-2"), read.sessions.stream().map(Session::id).toList());
    assertEquals(
        List.of("run-1", "run-1", "run-2"), read.samples.stream().map(Sample::session).toList());
    assertEquals(2, read.ended);
  }

  @Test
  void read_health_isNotThere() throws IOException {
    Path path = log("run-1", 100);
    ComplexityMeterBinder meters = new ComplexityMeterBinder(); // would show the monitor's health
    meters.bindTo(new SimpleMeterRegistry());
    var refused =
        assertThrows(
            UnsupportedOperationException.class, () -> SampleLogReader.of(path).read(meters));
    assertTrue(refused.getMessage().contains("does not tell"), refused.getMessage());
  }

  @Test
  void read_whatIsNoLog_saysWhy() throws IOException {
    Path path = folder.resolve("other.jsonl");
    assertThrows(NoSuchFileException.class, () -> SampleLogReader.of(path));
    String[][] refused = {
      {
        "{\"session\":\"a\",\"iteration\":5}\n",
        " has a sample of session 'a' without the line of that session before it"
      },
      {
        "{\"type\":\"session\",\"schema\":2,\"session\":\"a\"}\n",
        " is a log of schema 2, and this is a reader of schema 1: take the version that wrote it"
      },
      {
        "{\"type\":\"session\",\"schema\":1,\"session\":\"a\"}\n",
        " does not tell its metrics, as logs of earlier versions: it can only be fitted"
      },
      {
        "{\"type\":\"session\",\"schema\":1,\"session\":\"a\",\"metrics\":[],\"series\":[\"x\"]}\n",
        " has a damaged line of the session a"
      },
    };
    for (String[] one : refused) {
      Files.writeString(path, one[0]);
      IOException fault = assertThrows(IOException.class, () -> read(path));
      assertEquals(path + one[1], fault.getMessage());
    }
    Files.writeString(path, "");
    assertEquals(0, read(path).sessions.size());
  }

  /** Whole as JSON, but not what a log can hold. */
  @Test
  void read_damagedSample_saysWhich() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 300, series -> Value.of(1)));
    }
    String whole = Files.readString(path);
    String[][] damages = {
      {"\"iteration\":300,", "", "?: no whole number as iteration"},
      {"\"iteration\":300,", "\"iteration\":3.5,", "3.5: no whole number as iteration"},
      {"\"epoch\":", "\"age\":", "300: no whole number as epoch"},
      {"\"cpseMatrices\":1.0", "\"cpseMatrices\":1e999", "300: not a finite number: Infinity"},
    };
    for (String[] damage : damages) {
      String damaged = whole.replace(damage[0], damage[1]);
      assertNotEquals(whole, damaged);
      Files.writeString(path, damaged);
      IOException fault = assertThrows(IOException.class, () -> read(path));
      assertEquals(
          path + " has a damaged sample of session 'run-1', of iteration " + damage[2],
          fault.getMessage());
    }
  }
}
