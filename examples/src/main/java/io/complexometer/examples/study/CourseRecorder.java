package io.complexometer.examples.study;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps of each series that is fitted the points of its law, on the same grid as the listener, and
 * the newest law.
 */
final class CourseRecorder implements SampleSink {

  /** One series on its way. */
  private static final class Track {
    private final LogarithmicGrid grid = new LogarithmicGrid();
    private long newest = -1;

    void add(long iteration, Value value) {
      if (iteration > newest && value.isPresent()) { // else it was carried over
        newest = iteration;
        grid.add(iteration + 1.0, value.orNaN());
      }
    }
  }

  private final Map<Series, Track> tracks = new LinkedHashMap<>();
  private List<Trend> trends = List.of();

  @Override
  public synchronized void begin(Session session, Supplier<Health> health) {
    session.fitted().forEach(series -> tracks.put(series, new Track()));
  }

  @Override
  public synchronized void accept(Sample sample) {
    add(sample.iteration(), Series.SCORE, sample.score());
    for (Reading reading : sample.readings()) {
      add(reading.iteration(), reading.series(), reading.value());
    }
    trends = sample.trends();
  }

  private void add(long iteration, Series series, Value value) {
    Track track = tracks.get(series);
    if (track != null) {
      track.add(iteration, value);
    }
  }

  /** What has points: the output's nonlinearity, say, has none. */
  synchronized List<Course> courses() {
    return trends.stream()
        .map(trend -> new Course(trend, tracks.get(trend.series()).grid.points()))
        .filter(course -> course.points().count() > 0)
        .toList();
  }
}
