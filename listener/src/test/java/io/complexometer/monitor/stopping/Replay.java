package io.complexometer.monitor.stopping;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import io.complexometer.monitor.Verdict;
import io.complexometer.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training without a network: its series have the numbers that a test gives them. */
final class Replay {
  static final Series CPSE = network("cpse", CpseProfile.SCALE_FREE.label(), "log10 bits");
  static final Series CPSE_PAPER = network("cpse", CpseProfile.PAPER.label(), "log10 bits");
  static final Series CPSE_Z = network("cpse.z", CpseProfile.SCALE_FREE.label(), "");
  static final Series FIRST = dimension(0, "dense1");
  static final Series SECOND = dimension(1, "dense2");
  static final Series THIRD = dimension(2, "a \"layer\" (odd), \\ [1]");
  private static final List<Series> SERIES =
      List.of(CPSE, CPSE_PAPER, CPSE_Z, FIRST, SECOND, THIRD);

  final Session session;
  private final List<Reading> readings = new ArrayList<>();
  private final List<Trend> trends = new ArrayList<>();
  private double score = 1;

  Replay() {
    List<Series> fitted = List.of(Series.SCORE, FIRST, SECOND);
    session =
        new Session(
            "s",
            "s",
            Map.of(),
            0,
            "MultiLayerNetwork",
            1,
            List.of(),
            List.of(),
            Map.of(),
            CpseProfile.SCALE_FREE,
            SERIES,
            Optional.empty(),
            List.of(),
            fitted,
            Optional.empty(),
            List.of());
    SERIES.forEach(series -> readings.add(new Reading(series, Value.absent("not measured"), -1)));
    ScalingLaw none = ScalingLaw.of(new Points(new double[0], new double[0]));
    fitted.forEach(series -> trends.add(new Trend(series, none, -1, 0.01)));
  }

  private static Series network(String name, String profile, String unit) {
    return Series.of(
        new Metric("cpse", name, profile, Metric.Scope.NETWORK, unit, "As the listener has it."));
  }

  private static Series dimension(int index, String layer) {
    return Series.of(
        new Metric(
            "effectiveDimension",
            "effective.dimension",
            "",
            Metric.Scope.LAYER,
            "",
            "As the listener has it."),
        new Layer(index, layer, "DenseLayer"));
  }

  /** A criterion that knows the session. */
  <C extends Criterion> C begin(C criterion) {
    criterion.begin(session);
    return criterion;
  }

  /** A number is measured, or, if it is NaN, found to be absent. */
  Replay set(Series series, long iteration, double number) {
    Value value = Double.isNaN(number) ? Value.absent("no variance") : Value.of(number);
    readings.set(SERIES.indexOf(series), new Reading(series, value, iteration));
    return this;
  }

  Replay score(double newest) {
    this.score = newest;
    return this;
  }

  Replay law(Series series, ScalingLaw law) {
    trends.replaceAll(one -> one.series().equals(series) ? new Trend(series, law, 1, 0.01) : one);
    return this;
  }

  Sample sample(long iteration) {
    return new Sample(
        "s", iteration, 0, 0, Value.of(score), readings, trends, Optional.empty(), List.of());
  }

  Verdict test(Criterion criterion, long iteration) {
    return criterion.test(sample(iteration));
  }
}
