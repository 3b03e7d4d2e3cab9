package io.complexometer.export;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link MetricsPage} writes, as the snapshots of Prometheus's client library, for its other
 * ways out: each session's values of one sample, and in place of a value that is absent the reason,
 * as a series of {@code complexity_absent}. The binders have to be bound to the registry.
 */
final class AbsenceCollector implements MultiCollector {

  private static final String PREFIX = "complexity_";
  private static final MetricMetadata ABSENT =
      new MetricMetadata(AbsentLines.NAME, AbsentLines.HELP);

  private final PrometheusMeterRegistry registry;
  private final List<ComplexityMeterBinder> binders;

  AbsenceCollector(PrometheusMeterRegistry registry, List<ComplexityMeterBinder> binders) {
    this.registry = registry;
    this.binders = List.copyOf(binders);
  }

  @Override
  public MetricSnapshots collect() {
    List<LiveSession> sessions =
        binders.stream().map(ComplexityMeterBinder::live).flatMap(Optional::stream).toList();
    try {
      // The registry asks its gauges on this thread.
      sessions.forEach(LiveSession::pin);
      MetricSnapshots.Builder shown = MetricSnapshots.builder();
      for (MetricSnapshot snapshot : withHistogram(registry.getPrometheusRegistry().scrape())) {
        present(snapshot).ifPresent(shown::metricSnapshot);
      }
      absent(sessions).ifPresent(shown::metricSnapshot);
      return shown.build();
    } finally {
      sessions.forEach(LiveSession::unpin);
    }
  }

  /** Puts the buckets of the time of analyses, each a gauge of its own, to their count and sum. */
  private List<MetricSnapshot> withHistogram(MetricSnapshots all) {
    String buckets = name(HealthMeters.BUCKETS, Meter.Type.GAUGE);
    String whole = name(HealthMeters.ANALYSIS, Meter.Type.TIMER);
    Optional<GaugeSnapshot> gauges =
        all.stream()
            .filter(one -> one.getMetadata().getPrometheusName().equals(buckets))
            .map(GaugeSnapshot.class::cast)
            .findFirst();
    List<MetricSnapshot> shown = new ArrayList<>();
    for (MetricSnapshot snapshot : all) {
      String name = snapshot.getMetadata().getPrometheusName();
      if (name.equals(whole) && gauges.isPresent() && snapshot instanceof SummarySnapshot summary) {
        shown.add(AnalysisHistogram.of(summary, gauges.get()));
      } else if (!name.equals(buckets)) {
        shown.add(snapshot);
      }
    }
    return shown;
  }

  private String name(String meter, Meter.Type type) {
    return registry.config().namingConvention().name(meter, type, null);
  }

  private static Optional<MetricSnapshot> present(MetricSnapshot snapshot) {
    if (!(snapshot instanceof GaugeSnapshot gauge)
        || !gauge.getMetadata().getPrometheusName().startsWith(PREFIX)) {
      return Optional.of(snapshot);
    }
    List<GaugeDataPointSnapshot> points =
        gauge.getDataPoints().stream()
            // A user's gauge may begin with the same word; it has no session.
            .filter(
                point -> !Double.isNaN(point.getValue()) || !point.getLabels().contains("session"))
            .toList();
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new GaugeSnapshot(gauge.getMetadata(), points));
  }

  private Optional<MetricSnapshot> absent(List<LiveSession> sessions) {
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (LiveSession session : sessions) {
      for (Absence absence : session.absences()) {
        points.add(
            GaugeDataPointSnapshot.builder()
                .value(1)
                .labels(labels(session.session().id(), absence))
                .build());
      }
    }
    return points.isEmpty() ? Optional.empty() : Optional.of(new GaugeSnapshot(ABSENT, points));
  }

  private Labels labels(String session, Absence absence) {
    Map<String, String> labels =
        AbsentLines.labels(session, absence, registry.config().namingConvention());
    List<String> names = List.copyOf(labels.keySet());
    return Labels.of(names, names.stream().map(labels::get).toList());
  }
}
