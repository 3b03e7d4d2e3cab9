package io.complexometer.export;

import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Gathers sessions that are over, and writes them as OpenMetrics text with the time of each sample,
 * for backfilling a Prometheus:
 *
 * <pre>{@code
 * OpenMetricsHistory history = new OpenMetricsHistory();
 * SampleLogReader.of(Path.of("runs/lenet.jsonl")).read(history);
 * history.write(System.out);
 * }</pre>
 *
 * <pre>
 * # TYPE complexity_cpse gauge
 * # HELP complexity_cpse Cascading periodic spectral ergodicity. Unit: log10 of bits.
 * complexity_cpse{profile="scaleFree",session="lenet-20260101T120000"} 1.25 1767268800.000
 * complexity_cpse{profile="scaleFree",session="lenet-20260101T120000"} 1.5 1767268860.000
 * # EOF
 * </pre>
 *
 * <p>Series, labels and values are those that {@link PrometheusEndpoint} would have served after
 * each sample, but for what the monitor itself did and took. Sessions follow one another; a time
 * and a number are kept of each value, 16 bytes.
 *
 * <p>In a series times increase: samples are put in the order of their times where the clock was
 * set back, and of those at one millisecond the last stays.
 */
public final class OpenMetricsHistory implements SampleSink {

  /** All series of one name. */
  private record Family(String type, String suffix, String help, Map<Labels, TimedValues> series) {}

  private final Map<String, Family> families = new TreeMap<>();
  private Optional<Replay> replay = Optional.empty();
  private long before = Long.MIN_VALUE;
  private long setBack;
  private long samples;

  /** Nothing was gathered yet. */
  public OpenMetricsHistory() {}

  /** A session with all that would serve it. */
  private record Replay(
      ComplexityMeterBinder meters, PrometheusMeterRegistry registry, AbsenceCollector endpoint) {

    static Replay of(Session session, Supplier<Health> health) {
      ComplexityMeterBinder meters = ComplexityMeterBinder.withoutHealth();
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      meters.bindTo(registry);
      meters.begin(session, health);
      return new Replay(meters, registry, new AbsenceCollector(registry, List.of(meters)));
    }

    void close() {
      meters.close();
      registry.close();
    }
  }

  @Override
  public void begin(Session session, Supplier<Health> health) {
    end();
    replay = Optional.of(Replay.of(session, health));
    before = Long.MIN_VALUE;
  }

  /**
   * Gathers what would be served after a sample.
   *
   * @throws IllegalStateException if no session has begun
   */
  @Override
  public void accept(Sample sample) {
    Replay now = replay.orElseThrow(() -> new IllegalStateException("no session has begun"));
    now.meters().accept(sample);
    long time = sample.wallTimeMillis();
    for (MetricSnapshot snapshot : now.endpoint().collect()) {
      gather(snapshot, time);
    }
    setBack += time < before ? 1 : 0;
    before = time;
    samples++;
  }

  private void gather(MetricSnapshot snapshot, long time) {
    MetricMetadata metadata = snapshot.getMetadata();
    if (snapshot instanceof GaugeSnapshot gauge) {
      Family family = family(metadata, "gauge", "");
      for (GaugeDataPointSnapshot point : gauge.getDataPoints()) {
        gather(family, point.getLabels(), time, point.getValue());
      }
    } else if (snapshot instanceof InfoSnapshot info) {
      Family family = family(metadata, "info", "_info");
      for (InfoDataPointSnapshot point : info.getDataPoints()) {
        gather(family, point.getLabels(), time, 1);
      }
    } else {
      throw new IllegalStateException("no history is kept of a " + snapshot.getClass());
    }
  }

  private static void gather(Family family, Labels labels, long time, double value) {
    family.series().computeIfAbsent(labels, any -> new TimedValues()).add(time, value);
  }

  private Family family(MetricMetadata metadata, String type, String suffix) {
    return families.computeIfAbsent(
        metadata.getPrometheusName(),
        any ->
            new Family(
                type,
                suffix,
                Optional.ofNullable(metadata.getHelp()).orElse(""),
                new LinkedHashMap<>()));
  }

  @Override
  public void end() {
    replay.ifPresent(Replay::close);
    replay = Optional.empty();
  }

  /**
   * How many samples there were.
   *
   * @return of all sessions
   */
  public long samples() {
    return samples;
  }

  /**
   * How often the clock was set back.
   *
   * @return samples that are from an earlier time than the one before them in their session
   */
  public long setBack() {
    return setBack;
  }

  /**
   * Writes everything, and its end: no more can follow it.
   *
   * @param to where to
   * @throws IOException if it cannot be written
   */
  public void write(Appendable to) throws IOException {
    for (Map.Entry<String, Family> entry : families.entrySet()) {
      String name = entry.getKey();
      Family family = entry.getValue();
      to.append(PageFormat.OPEN_METRICS.head(name, family.type(), family.help()));
      for (Map.Entry<Labels, TimedValues> series : family.series().entrySet()) {
        String key = PageLine.key(name + family.suffix(), named(series.getKey()));
        series.getValue().forEach((time, value) -> line(to, key, time, value));
      }
    }
    to.append("# EOF\n");
  }

  private static void line(Appendable to, String key, long time, double value) throws IOException {
    to.append(key).append(' ').append(Double.toString(value)).append(' ');
    to.append(Long.toString(time / 1000)).append('.');
    long millis = time % 1000;
    to.append(millis < 10 ? "00" : millis < 100 ? "0" : "").append(Long.toString(millis));
    to.append('\n');
  }

  private static Map<String, String> named(Labels labels) {
    Map<String, String> named = new LinkedHashMap<>();
    labels.forEach(label -> named.put(label.getName(), label.getValue()));
    return named;
  }
}
