package io.complexometer.benchmark;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fits laws to recorded samples as the listener fits them to new ones, but right away, and only to
 * the series that criteria ask for.
 *
 * @param session with the series that are fitted
 * @param wanted those of them that criteria look at
 */
record RecordedLaws(Session session, Set<Series> wanted) {
  private static final ScalingLaw NONE =
      ScalingLaw.of(new Points(new double[0], new double[0]), EnumSet.noneOf(Family.class));

  /** What these criteria need. */
  static RecordedLaws of(List<Criterion> criteria, Session session) {
    return new RecordedLaws(
        session,
        session.fitted().stream()
            .filter(
                series ->
                    criteria.stream()
                        .flatMap(criterion -> criterion.fits().stream())
                        .anyMatch(pattern -> pattern.matches(series, session.headline())))
            .collect(Collectors.toSet()));
  }

  /** The same samples, each with the laws of all up to it. */
  List<Sample> fit(List<Sample> samples) {
    List<Course> courses =
        session.fitted().stream()
            .map(series -> new Course(series, wanted.contains(series)))
            .toList();
    List<Sample> fitted = new ArrayList<>();
    for (Sample sample : samples) {
      fitted.add(
          new Sample(
              sample.session(),
              sample.iteration(),
              sample.epoch(),
              sample.wallTimeMillis(),
              sample.score(),
              sample.readings(),
              courses.stream().map(course -> course.after(sample)).toList(),
              Optional.empty(),
              List.of()));
    }
    return fitted;
  }

  /** One series on its way. */
  private static final class Course {
    private static final double GROWTH = 1.1; // of the points, until a break is searched for again
    private static final double SETTLED = 0.01; // no criterion asks for it

    private final Series series;
    private final boolean wanted;
    private final LogarithmicGrid grid = new LogarithmicGrid();
    private long newest = -1;
    private int searched;
    private ScalingLaw law = NONE;

    Course(Series series, boolean wanted) {
      this.series = series;
      this.wanted = wanted;
    }

    Trend after(Sample sample) {
      long iteration =
          series.equals(Series.SCORE) ? sample.iteration() : reading(sample).iteration();
      Value value = series.equals(Series.SCORE) ? sample.score() : reading(sample).value();
      if (wanted && iteration > newest && value.isPresent()) {
        newest = iteration;
        if (grid.add(iteration + 1.0, value.orNaN())) {
          fit(grid.points());
        }
      }
      return new Trend(series, law, newest, SETTLED);
    }

    private Reading reading(Sample sample) {
      return sample.readings().stream()
          .filter(reading -> reading.series().equals(series))
          .findFirst()
          .orElseThrow();
    }

    private void fit(Points points) {
      if (points.decades() < ScalingLaw.LEAST_DECADES) {
        law = ScalingLaw.of(points, EnumSet.noneOf(Family.class));
      } else if (points.count() >= GROWTH * searched) {
        searched = points.count();
        law = ScalingLaw.of(points);
      } else {
        law = law.refit(points);
      }
    }
  }
}
