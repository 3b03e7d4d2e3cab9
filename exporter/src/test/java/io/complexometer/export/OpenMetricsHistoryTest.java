package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.export.log.SampleLog;
import io.complexometer.export.log.SampleLogReader;
import io.complexometer.measure.Value;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OpenMetricsHistoryTest {

  private static final String OF_THE_MONITOR =
      "complexity_(samples|failures|ignored|analysis|training_interruption|stop|interval|measure_duration).*";

  @TempDir Path folder;

  /** What the endpoint would serve while a training is watched: the page after each sample. */
  private static final class Endpoint implements SampleSink {
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ComplexityMeterBinder meters;
    private final AbsenceCollector collector;
    private final List<String> pages = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    Endpoint(ComplexityMeterBinder meters) {
      this.meters = meters;
      meters.bindTo(registry);
      collector = new AbsenceCollector(registry, List.of(meters));
    }

    @Override
    public void begin(Session session, Supplier<Health> health) {
      meters.begin(session, health);
    }

    @Override
    public void accept(Sample sample) {
      meters.accept(sample);
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      try {
        new OpenMetricsTextFormatWriter(false, true).write(page, collector.collect());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      pages.add(page.toString(StandardCharsets.UTF_8));
      times.add(sample.wallTimeMillis());
    }

    /** The lines of a page that are not about the monitor itself. */
    List<String> withoutHealth(int page) {
      return pages
          .get(page)
          .lines()
          .filter(line -> !line.replaceFirst("# (TYPE|HELP|UNIT) ", "").matches(OF_THE_MONITOR))
          .toList();
    }
  }

  /** A training with a law, of which nothing but the page and the log is kept. */
  private static Endpoint train(Path file) throws IOException {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .list()
                .layer(new DenseLayer.Builder().nOut(12).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(8))
                .build());
    model.init();
    Nd4j.getRandom().setSeed(7);
    INDArray features = Nd4j.rand(60, 8);
    INDArray labels = Nd4j.eye(3).repeat(0, 20L);
    Endpoint live = new Endpoint(new ComplexityMeterBinder());
    try (SampleLog log = SampleLog.builder(file).partBytes(100_000).create();
        ComplexityListener listener =
            ComplexityListener.builder()
                .name("a \"quoted\\\" name")
                .tag("team", "vision")
                .probe(features)
                .everyIterations(3)
                .probeEvery(6)
                .spectralDensity(true)
                .mode(Mode.INLINE)
                .share(1)
                .sink(live)
                .sink(log)
                .build()) {
      listener.attach(model);
      for (int i = 0; i < 200; i++) {
        model.fit(features, labels);
      }
    }
    return live;
  }

  /**
   * Page by page the same as while it was trained, to the last digit, but for the monitor's own.
   */
  @Test
  void replay_showsWhatTheEndpointShowed() throws IOException {
    Path file = folder.resolve("run.jsonl");
    Endpoint live = train(file);
    Endpoint replayed = new Endpoint(ComplexityMeterBinder.withoutHealth());
    SampleLogReader reader = SampleLogReader.of(file);
    assertTrue(reader.parts().size() > 1);
    reader.read(replayed);
    assertEquals(live.times, replayed.times);
    for (int i = 0; i < live.pages.size(); i++) {
      assertEquals(live.withoutHealth(i), replayed.pages.get(i).lines().toList());
    }
    String last = replayed.pages.get(replayed.pages.size() - 1);
    assertTrue(last.contains("complexity_scaling_exponent{"), last); // a law was decided on
    assertTrue(last.contains("complexity_vc_bound{"), last);
    assertTrue(last.contains("complexity_absent{"), last);
  }

  /** The lines of a page by their series, as numbers. */
  private static Map<String, Double> values(String page) {
    Map<String, Double> values = new HashMap<>();
    page.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              values.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
            });
    return values;
  }

  /** A real Prometheus has each number of each sample, at its time, and no other. */
  @Test
  void write_isWhatPrometheusTakes() throws Exception {
    Optional<Path> prometheus = PrometheusServer.program("prometheus");
    Optional<Path> promtool = PrometheusServer.program("promtool");
    assumeTrue(prometheus.isPresent() && promtool.isPresent(), "no Prometheus on the PATH");
    Path file = folder.resolve("run.jsonl");
    train(file);
    OpenMetricsHistory history = new OpenMetricsHistory();
    Endpoint replayed = new Endpoint(ComplexityMeterBinder.withoutHealth());
    SampleLogReader.of(file).read(history);
    SampleLogReader.of(file).read(replayed);
    assertEquals(replayed.pages.size(), history.samples());
    StringBuilder text = new StringBuilder();
    history.write(text);
    Path openMetrics = Files.writeString(folder.resolve("history.txt"), text);
    backfill(promtool.get(), openMetrics, folder.resolve("data"));

    Map<String, Map<Long, Double>> expected = new HashMap<>();
    for (int i = 0; i < replayed.pages.size(); i++) {
      long time = replayed.times.get(i);
      values(replayed.pages.get(i))
          .forEach(
              (series, value) ->
                  expected.computeIfAbsent(key(series), any -> new HashMap<>()).put(time, value));
    }
    Map<String, Map<Long, Double>> actual = new HashMap<>();
    try (PrometheusServer server = PrometheusServer.start(prometheus.get(), folder, 9)) {
      for (JsonNode series : server.query("{__name__=~\"complexity_.+\"}[1000d]")) {
        Map<Long, Double> values = new HashMap<>();
        for (JsonNode pair : series.get("values")) {
          values.put(
              Math.round(pair.get(0).asDouble() * 1000), Double.valueOf(pair.get(1).asText()));
        }
        actual.put(key(series.get("metric")), values);
      }
    }
    assertTrue(expected.size() > 100);
    TreeSet<String> onlyThere = new TreeSet<>(actual.keySet());
    onlyThere.removeAll(expected.keySet());
    assertEquals(Set.of(), onlyThere);
    expected.forEach((series, values) -> assertEquals(values, actual.get(series), series));
  }

  private static void backfill(Path promtool, Path text, Path data) throws Exception {
    Path output = Files.createTempFile(data.getParent(), "promtool", ".txt");
    Process process =
        new ProcessBuilder(
                promtool.toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                text.toString(),
                data.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, process.waitFor(), Files.readString(output));
    File[] blocks = data.toFile().listFiles();
    assertNotNull(blocks);
    assertTrue(blocks.length > 0);
  }

  /** A series as the text format writes it, its labels in the order of their names. */
  private static String key(String series) {
    int brace = series.indexOf('{');
    List<String> labels =
        Stream.of(series.substring(brace + 1, series.length() - 1).split("(?<=\"),", -1))
            .filter(label -> !label.endsWith("=\"\"")) // to Prometheus the same as none
            .toList();
    return series.substring(0, brace) + new TreeSet<>(labels);
  }

  /** The same of Prometheus's JSON. */
  private static String key(JsonNode metric) {
    TreeSet<String> labels = new TreeSet<>();
    metric
        .properties()
        .forEach(
            label -> {
              if (!label.getKey().equals("__name__")) {
                String value =
                    label.getValue().asText().replace("\\", "\\\\").replace("\"", "\\\"");
                labels.add(label.getKey() + "=\"" + value + "\"");
              }
            });
    return metric.get("__name__").asText() + labels;
  }

  private static Sample at(long time, Sample sample, double score, Trend... trends) {
    return new Sample(
        sample.session(),
        sample.iteration(),
        sample.epoch(),
        time,
        Value.of(score),
        sample.readings(),
        List.of(trends),
        Optional.empty(),
        List.of());
  }

  private static List<String> scores(OpenMetricsHistory history) throws IOException {
    StringBuilder text = new StringBuilder();
    history.write(text);
    assertTrue(text.toString().endsWith("\n# EOF\n"));
    return text.toString()
        .lines()
        .filter(line -> line.contains("complexity_training_score"))
        .toList();
  }

  @Test
  void write_severalSessions_areOneFamily() throws IOException {
    OpenMetricsHistory history = new OpenMetricsHistory();
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("place", "a \"b\" \\ c\nd");
    for (String session : List.of("run-1", "run-2")) {
      history.begin(Lenet.session(session, session.equals("run-1") ? tags : Map.of()), () -> null);
      Sample sample = Lenet.sample(session, 5, series -> Value.of(1));
      history.accept(at(1_700_000_000_007L, sample, 0.1));
      history.accept(at(1_700_000_060_070L, sample, 1e-12));
      history.end();
    }
    // Written by hand after the OpenMetrics specification.
    assertEquals(
        List.of(
            "# TYPE complexity_training_score gauge",
            "# HELP complexity_training_score Training score (loss) at the newest sample.",
            "complexity_training_score{place=\"a \\\"b\\\" \\\\ c\\nd\",session=\"run-1\"} 0.1"
                + " 1700000000.007",
            "complexity_training_score{place=\"a \\\"b\\\" \\\\ c\\nd\",session=\"run-1\"} 1.0E-12"
                + " 1700000060.070",
            "complexity_training_score{session=\"run-2\"} 0.1 1700000000.007",
            "complexity_training_score{session=\"run-2\"} 1.0E-12 1700000060.070"),
        scores(history));
  }

  /** Times have to increase, and of two values at one time Prometheus would refuse the second. */
  @Test
  void write_clockSetBack_isInOrderOfTime() throws IOException {
    OpenMetricsHistory history = new OpenMetricsHistory();
    history.begin(Lenet.session("run-1", Map.of()), () -> null);
    Sample sample = Lenet.sample("run-1", 5, series -> Value.of(1));
    long[] times = {5000, 7000, 6000, 7000, 7000, 8000};
    for (int i = 0; i < times.length; i++) {
      history.accept(at(times[i], sample, i));
    }
    history.end();
    assertEquals(1, history.setBack());
    assertEquals(
        List.of("0.0 5.000", "2.0 6.000", "4.0 7.000", "5.0 8.000"),
        scores(history).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(line.indexOf('}') + 2))
            .toList());
  }
}
