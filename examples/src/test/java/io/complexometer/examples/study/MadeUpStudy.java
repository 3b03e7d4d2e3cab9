package io.complexometer.examples.study;

import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Trend;
import io.complexometer.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Studies whose laws are known, since their series are computed from them. */
public final class MadeUpStudy {
  private static final Metric DIMENSION =
      new Metric(
          "effectiveDimension",
          "effective.dimension",
          "",
          Metric.Scope.LAYER,
          "directions",
          "Effective dimension.");

  private MadeUpStudy() {}

  /** A series at 41 times from 1 to 100. */
  public static Course course(Series series, DoubleUnaryOperator law) {
    double[] t = IntStream.rangeClosed(0, 40).mapToDouble(i -> Math.pow(10, i / 20.0)).toArray();
    double[] y = new double[t.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = law.applyAsDouble(t[i]);
    }
    Points points = new Points(t, y);
    return new Course(new Trend(series, ScalingLaw.of(points), 99, 0.01), points);
  }

  /** One training whose score is t^exponent, and whose dimension stays what it is. */
  static StudyRun run(int width, Labels labels, long seed, double exponent) {
    Series dimension = Series.of(DIMENSION, new Layer(0, "dense1", "DenseLayer"));
    return new StudyRun(
        width,
        labels,
        seed,
        100,
        1.5,
        0.9,
        0.8,
        List.of(
            course(Series.SCORE, t -> Math.pow(t, exponent)), course(dimension, t -> width / 2.0)));
  }

  /** Of each width and kind of labels a training for each exponent. */
  public static Study study(List<Integer> widths, List<Double> known, List<Double> shuffled) {
    List<StudyRun> runs = new ArrayList<>();
    for (int width : widths) {
      for (int i = 0; i < known.size(); i++) {
        runs.add(run(width, Labels.TRUE, i + 1, known.get(i)));
        runs.add(run(width, Labels.SHUFFLED, i + 1, shuffled.get(i)));
      }
    }
    List<Long> seeds = IntStream.rangeClosed(1, known.size()).mapToObj(i -> (long) i).toList();
    return new Study("images<", 800, 200, 10, new StudySettings(widths, seeds, 4, 32), runs);
  }
}
