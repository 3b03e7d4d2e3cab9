package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.micrometer.core.instrument.Gauge;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives is decoded by OpenTelemetry's own classes. */
class ComplexityOtlpRegistryTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private OtlpReceiver receiver;
  private final ComplexityMeterBinder meters = new ComplexityMeterBinder();

  @BeforeEach
  void start() throws IOException {
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void close_sendsTheLastSampleExactly() {
    Sample sample =
        Lenet.sample(
            "run-1",
            300,
            series -> Value.of(Math.PI * 1e-5 * (1 + Lenet.series().indexOf(series))));
    send(sample);
    Map<String, Metric> sent = receiver.last();

    Map<String, Map<Map<String, String>, Double>> expected = new HashMap<>();
    for (Reading reading : sample.readings()) {
      expected
          .computeIfAbsent(
              "complexity." + reading.series().metric().name(), name -> new HashMap<>())
          .put(attributes(reading.series()), reading.value().orNaN());
    }
    expected.forEach((name, points) -> assertEquals(points, OtlpReceiver.points(sent.get(name))));

    Metric dimension = sent.get("complexity.effective.dimension");
    assertEquals(
        "Effective dimension of the layer's features. Unit: dimensions.",
        dimension.getDescription());
    assertTrue(dimension.hasGauge());
    Map<String, String> session = Map.of("session", "run-1", "team", "vision");
    Metric samples = sent.get("complexity.samples");
    assertTrue(samples.getSum().getIsMonotonic());
    assertEquals(Map.of(session, 6.0), OtlpReceiver.points(samples));
    HistogramDataPoint analysis =
        sent.get("complexity.analysis").getHistogram().getDataPointsList().get(0);
    assertEquals(5, analysis.getCount());
    assertEquals(250, analysis.getSum()); // milliseconds, Micrometer's unit for OpenTelemetry
    assertEquals("milliseconds", sent.get("complexity.analysis").getUnit());
  }

  /** By hand from the README: which keys a series has. */
  private static Map<String, String> attributes(Series series) {
    Map<String, String> attributes = new TreeMap<>(Map.of("session", "run-1", "team", "vision"));
    if (!series.metric().profile().isEmpty()) {
      attributes.put("profile", series.metric().profile());
    }
    series
        .layer()
        .ifPresent(layer -> attributes.put("layer", "0" + layer.index() + "_" + layer.name()));
    series.matrix().ifPresent(matrix -> attributes.put("parameter", matrix.parameter()));
    return attributes;
  }

  @Test
  void close_absentValues_areNotSent() {
    try (ComplexityOtlpRegistry registry =
        new ComplexityOtlpRegistry(receiver.config(NEVER), meters)) {
      Gauge.builder("complexity.user.own", () -> Double.NaN).register(registry);
      Gauge.builder("user.own", () -> Double.NaN).register(registry);
      meters.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      meters.accept(Lenet.carriedSample("run-1"));
    }
    Map<String, Metric> sent = receiver.last();
    assertFalse(sent.containsKey("complexity.feature.units"));
    assertEquals(
        Map.of(Map.of("session", "run-1", "team", "vision", "layer", "00_conv1"), 17.5),
        OtlpReceiver.points(sent.get("complexity.effective.dimension")));
    Set<String> nan =
        sent.values().stream()
            .filter(
                metric ->
                    metric.getGauge().getDataPointsList().stream()
                        .map(NumberDataPoint::getAsDouble)
                        .anyMatch(value -> value.isNaN()))
            .map(Metric::getName)
            .collect(Collectors.toSet());
    assertEquals(Set.of("complexity.user.own", "user.own"), nan);
  }

  @Test
  void publish_whileSamplesArrive_isOfOneSample() {
    try (ComplexityOtlpRegistry registry =
        new ComplexityOtlpRegistry(receiver.config(Duration.ofMillis(20)), meters)) {
      meters.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      for (long iteration = 0; receiver.received().size() < 40; iteration++) {
        double value = iteration;
        meters.accept(Lenet.sample("run-1", iteration, series -> Value.of(value)));
      }
      assertFalse(registry.getMeters().isEmpty());
    }
    Set<Double> seen =
        receiver.received().stream()
            .filter(sent -> sent.containsKey("complexity.cpse"))
            .map(ComplexityOtlpRegistryTest::onlyIteration)
            .collect(Collectors.toSet());
    assertTrue(seen.size() > 10, "the samples did change between: " + seen.size());
  }

  /** Of a sample all of whose series are its iteration. */
  private static double onlyIteration(Map<String, Metric> sent) {
    Set<Double> values =
        sent.entrySet().stream()
            .filter(
                metric ->
                    metric
                        .getKey()
                        .matches(
                            "complexity\\.(cpse|effective|feature|training\\.(it|sc)|measured).*"))
            .filter(metric -> metric.getValue().hasGauge())
            .flatMap(metric -> OtlpReceiver.points(metric.getValue()).values().stream())
            .collect(Collectors.toSet());
    assertEquals(1, values.size(), () -> values.toString());
    return values.iterator().next();
  }

  /** An endpoint beside it still waits for its own scrape. */
  @Test
  void publish_isNoScrape() {
    try (ComplexityOtlpRegistry registry =
        new ComplexityOtlpRegistry(receiver.config(NEVER), meters)) {
      meters.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      meters.accept(Lenet.carriedSample("run-1"));
      registry.publish();
    }
    assertEquals(2, receiver.received().size());
    assertFalse(meters.live().orElseThrow().isScraped());
  }

  @Test
  void close_receiverThatIsGone_doesNoHarm() {
    receiver.close();
    send(Lenet.carriedSample("run-1"));
    assertEquals(List.of(), receiver.received());
  }

  private void send(Sample sample) {
    try (ComplexityOtlpRegistry registry =
        new ComplexityOtlpRegistry(receiver.config(NEVER), meters)) {
      assertTrue(registry.getMeters().isEmpty());
      meters.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      meters.accept(sample);
    }
  }
}
