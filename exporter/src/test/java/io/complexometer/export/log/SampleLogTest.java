package io.complexometer.export.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.export.Laws;
import io.complexometer.export.Lenet;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Trend;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLogTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void lines_sessionAndSample_areAsDocumented() throws IOException {
    Path path = folder.resolve("runs/today/lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      log.accept(Lenet.carriedSample("run-1"));
    }

    List<String> lines = Files.readAllLines(path);
    assertEquals(2, lines.size());
    // Written by hand from the schema in the README.
    assertEquals(
        JSON.readTree(
            """
            {"type":"session","schema":1,"session":"run-1","name":"lenet","tags":{"team":"vision"},
             "startMillis":1700000000000,"model":"MultiLayerNetwork","parameters":29330,
             "layers":[{"index":0,"name":"conv1","type":"ConvolutionLayer"},
                       {"index":1,"name":"pool1","type":"SubsamplingLayer"},
                       {"index":2,"name":"out","type":"OutputLayer"}],
             "weights":[{"layer":0,"name":"conv1","parameter":"W","rows":20,"columns":25},
                        {"layer":2,"name":"out","parameter":"W","rows":10,"columns":2880}],
             "settings":{"everyIterations":"100","probe":"32 x 784"},
             "fitted":[],"structure":null,"absent":[],"headline":"scaleFree",
             "metrics":[
               {"measure":"cpse","name":"cpse","profile":"scaleFree","scope":"network",
                "description":"What cpse says."},
               {"measure":"cpse","name":"cpse","profile":"paper","scope":"network",
                "description":"What cpse says."},
               {"measure":"cpse","name":"cpse.without.first.distance","profile":"scaleFree",
                "scope":"network","description":"What cpse.without.first.distance says."},
               {"measure":"cpse","name":"cpse.without.first.distance","profile":"paper",
                "scope":"network","description":"What cpse.without.first.distance says."},
               {"measure":"cpse","name":"cpse.distance","profile":"scaleFree","scope":"matrix",
                "description":"What cpse.distance says."},
               {"measure":"cpse","name":"cpse.distance","profile":"paper","scope":"matrix",
                "description":"What cpse.distance says."},
               {"measure":"cpse","name":"cpse.matrices","scope":"network",
                "description":"What cpse.matrices says."},
               {"measure":"cpse","name":"cpse.widest.order","scope":"network",
                "description":"What cpse.widest.order says."},
               {"measure":"effectiveDimension","name":"effective.dimension","scope":"layer",
                "unit":"dimensions",
                "description":"Effective dimension of the layer's features."},
               {"measure":"effectiveDimension","name":"feature.rows","scope":"layer",
                "description":"What feature.rows counts."},
               {"measure":"effectiveDimension","name":"feature.units","scope":"layer",
                "description":"What feature.units counts."}],
             "series":["cpse.scaleFree","cpse.paper","cpseWithoutFirstDistance.scaleFree",
               "cpseWithoutFirstDistance.paper","cpseDistance.scaleFree/0/W",
               "cpseDistance.paper/0/W","cpseDistance.scaleFree/2/W","cpseDistance.paper/2/W",
               "cpseMatrices","cpseWidestOrder","effectiveDimension/0","featureRows/0",
               "featureUnits/0","effectiveDimension/2","featureRows/2","featureUnits/2"],
             "constants":{}}
            """),
        JSON.readTree(lines.get(0)));
    assertEquals(
        JSON.readTree(
            """
            {"session":"run-1","iteration":600,"epoch":3,"wallTimeMillis":1700000060000,
             "score":0.125,
             "cpse":{"scaleFree":1.25,"paper":1.5},
             "cpseWithoutFirstDistance":{"scaleFree":0.75},
             "cpseMatrices":2.0,
             "layers":[
               {"index":0,"name":"conv1","type":"ConvolutionLayer",
                "effectiveDimension":17.5,"featureRows":128.0},
               {"index":2,"name":"out","type":"OutputLayer","featureRows":128.0}],
             "weights":[
               {"layer":0,"name":"conv1","parameter":"W","cpseDistance":{"scaleFree":0.5}},
               {"layer":2,"name":"out","parameter":"W",
                "cpseDistance":{"scaleFree":0.5,"paper":0.625}}],
             "absent":[
               {"layer":null,"measure":"cpseWithoutFirstDistance.paper","reason":"one matrix"},
               {"layer":"conv1","index":0,"parameter":"W","measure":"cpseDistance.paper",
                "reason":"one matrix"},
               {"layer":null,"measure":"cpseWidestOrder","reason":"one matrix"},
               {"layer":"conv1","index":0,"measure":"featureUnits","reason":"no probe",
                "iteration":-1},
               {"layer":"out","index":2,"measure":"effectiveDimension","reason":"no variance"},
               {"layer":"out","index":2,"measure":"featureUnits","reason":"no probe",
                "iteration":-1}],
             "carried":{"effectiveDimension":500,"featureRows":500},"laws":[]}
            """),
        JSON.readTree(lines.get(1)));
  }

  @Test
  void begin_structure_isInTheSessionsLine() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.structured("run-1"), () -> Lenet.HEALTH);
    }
    JsonNode session = JSON.readTree(Files.readString(path));
    assertEquals(JSON.readTree(StructureJsonTest.LENET), session.get("structure"));
    assertEquals(
        JSON.readTree(
            """
            {"pathGain.edge":18.25,"vcBound":null,"layerComplexity.edge/0":4.5,
             "layerComplexity.edge/2":null,"layerMacs/2":28800.0}
            """),
        session.get("constants"));
    assertEquals(
        JSON.readTree(
            """
            [{"layer":null,"measure":"vcBound","reason":"fewer than three units"},
             {"layer":"out","index":2,"measure":"layerComplexity.edge","reason":"unknown layer"}]
            """),
        session.get("absent"));
  }

  @Test
  void accept_newLaws_areToldOnce() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    Series score = Lenet.FITTED.get(0);
    Series cpse = Lenet.FITTED.get(1);
    Series first = Lenet.FITTED.get(2);
    Series last = Lenet.FITTED.get(3);
    Sample sample = Lenet.sample("run-1", 99, series -> Value.of(2.5));
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      log.accept(
          Lenet.fitted(
              sample,
              Laws.halfOpenPower(score, 90),
              Laws.undecided(cpse, 95),
              Laws.powerWithOffset(first, 99),
              Laws.none(last)));
      Sample later =
          Lenet.fitted(
              sample,
              Laws.halfOpenPower(score, 90),
              Laws.undecided(cpse, 95),
              Laws.powerWithOffset(first, 99),
              Laws.logarithm(last, 100));
      log.accept(later);
      log.accept(stopped(later, "cPSE converged"));
    }
    List<JsonNode> lines = lines(path);
    assertEquals(
        JSON.readTree(
            """
            ["score","cpse.scaleFree","effectiveDimension/conv1","effectiveDimension/out"]
            """),
        lines.get(0).get("fitted"));
    assertEquals("cpse converged", lines.get(0).get("criterion").asText());
    // Written by hand from the schema in the README, and from the numbers of the laws.
    assertEquals(
        JSON.readTree(
            """
            [{"measure":"score","iteration":90,"decision":"power","points":40,"decades":2.0,
              "threshold":1.5,"squares":1.0,"family":"power","exponent":-0.5,"interval95":[null,-0.2],"amplitude":3.0,
              "offset":0.0,"rho":0.25,"bic":-80.0,"determination":0.5,"asymptote":0.0,
              "settledIteration":99.0},
             {"measure":"cpse","profile":"scaleFree","iteration":95,"decision":"undecided",
              "between":["power","logarithm"],"points":22,"decades":1.25,"threshold":0.01},
             {"measure":"effectiveDimension","layer":0,"name":"conv1","iteration":99,
              "decision":"power with offset","points":40,"decades":2.0,
              "threshold":1.5,"squares":1.0,
              "ends":[
                {"family":"power with offset","exponent":-1.0,"interval95":[null,null],
                 "amplitude":1.5,"offset":2.5,"rho":0.25,"squares":1.0,"bic":-80.0,
                 "determination":0.75},
                {"family":"power with offset","exponent":-0.2,"interval95":[null,null],
                 "amplitude":7.5,"offset":1.5,"rho":0.25,"squares":1.0,"bic":-80.0,
                 "determination":0.75}],
              "family":"power with offset","exponent":-0.5,"interval95":[-1.0,-0.2],
              "amplitude":3.0,"offset":2.0,"rho":0.25,"bic":-80.0,"determination":0.75,
              "asymptote":2.0,"asymptote95":[1.5,2.5],
              "settledIteration":99.0,"settledIteration95":[30.6227766,315.227766]}]
            """),
        rounded(lines.get(1).get("laws")));
    assertEquals(
        JSON.readTree(
            """
            [{"measure":"effectiveDimension","layer":2,"name":"out","iteration":100,
              "decision":"logarithm","points":30,"decades":1.5,
              "threshold":0.001,"squares":1.0,"family":"logarithm",
              "amplitude":0.5,"offset":1.0,"rho":0.5,"bic":-20.0,"determination":0.875,
              "settledIteration":499999.0,"absent":{"asymptote":"never"}}]
            """),
        rounded(lines.get(2).get("laws")));
    assertEquals(JSON.readTree("[]"), lines.get(3).get("laws"));
    assertFalse(lines.get(2).has("stop"));
    assertEquals("cPSE converged", lines.get(3).get("stop").asText());
  }

  private static Sample stopped(Sample sample, String why) {
    return new Sample(
        sample.session(),
        sample.iteration(),
        sample.epoch(),
        sample.wallTimeMillis(),
        sample.score(),
        sample.readings(),
        sample.trends(),
        Optional.of(why),
        List.of());
  }

  /** Powers and roots are not exact. */
  private static JsonNode rounded(JsonNode json) throws IOException {
    return JSON.readTree(
        Pattern.compile("-?\\d+\\.\\d{5,}")
            .matcher(json.toString())
            .replaceAll(
                number ->
                    Double.toString(Math.rint(Double.parseDouble(number.group()) * 1e7) / 1e7)));
  }

  @Test
  void accept_lawsInALineThatIsLost_areToldInTheNext() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    Sample sample =
        Lenet.fitted(
            Lenet.sample("run-1", 99, series -> Value.of(2.5)),
            Lenet.FITTED.stream().map(series -> Laws.undecided(series, 95)).toArray(Trend[]::new));
    try (FullDisk disk = new FullDisk(path, 1_000_000);
        SampleLog log = SampleLog.builder(path).opening(any -> disk).create()) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      disk.room = 10;
      assertThrows(UncheckedIOException.class, () -> log.accept(sample));
      disk.room = 1_000_000;
      log.accept(sample);
    }
    assertEquals(4, lines(path).get(1).get("laws").size());
  }

  @Test
  void accept_absentScore_isAmongTheAbsent() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.accept(
          new Sample(
              "run-1",
              0,
              0,
              1,
              Value.absent("not finite"),
              List.of(),
              List.of(),
              Optional.empty(),
              List.of()));
    }
    assertEquals(
        JSON.readTree(
            """
            {"session":"run-1","iteration":0,"epoch":0,"wallTimeMillis":1,"layers":[],"weights":[],
             "absent":[{"layer":null,"measure":"score","reason":"not finite"}],"carried":{},
             "laws":[]}
            """),
        JSON.readTree(Files.readString(path)));
  }

  @Test
  void accept_eachLine_isInTheFileAtOnce() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      assertEquals(1, Files.readAllLines(path).size());
      log.accept(Lenet.carriedSample("run-1"));
      assertEquals(2, Files.readAllLines(path).size());
      assertTrue(Files.readString(path).endsWith("}\n"));
    }
  }

  @Test
  void accept_interruptedThread_writesAllTheSame() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      Thread.currentThread().interrupt();
      log.accept(Lenet.carriedSample("run-1"));
      assertTrue(Thread.interrupted());
      log.accept(Lenet.carriedSample("run-1"));
    }
    assertEquals(2, Files.readAllLines(path).size());
  }

  @Test
  void create_existingFile_isRefusedUnlessEmpty() throws IOException {
    Path path = Files.createFile(folder.resolve("lenet.jsonl"));
    try (SampleLog log = SampleLog.create(path)) {
      log.accept(Lenet.carriedSample("run-1"));
    }
    String before = Files.readString(path);

    var refused = assertThrows(FileAlreadyExistsException.class, () -> SampleLog.create(path));

    assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
    assertTrue(refused.getMessage().contains("choose another file"), refused.getMessage());
    assertEquals(before, Files.readString(path));
  }

  @Test
  void create_folderBehindASymbolicLink_isUsed() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    SampleLog.create(link.resolve("lenet.jsonl")).close();
    assertTrue(Files.exists(real.resolve("lenet.jsonl")));
  }

  /** A disk that is full after so many bytes: what fits is written, as the real one does. */
  private static final class FullDisk extends RandomAccessFile {
    private long room;
    private boolean cuttable = true;

    FullDisk(Path path, long room) throws IOException {
      super(path.toFile(), "rw");
      this.room = room;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int fits = (int) Math.min(length, room);
      super.write(bytes, offset, fits);
      room -= fits;
      if (fits < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void setLength(long length) throws IOException {
      if (!cuttable) {
        throw new IOException("Invalid argument");
      }
      super.setLength(length);
    }
  }

  @Test
  void accept_fullDisk_leavesWholeLinesOnly() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (FullDisk disk = new FullDisk(path, 1_000_000);
        SampleLog log = SampleLog.builder(path).opening(any -> disk).create()) {
      log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      long session = Files.size(path);
      disk.room = 500; // half of the sample
      var failure =
          assertThrows(UncheckedIOException.class, () -> log.accept(Lenet.carriedSample("run-1")));
      assertEquals(
          "cannot log iteration 600 to " + path + ": No space left on device",
          failure.getMessage() + ": " + failure.getCause().getMessage());
      assertEquals(session, Files.size(path));

      disk.room = 1_000_000;
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(1)));
    }
    List<JsonNode> lines = lines(path);
    assertEquals(2, lines.size());
    assertEquals("session", lines.get(0).get("type").asText());
    assertEquals(700, lines.get(1).get("iteration").asInt());
  }

  @Test
  void begin_fullDisk_sessionPrecedesTheFirstSample() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (FullDisk disk = new FullDisk(path, 10);
        SampleLog log = SampleLog.builder(path).opening(any -> disk).create()) {
      assertThrows(
          UncheckedIOException.class, () -> log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH));
      assertThrows(UncheckedIOException.class, () -> log.accept(Lenet.carriedSample("run-1")));
      disk.room = 1_000_000;
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(1)));
    }
    List<JsonNode> lines = lines(path);
    assertEquals(2, lines.size());
    assertEquals("session", lines.get(0).get("type").asText());
    assertEquals(700, lines.get(1).get("iteration").asInt());
  }

  @Test
  void accept_fullDiskThatCannotBeCut_beginsOnAFreshLine() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (FullDisk disk = new FullDisk(path, 10);
        SampleLog log = SampleLog.builder(path).opening(any -> disk).create()) {
      disk.cuttable = false;
      assertThrows(UncheckedIOException.class, () -> log.accept(Lenet.carriedSample("run-1")));
      disk.room = 1_000_000;
      disk.cuttable = true; // by now the log does not know where the last whole line ends
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(1)));
      disk.room = 10;
      assertThrows(UncheckedIOException.class, () -> log.accept(Lenet.carriedSample("run-1")));
      disk.room = 1_000_000;
      log.accept(Lenet.sample("run-1", 800, series -> Value.of(1)));
    }
    List<String> lines = Files.readAllLines(path);
    assertEquals(4, lines.size());
    assertEquals("{\"session\"", lines.get(0).substring(0, 10));
    assertEquals(10, lines.get(0).length());
    assertEquals(700, JSON.readTree(lines.get(1)).get("iteration").asInt());
    assertEquals(10, lines.get(2).length());
    assertEquals(800, JSON.readTree(lines.get(3)).get("iteration").asInt());
  }

  private Path interrupted() throws IOException {
    Path path = folder.resolve("lenet.jsonl");
    try (SampleLog log = SampleLog.resume(path)) { // a new one
      log.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 600, series -> Value.of(1)));
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(2)));
    }
    return path;
  }

  private static List<String> summary(Path path) throws IOException {
    return lines(path).stream()
        .map(line -> line.path("type").asText() + line.path("iteration").asText())
        .toList();
  }

  @Test
  void resume_theSameSession_goesOnInTheFile() throws IOException {
    Path path = interrupted();
    String before = Files.readString(path);
    try (SampleLog log = SampleLog.resume(path)) {
      log.resume(Lenet.session("run-1"), 650, () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(3)));
    }
    assertTrue(Files.readString(path).startsWith(before));
    assertEquals(List.of("session", "600", "700", "resumed650", "700"), summary(path));
    assertEquals(
        JSON.readTree(
            """
            {"type":"resumed","session":"run-1","iteration":650}"""),
        lines(path).get(3));
  }

  @Test
  void resume_aNewFile_hasTheSessionToo() throws IOException {
    Path path = folder.resolve("second/lenet.jsonl");
    try (SampleLog log = SampleLog.create(path)) {
      log.resume(Lenet.session("run-1"), 650, () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(3)));
    }
    assertEquals(List.of("session", "resumed650", "700"), summary(path));
  }

  @Test
  void resume_aTornLine_isEnded() throws IOException {
    Path path = interrupted();
    String torn = Files.readString(path).stripTrailing();
    torn = torn.substring(0, torn.length() - 20);
    Files.writeString(path, torn);
    try (SampleLog log = SampleLog.resume(path)) {
      log.resume(Lenet.session("run-1"), 600, () -> Lenet.HEALTH);
      log.accept(Lenet.sample("run-1", 700, series -> Value.of(3)));
    }
    List<String> lines = Files.readAllLines(path);
    assertEquals(5, lines.size());
    assertEquals(torn, String.join("\n", lines.subList(0, 3)));
    assertEquals("resumed", JSON.readTree(lines.get(3)).get("type").asText());
    assertEquals(700, JSON.readTree(lines.get(4)).get("iteration").asInt());
  }

  /** Also where a line of it had been torn: what comes is cut back to whole lines. */
  @Test
  void resume_fullDisk_leavesWholeLinesOnly() throws IOException {
    Path path = interrupted();
    Files.writeString(path, "{\"torn", java.nio.file.StandardOpenOption.APPEND);
    try (SampleLog log = SampleLog.resume(path)) {
      log.resume(Lenet.session("run-1"), 700, () -> Lenet.HEALTH);
    }
    long whole = Files.size(path);
    try (FullDisk disk = new FullDisk(path, 10);
        SampleLog log = SampleLog.builder(path).opening(any -> disk).resume()) {
      assertThrows(
          UncheckedIOException.class,
          () -> log.resume(Lenet.session("run-1"), 700, () -> Lenet.HEALTH));
      assertEquals(whole, Files.size(path));
      disk.room = 1_000_000;
      log.accept(Lenet.sample("run-1", 800, series -> Value.of(1)));
    }
    List<String> lines = Files.readAllLines(path);
    assertEquals("{\"torn", lines.get(3));
    assertEquals(7, lines.size());
    assertEquals("resumed", JSON.readTree(lines.get(5)).get("type").asText());
  }

  @Test
  void resume_anotherSession_isRefusedEveryLine() throws IOException {
    Path path = interrupted();
    String before = Files.readString(path);
    try (SampleLog log = SampleLog.resume(path)) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> log.begin(Lenet.session("run-2"), () -> Lenet.HEALTH));
      assertEquals(
          path
              + " is the log of session run-1, and nothing of session run-2 is written to it: choose"
              + " another file",
          refused.getMessage());
      assertThrows(
          IllegalStateException.class,
          () -> log.resume(Lenet.session("run-2"), 650, () -> Lenet.HEALTH));
      assertThrows(IllegalStateException.class, () -> log.accept(Lenet.carriedSample("run-2")));
    }
    assertEquals(before, Files.readString(path));
  }

  @Test
  void resume_whatIsNoLog_isRefused() throws IOException {
    for (String contents : List.of("a diary\n", "{\"type\":\"sample\"}\n", "[1, 2", "\n", " ")) {
      Path path = Files.writeString(folder.resolve("other"), contents);
      IOException refused = assertThrows(IOException.class, () -> SampleLog.resume(path));
      assertEquals(
          path + " does not begin with the line of a session: choose another file for the log",
          refused.getMessage());
      assertEquals(contents, Files.readString(path));
    }
  }

  private static List<JsonNode> lines(Path path) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}
