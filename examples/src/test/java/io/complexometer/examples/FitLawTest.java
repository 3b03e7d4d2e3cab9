package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the program as a user would. The tables and {@code expected.json} come from an independent
 * implementation in numpy and scipy.
 */
final class FitLawTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, String> FAMILIES =
      Map.of(
          "const", "constant",
          "log", "logarithm",
          "pow", "power",
          "offpow", "power with offset",
          "exp", "exponential",
          "broken", "broken power");

  @TempDir private Path folder;

  private static String resource(String name) throws IOException {
    try (InputStream file = FitLawTest.class.getResourceAsStream("fitting/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Program.Outcome fit(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("fit", file.toString()));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  private static JsonNode json(Path file, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("--json");
    Program.Outcome outcome = fit(file, arguments.toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome::err);
    return MAPPER.readTree(outcome.out());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void compare(JsonNode expected, JsonNode actual) {
    assertEquals(expected.get("decision").asText(), actual.get("decision").asText());
    assertEquals(expected.get("n").asInt(), actual.get("points").asInt());
    assertEquals(Math.log10(20_000), actual.get("decades").asDouble(), 1e-12);
    assertEquals(6, actual.get("models").size());
    FAMILIES.forEach(
        (key, family) -> {
          JsonNode model = model(actual, family);
          JsonNode one = expected.get(key);
          boolean broken = key.equals("broken");
          near(one.get("bic"), model.get("bic"), broken ? 0.5 : 0.05);
          if (!broken) {
            near(one.get("rho"), model.get("rho"), 2e-3);
          }
          if (one.has("alpha")) {
            assertEquals(-one.get("alpha").asDouble(), model.get("exponent").asDouble(), 1e-4);
            JsonNode ends = one.get("alpha_interval_95");
            JsonNode interval = model.get("interval95");
            assertEquals(-ends.get(1).asDouble(), interval.get(0).asDouble(), 2e-5);
            assertEquals(-ends.get(0).asDouble(), interval.get(1).asDouble(), 2e-5);
          } else {
            assertTrue(model.get("interval95").isNull());
            assertEquals(!broken, model.get("exponent").isNull());
          }
          if (broken) {
            assertEquals(
                -one.get("alpha1").asDouble(), model.get("earlierExponent").asDouble(), 0.01);
            assertEquals(-one.get("alpha2").asDouble(), model.get("exponent").asDouble(), 0.01);
            near(one.get("t0"), model.get("breakTime"), 0);
          }
          if (one.has("tau")) {
            near(one.get("tau"), model.get("timeConstant"), 1e-4 * one.get("tau").asDouble());
          }
        });
  }

  private static void near(JsonNode expected, JsonNode actual, double tolerance) {
    assertTrue(actual.isNumber(), actual::toString);
    assertEquals(expected.asDouble(), actual.asDouble(), tolerance);
  }

  private static JsonNode model(JsonNode law, String family) {
    for (JsonNode model : law.get("models")) {
      if (model.get("family").asText().equals(family)) {
        return model;
      }
    }
    throw new AssertionError("no " + family + " in " + law);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "powerlaw_offset",
        "powerlaw_offset_ar",
        "powerlaw_growth",
        "powerlaw_broken",
        "powerlaw_not_exponential"
      })
  void fit_tableOfTheReference(String name) throws IOException {
    JsonNode expected = MAPPER.readTree(resource("expected.json")).get(name);
    compare(expected, json(write(name + ".csv", resource(name + ".csv"))));
  }

  @Test
  void fit_linearParameters() throws IOException {
    JsonNode expected =
        MAPPER.readTree(resource("expected.json")).get("powerlaw_offset").get("offpow");
    JsonNode law = json(write("offset.csv", resource("powerlaw_offset.csv")));
    JsonNode model = model(law, "power with offset");
    near(expected.get("coefficients").get(0), model.get("offset"), 1e-4);
    near(expected.get("coefficients").get(1), model.get("amplitude"), 4e-4);
    assertEquals(model, law.get("models").get(0), "the best comes first");
  }

  @Test
  void fit_withoutNoise() throws IOException {
    JsonNode expected = MAPPER.readTree(resource("expected.json")).get("powerlaw_pure");
    JsonNode law = json(write("pure.csv", resource("powerlaw_pure.csv")));
    assertEquals("power", law.get("decision").asText());
    JsonNode power = model(law, "power");
    assertEquals(-expected.get("alpha").asDouble(), power.get("exponent").asDouble(), 1e-7);
    near(expected.get("A"), power.get("amplitude"), 1e-6);
    // y = 5 t^-0.4 at ten times the last t, and 1000 * 2 t^-1.4 = 0.01 at t = 200,000^(1 / 1.4)
    JsonNode projection = law.get("projection");
    assertEquals(200_000, projection.get("at").asDouble());
    assertEquals(5 * Math.pow(200_000, -0.4), projection.at("/value/value").asDouble(), 1e-7);
    assertEquals(0, projection.at("/asymptote/value").asDouble());
    JsonNode settled = json(folder.resolve("pure.csv"), "--settled-below", "0.01", "--at", "100");
    assertEquals(
        Math.pow(200_000, 1 / 1.4), settled.at("/projection/settled/value").asDouble(), 1e-2);
    assertEquals(5 * Math.pow(100, -0.4), settled.at("/projection/value/value").asDouble(), 1e-6);
  }

  /** The series of the reference as a run's log, with all that may happen to one. */
  @Test
  void fit_logOfARun() throws IOException {
    JsonNode expected = MAPPER.readTree(resource("expected.json"));
    List<String> offset = resource("powerlaw_offset.csv").lines().skip(1).toList();
    List<String> growth = resource("powerlaw_growth.csv").lines().skip(1).toList();
    StringBuilder log =
        new StringBuilder(
            "{\"type\":\"session\",\"session\":\"a\",\"settings\":{\"headline\":\"paper\"}}\n");
    for (int i = 0; i < offset.size(); i++) {
      long iteration = Long.parseLong(offset.get(i).split(",", -1)[0]) - 1;
      String score = offset.get(i).split(",", -1)[1];
      String dimension = growth.get(i).split(",", -1)[1];
      if (i == 20) { // measured twice, of which the last counts
        log.append(sample(iteration, "7", "8", ""));
      }
      if (i == 30) { // a branch that is given up
        log.append(sample(iteration, "7", "8", ""));
        log.append(sample(iteration + 50_000, "7", "8", ""));
        log.append("{\"type\":\"resumed\",\"session\":\"a\",\"iteration\":")
            .append(iteration - 1)
            .append("}\n");
      }
      log.append(i == 40 ? "{\"session\":\"a\",\"iter\n" : ""); // torn by a full disk
      log.append(sample(iteration, score, dimension, ""));
      if (i == 50) { // the score once more, all else from before
        log.append(
            sample(
                iteration,
                score,
                "9",
                "\"effectiveDimension\":%1$d,\"cpse\":%1$d".formatted(iteration - 3)));
      }
    }
    log.append("{\"type\":\"of a later version\"}\n{\"session\":\"a\",\"itera"); // still writing
    Path file = write("run.jsonl", log.toString());
    compare(expected.get("powerlaw_offset"), json(file, "--measure", "score"));
    JsonNode dimension = json(file, "--measure", "effectiveDimension/dense");
    compare(expected.get("powerlaw_growth"), dimension);
    assertEquals("effectiveDimension/dense", dimension.get("name").asText());
    compare(expected.get("powerlaw_growth"), json(file, "--measure", "cpse"));
    assertEquals("cpse.reference", json(file, "--measure", "cpse.reference").get("name").asText());
    JsonNode all = json(file).get("series");
    assertEquals(
        List.of("score", "cpse.paper", "effectiveDimension/dense"), all.findValuesAsText("name"));
    compare(expected.get("powerlaw_offset"), all.get(0));
    String notices = dimension.get("notices").toString();
    // after the session, 40 samples, and four lines more
    assertTrue(notices.contains("1 line is no JSON and left out, line 46 first"), notices);
    assertTrue(notices.contains("the last line is incomplete and was left out"), notices);
    // of a logarithm differences count
    assertEquals(0.01, all.get(1).at("/projection/settledBelow").asDouble());
  }

  private static String sample(long iteration, String score, String dimension, String carried) {
    return """
        {"session":"a","iteration":%d,"epoch":0,"wallTimeMillis":5,"score":%s,"cpse":{"paper":%s,\
        "reference":1.5},"layers":[{"index":3,"name":"dense","type":"DenseLayer",\
        "effectiveDimension":%s}],"weights":[],"absent":[{"layer":null,"measure":"cpse.causal",\
        "reason":"one matrix"}],"carried":{%s}}
        """
        .formatted(iteration, score, dimension, dimension, carried);
  }

  @Test
  void fit_logOfSeveralRuns_isOfTheLast() throws IOException {
    String begin = "{\"type\":\"session\",\"session\":\"%s\"}\n";
    Path file =
        write(
            "runs.jsonl",
            begin.formatted("a")
                + sample(5, "1", "1", "")
                + sample(6, "1", "1", "")
                + begin.formatted("b")
                + sample(2, "1", "1", ""));
    JsonNode json = json(file, "--measure", "score");
    assertEquals(1, json.get("points").asInt());
    assertEquals("too short", json.get("decision").asText());
    assertEquals("2 runs are in this file: the last was read", json.at("/notices/0").asText());
  }

  /** y = x^2 at every iteration. */
  @Test
  void fit_oneMeasureAgainstAnother() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 1; i < 40; i++) {
      log.append(sample((long) i * i, Integer.toString(i * i), Integer.toString(i), ""));
    }
    Path file = write("run.jsonl", log.toString());
    String[] options = {"--measure", "score", "--against", "effectiveDimension"};
    JsonNode slope = json(file, options).get("slopes").get(0);
    assertEquals("score", slope.get("y").asText());
    assertEquals("effectiveDimension/dense", slope.get("x").asText());
    assertEquals(2, slope.get("slope").asDouble(), 1e-12);
    assertEquals(2, slope.get("interval95").get(1).asDouble(), 1e-12);
    String text = fit(file, options).out();
    assertTrue(
        text.contains("score against effectiveDimension/dense: 2.000 [2.000, 2.000], "), text);
  }

  @Test
  void fit_runOfTheProgram() throws IOException {
    Path log = folder.resolve("iris.jsonl");
    Program.Outcome run =
        Program.run(
            "train", "--data", "iris", "--epochs", "12", "--port", "0", "--out", log.toString());
    assertEquals(0, run.code(), run::err);
    Program.Outcome outcome = fit(log);
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.out().contains("\nscore "), outcome.out());
    assertTrue(outcome.out().contains("\ncpse.scaleFree "), outcome.out());
    assertTrue(outcome.out().contains("\neffectiveDimension/"), outcome.out());
    assertTrue(json(log, "--measure", "stableRank/0").get("points").asInt() > 5);
  }

  /** A million rows end as 20 points a decade; 200 are fitted as they are. */
  @Test
  void fit_longTable() throws IOException {
    StringBuilder rows = new StringBuilder("iteration;loss\n");
    for (int t = 1; t <= 1_000_000; t++) {
      rows.append(t).append(';').append((float) (1 + 4 * Math.pow(t, -0.6))).append('\n');
    }
    JsonNode law = json(write("long.csv", rows.toString()));
    assertEquals("loss", law.get("name").asText());
    assertEquals("power with offset", law.get("decision").asText());
    assertEquals(-0.6, model(law, "power with offset").get("exponent").asDouble(), 1e-4);
    assertTrue(law.get("points").asInt() <= 20 * 6 + 1, law.get("points")::toString);
    List<String> lines = rows.toString().lines().toList();
    for (int count : new int[] {200, 201}) {
      Path file = write("short.csv", String.join("\n", lines.subList(0, count + 1)));
      int points = json(file).get("points").asInt();
      assertEquals(count == 200, points == 200, () -> "points: " + points);
    }
  }

  @Test
  void fit_whatIsNoNumberIsSkipped() throws IOException {
    Path file = write("gaps.csv", "1\t5\n2\tNaN\n3\t\n4\tinf\n5\t1e999\n10.5\t2\n");
    JsonNode law = json(file);
    assertEquals(2, law.get("points").asInt());
    assertEquals("too short", law.get("decision").asText());
    assertEquals("4 rows without a finite y were left out", law.at("/notices/0").asText());
    assertTrue(law.get("localSlope").isNull());
  }

  /** y = 2 t^-0.5 - 0.1 from t = 1 to 100, where it is still positive, but for t from 2 to 19. */
  @Test
  void fit_caveats() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int t = 1; t <= 100; t = t == 1 ? 20 : t + 2) {
      rows.append(t).append(',').append((float) (2 * Math.pow(t, -0.5) - 0.1)).append('\n');
    }
    Path file = write("gap.csv", rows.toString());
    assertEquals("power with offset", json(file).get("decision").asText());
    String caveats = json(file).get("caveats").toString();
    assertTrue(caveats.contains("no points between t = 1 and 20"), caveats);
    assertTrue(caveats.contains("the law falls below 0, which y never does"), caveats);
    assertTrue(fit(file).out().contains("But no points between t = 1 and 20"));
    Path good = write("offset.csv", resource("powerlaw_offset.csv"));
    assertTrue(json(good).get("caveats").isEmpty());
  }

  /** y = t^-0.7 and noise, of which it is a sixteenth from t = 4,000 on: too small to count. */
  @Test
  void fit_lawFarFromTheEnd_isSaid() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i <= 73; i++) {
      double t = Math.pow(10, i / 20.0);
      double y = Math.pow(t, -0.7) * (t > 1000 ? Math.pow(t / 1000, -2) : 1);
      rows.append(t).append(',').append(y + (i > 40 ? 0 : 0.005 * (i % 2 * 2 - 1))).append('\n');
    }
    Path file = write("end.csv", rows.toString());
    assertEquals("power", json(file).get("decision").asText());
    double last = Math.pow(10, 73 / 20.0);
    String caveats = json(file).get("caveats").toString();
    double said =
        Double.parseDouble(caveats.replaceAll("(?s).*the law is ([0-9.]+) times.*", "$1"));
    double third =
        Math.pow(last / 1000, 2) * Math.pow(10, -4 / 20.0); // the median of the last five
    assertEquals(third, said, 0.1 * third, caveats);
  }

  /** y = (t / 4)^-1 up to t = 4 and (t / 4)^-0.5 from there on, twenty points a decade. */
  @Test
  void fit_breakThatRestsOnFewPoints_isSaid() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int t = 1; t < 5; t++) { // as the grid has them
      rows.append(t).append(',').append(4.0 / t).append('\n');
    }
    for (int i = 14; i <= 60; i++) {
      double t = Math.pow(10, i / 20.0);
      rows.append(t).append(',').append(Math.pow(t / 4, -0.5)).append('\n');
    }
    Path file = write("early.csv", rows.toString());
    assertEquals("broken power", json(file).get("decision").asText());
    String caveats = json(file).get("caveats").toString();
    assertTrue(caveats.matches(".*the break rests on the first [34] points.*"), caveats);
    Path late = write("broken.csv", resource("powerlaw_broken.csv"));
    assertEquals("broken power", json(late).get("decision").asText());
    assertFalse(json(late).get("caveats").toString().contains("break rests"));
  }

  @Test
  void fit_standardInput() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("1,5\n2,4\n".getBytes(StandardCharsets.UTF_8)));
      Program.Outcome outcome = fit(Path.of("-"));
      assertEquals(0, outcome.code(), outcome::err);
      assertTrue(outcome.out().startsWith("standard input: 2 rows"), outcome.out());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void fit_sentences() throws IOException {
    Map<String, String> sentences =
        Map.of(
            "powerlaw_pure", "power law: y goes as t^-0.400 [",
            "powerlaw_offset", "power law with offset: y tends to 1.002 [",
            "powerlaw_growth", "goes as t^0.2",
            "powerlaw_broken", "broken power law: y goes as t^-0.1",
            "powerlaw_not_exponential", "exponential: y tends to 1.00");
    for (Map.Entry<String, String> one : sentences.entrySet()) {
      Path file = write("series.csv", resource(one.getKey() + ".csv"));
      String sentence = json(file).get("sentence").asText();
      assertTrue(sentence.contains(one.getValue()), sentence);
      assertTrue(sentence.contains(", over 4.3 decades, 54 points (R^2 "), sentence);
      String table = fit(file).out().replaceAll("\\R", " ");
      assertTrue(table.contains(sentence), table);
    }
    StringBuilder flat = new StringBuilder();
    for (int t = 1; t < 50; t++) {
      flat.append(t).append(",7.5\n");
    }
    Program.Outcome constant = fit(write("flat.csv", flat.toString()));
    assertTrue(
        constant.out().contains("y: no trend: a constant, 7.500, says as much as any law"),
        constant.out());
    Program.Outcome one = fit(write("one.csv", "3,1\n"));
    assertEquals(0, one.code(), one::err);
    assertTrue(one.out().contains("too short: 0.0 decades, 1 point; a law needs"), one.out());
  }

  @Test
  void fit_badTablesAreOneLine() throws IOException {
    String[][] refused = {
      {"", "is empty"},
      {"t,y\n", "holds no rows with numbers"},
      {"1,nan\n", "holds no rows with numbers"},
      {"0,1\n1,2\n", "row 1, column 1: t is 0, but laws begin at 1: add 1 to every t"},
      {"1,1\n-2,2\n", "row 2, column 1: t is -2, but has to be positive"},
      {"1,1\n3,2\n2,2\n", "row 3, column 1: t is 2 after 3, but has to increase"},
      {"1,1\n1,2\n", "row 2, column 1: t is 1 after 1, but has to increase"},
      {"1,1\nx,2\n", "row 2, column 1: 'x' is not a number"},
      {"1,1\n2,x\n", "row 2, column 2: 'x' is not a number"},
      {"1,1\n,2\n", "row 2, column 1: nothing where a number is expected"},
      {"1,1\n2\n", "row 2, column 2: the row ends here"},
      {"1,1\n2,2,2\n", "row 2, column 3: '2' is one too many"},
      {"1,2,3\n", "3 cells, but a series has two columns"},
      {"5\n6\n", "1 cell, but a series has two columns"},
      {"1,1\n2,2\n\n3,3\n", "an empty line between rows"},
      {"1,1\n1e999,2\n", "row 2, column 1: t is Infinity"},
      {"\u0000\u0001\u0002", "is no text"},
      {"{\"a\":1}\n", "holds no samples"},
      {"{\n  \"a\": 1\n}\n", "holds no samples"},
    };
    for (String[] text : refused) {
      Path file = write("series.csv", text[0]);
      Program.Outcome outcome = fit(file);
      assertEquals(2, outcome.code(), text[1]);
      assertEquals(1, outcome.err().lines().count(), outcome::err);
      assertTrue(outcome.err().startsWith("error: " + file), outcome::err);
      assertTrue(outcome.err().contains(text[1]), outcome::err);
    }
    for (Path file : new Path[] {folder, folder.resolve("nowhere.csv")}) {
      Program.Outcome outcome = fit(file);
      assertEquals(2, outcome.code(), outcome::err);
      assertTrue(outcome.err().startsWith("error: " + file), outcome::err);
    }
  }

  @Test
  void fit_unknownMeasureNamesTheNearest() throws IOException {
    Path file = write("run.jsonl", sample(1, "1", "2", "") + sample(2, "1", "2", ""));
    String[][] refused = {
      {"effectivedimensoin", "no measure 'effectivedimensoin', nearest is 'effectiveDimension'"},
      {"x", "it has score, cpse, effectiveDimension."},
      {"effectiveDimension/dens", "layer 'dens', nearest is 'dense'; it has that of dense."},
      {"cpse.papr", "no profile 'papr', nearest is 'paper'; it has paper, reference."},
      {"score.paper", "'score' has no profiles: leave out '.paper'"},
      {"score/dense", "'score' is of the whole network: leave out '/dense'"},
    };
    for (String[] measure : refused) {
      Program.Outcome outcome = fit(file, "--measure", measure[0]);
      assertEquals(2, outcome.code(), outcome::err);
      assertEquals(1, outcome.err().lines().count(), outcome::err);
      assertTrue(outcome.err().contains(measure[1]), outcome::err);
    }
  }

  @Test
  void fit_badOptionsNameTheOption() throws IOException {
    Path file = write("series.csv", "1,1\n2,2\n");
    for (String[] options :
        new String[][] {
          {"--at", "0"},
          {"--at", "1e16"},
          {"--settled-below", "NaN"},
          {"--against", "score"},
        }) {
      Program.Outcome outcome = fit(file, options);
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().startsWith("error: " + options[0]), outcome::err);
    }
    assertTrue(fit(file, "--measure", "score").err().contains("leave out --measure"));
    Path log = write("run.jsonl", sample(1, "1", "2", ""));
    assertTrue(fit(log, "--measure", "!").err().startsWith("error: --measure: '!' names no"));
    Path model = write("model.html", "no report");
    Program.Outcome occupied = fit(file, "--html", model.toString());
    assertEquals(2, occupied.code());
    assertTrue(occupied.err().contains("exists, and is no report"), occupied::err);
  }

  @Test
  void fit_writesAReport() throws IOException {
    Path file = write("offset.csv", resource("powerlaw_offset.csv"));
    Path page = folder.resolve("reports").resolve("law.html");
    assertEquals(0, fit(file, "--html", page.toString()).code());
    String html = Files.readString(page);
    assertTrue(html.contains("power law with offset: y tends to 1.002"));
    assertFalse(html.toLowerCase(Locale.ROOT).contains("nan,"));
  }

  @Test
  void fit_helps() {
    assertTrue(Program.run("--help").out().contains("fit "));
    String help = Program.run("fit", "--help").out();
    for (String word : List.of("--measure", "--against", "--settled-below", "--at", "Examples:")) {
      assertTrue(help.contains(word), help);
    }
  }
}
