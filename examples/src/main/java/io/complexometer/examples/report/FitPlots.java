package io.complexometer.examples.report;

import io.complexometer.examples.fitting.FittedSeries;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Points;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Plots of a series and its law over logarithmic time. */
final class FitPlots {
  private static final int STEPS = 120; // of a curve
  private static final String TIME = "t";

  private FitPlots() {}

  /** The points, the law, where it leads to, and the laws at the ends of the interval. */
  static Chart law(FittedSeries series) {
    Points points = series.points();
    boolean logarithmic = Arrays.stream(points.y()).allMatch(y -> y > 0);
    Chart chart =
        Chart.overNumbers(
            series.name(), Axis.logarithmic(TIME), new Axis(series.name(), logarithmic));
    chart.series("measured").dots(dots(points.t(), points.y()));
    series
        .law()
        .best()
        .ifPresent(
            law -> {
              double first = points.t()[0];
              double last = series.lastTime();
              double end = Math.max(last, series.at());
              chart
                  .series(law.family().label())
                  .line(curve(law, first, last, logarithmic))
                  .dashed(curve(law, last, end, logarithmic));
              if (!law.ends().isEmpty()) {
                Chart.Series interval = chart.series("ends of the interval").muted();
                law.ends().forEach(one -> interval.dashed(curve(one, first, end, logarithmic)));
              }
            });
    return chart;
  }

  /** What the law leaves. */
  static Chart residuals(FittedSeries series, Fit law) {
    double[] t = series.points().t();
    double[] y = series.points().y();
    double[] rest = IntStream.range(0, t.length).mapToDouble(i -> y[i] - law.at(t[i])).toArray();
    Chart chart =
        Chart.overNumbers(
            "Residuals", Axis.logarithmic(TIME), Axis.linear(series.name() + " − law"));
    chart.series("residual").dots(dots(t, rest));
    return chart;
  }

  static List<Point> dots(double[] t, double... y) {
    return IntStream.range(0, t.length).mapToObj(i -> new Point(t[i], y[i])).toList();
  }

  /** Where y is logarithmic, only as far as the law is positive. */
  static List<Point> curve(Fit law, double from, double to, boolean logarithmic) {
    double step = Math.log(to / from) / STEPS;
    return IntStream.rangeClosed(0, STEPS)
        .mapToDouble(i -> from * Math.exp(i * step))
        .mapToObj(t -> new Point(t, law.at(t)))
        .filter(point -> Double.isFinite(point.y()) && (point.y() > 0 || !logarithmic))
        .toList();
  }
}
