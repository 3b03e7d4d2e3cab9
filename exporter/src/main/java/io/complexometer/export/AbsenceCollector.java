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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one scrape of a registry shows: each session's values of one sample, and in place of a value
 * that is absent the reason, as a series of {@code complexity_absent}.
 */
final class AbsenceCollector implements MultiCollector {

  private static final String PREFIX = "complexity_";
  private static final MetricMetadata ABSENT =
      new MetricMetadata(
          PREFIX + "absent", "1 for each series that has no value now; the label reason says why.");

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
      for (MetricSnapshot snapshot : registry.getPrometheusRegistry().scrape()) {
        present(snapshot).ifPresent(shown::metricSnapshot);
      }
      absent(sessions).ifPresent(shown::metricSnapshot);
      return shown.build();
    } finally {
      sessions.forEach(LiveSession::unpin);
    }
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
    String metric =
        registry.config().namingConvention().name(absence.meter(), Meter.Type.GAUGE, null);
    return Labels.of(
        "session", session,
        "metric", metric,
        "series", absence.series(),
        "measure", absence.measure(),
        "profile", absence.profile(),
        "layer", absence.layer(),
        "parameter", absence.parameter(),
        "reason", absence.reason());
  }
}
