package io.complexometer.export;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A histogram of Prometheus, out of a summary and of gauges that hold its cumulative buckets. */
final class AnalysisHistogram {
  private AnalysisHistogram() {}

  /**
   * Joins them.
   *
   * @param summary count and sum of each session
   * @param buckets with a label {@code le} beside those of the summary
   */
  static HistogramSnapshot of(SummarySnapshot summary, GaugeSnapshot buckets) {
    Map<Labels, SortedMap<Double, Long>> cumulative = new HashMap<>();
    for (GaugeDataPointSnapshot bucket : buckets.getDataPoints()) {
      List<String> names = new ArrayList<>();
      List<String> values = new ArrayList<>();
      for (Label label : bucket.getLabels()) {
        if (!label.getName().equals(SessionMeter.BOUND)) {
          names.add(label.getName());
          values.add(label.getValue());
        }
      }
      cumulative
          .computeIfAbsent(Labels.of(names, values), any -> new TreeMap<>())
          .put(bound(bucket.getLabels().get(SessionMeter.BOUND)), (long) bucket.getValue());
    }
    List<HistogramDataPointSnapshot> points = new ArrayList<>();
    for (SummaryDataPointSnapshot point : summary.getDataPoints()) {
      SortedMap<Double, Long> counts = cumulative.get(point.getLabels());
      if (counts != null) {
        points.add(
            new HistogramDataPointSnapshot(
                each(counts), point.getSum(), point.getLabels(), Exemplars.EMPTY, 0));
      }
    }
    return new HistogramSnapshot(summary.getMetadata(), points);
  }

  private static double bound(String label) {
    return label.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(label);
  }

  private static ClassicHistogramBuckets each(SortedMap<Double, Long> cumulative) {
    List<Long> counts = new ArrayList<>();
    long before = 0;
    for (long within : cumulative.values()) {
      counts.add(within - before);
      before = within;
    }
    return ClassicHistogramBuckets.of(List.copyOf(cumulative.keySet()), counts);
  }
}
