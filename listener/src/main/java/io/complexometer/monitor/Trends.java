package io.complexometer.monitor;

import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.ScalingLaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The scaling laws of the series that are fitted. Points come in with the samples, a few
 * comparisons each; laws are fitted while no snapshot waits, one at a time, when a series has got a
 * point in a new bucket of its grid. A break is searched for, which takes longer, when the points
 * are a tenth more than at the last search.
 */
final class Trends implements Idle, Stateful {
  private static final double GROWTH = 1.1;

  /** Below which a series counts as settled: of a logarithm in its unit, else of its last value. */
  private static final double SETTLED = 0.01;

  /** One series on its way. */
  private static final class Course implements Stateful {
    private final int index; // of its reading; -1 for the score
    private final LogarithmicGrid grid = new LogarithmicGrid();
    private long newest = -1;
    private double newestValue;
    private int searched; // points when a break was searched for
    private boolean grown; // by a bucket since it was fitted
    private boolean changed; // at all since it was fitted
    private Trend trend;

    Course(Series series, int index) {
      this.index = index;
      this.trend = new Trend(series, ScalingLaw.of(grid.points()), -1, SETTLED);
    }

    boolean isSearchDue() {
      return grid.count() >= GROWTH * searched;
    }

    @Override
    public void save(StateWriter state) {
      state.reals(grid.points().t());
      state.reals(grid.points().y());
      state.number(newest);
      state.real(newestValue);
      state.count(searched);
      state.flag(grown);
      state.flag(changed);
      LawState.save(state, trend.law());
      state.number(trend.iteration());
      state.real(trend.threshold());
    }

    @Override
    public void restore(StateReader state) {
      Points points = new Points(state.reals(), state.reals());
      for (int i = 0; i < points.count(); i++) { // each is the last one of its bucket
        grid.add(points.t()[i], points.y()[i]);
      }
      newest = state.number();
      newestValue = state.real();
      searched = state.count();
      grown = state.flag();
      changed = state.flag();
      trend = new Trend(trend.series(), LawState.read(state), state.number(), state.real());
    }
  }

  private final List<Course> courses = new ArrayList<>();
  private double searchNanos = 2_000; // by the square of the number of points; measured later
  private double fitNanos = 50_000; // by the number of points

  /**
   * Nothing is known yet.
   *
   * @param fitted what laws are fitted to
   * @param series of the session, in the order of every sample's readings
   */
  Trends(List<Series> fitted, List<Series> series) {
    for (Series one : fitted) {
      courses.add(new Course(one, one.equals(Series.SCORE) ? -1 : series.indexOf(one)));
    }
  }

  /** Takes note of what was measured anew. */
  void observe(Snapshot snapshot, Reading... readings) {
    for (Course course : courses) {
      boolean score = course.index < 0;
      long iteration = score ? snapshot.iteration() : readings[course.index].iteration();
      double y = (score ? snapshot.score() : readings[course.index].value()).orNaN();
      // an iteration that is not new was carried over; one that went back is of a model begun anew
      if (iteration > course.newest && Double.isFinite(y)) {
        course.newest = iteration;
        course.newestValue = y;
        course.changed = true;
        course.grown |= course.grid.add(iteration + 1.0, y);
      }
    }
  }

  /** The newest laws, in the order in which the series were given. */
  List<Trend> newest() {
    return courses.stream().map(course -> course.trend).toList();
  }

  @Override
  public void save(StateWriter state) {
    courses.forEach(course -> course.save(state));
  }

  @Override
  public void restore(StateReader state) {
    courses.forEach(course -> course.restore(state));
  }

  private Optional<Course> next() {
    return courses.stream()
        .filter(course -> course.grown)
        .min(Comparator.comparingLong(course -> course.trend.iteration()));
  }

  @Override
  public boolean hasWork() {
    return next().isPresent();
  }

  @Override
  public long nextNanos() {
    return next().map(this::nanos).orElse(0L);
  }

  private long nanos(Course course) {
    double count = course.grid.count();
    return (long) (course.isSearchDue() ? searchNanos * count * count : fitNanos * count);
  }

  @Override
  public void step() {
    next().ifPresent(this::fit);
  }

  /**
   * Fits what has changed at all, when nothing will follow.
   *
   * @param nanos after which no other fit is begun
   * @return whether a law was fitted
   */
  boolean finish(long nanos) {
    long start = System.nanoTime();
    boolean anyNew = false;
    for (Course course : courses) {
      if (course.changed && System.nanoTime() - start <= nanos) {
        fit(course);
        anyNew |= !course.trend.law().fits().isEmpty();
      }
    }
    return anyNew;
  }

  private void fit(Course course) {
    course.grown = false;
    course.changed = false;
    Points points = course.grid.points();
    Series series = course.trend.series();
    double unit = series.metric().isLogarithmic() ? 1 : Math.abs(course.newestValue);
    course.trend = new Trend(series, law(course, points), course.newest, SETTLED * unit);
  }

  private ScalingLaw law(Course course, Points points) {
    if (points.decades() < ScalingLaw.LEAST_DECADES) {
      return ScalingLaw.of(points, EnumSet.noneOf(Family.class));
    }
    long start = System.nanoTime();
    double count = points.count();
    if (course.isSearchDue()) {
      course.searched = points.count();
      ScalingLaw law = ScalingLaw.of(points);
      searchNanos = (System.nanoTime() - start) / (count * count);
      return law;
    }
    ScalingLaw law = course.trend.law().refit(points);
    fitNanos = (System.nanoTime() - start) / count;
    return law;
  }
}
