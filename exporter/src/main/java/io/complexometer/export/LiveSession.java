package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A session while it is published: what all its meters read.
 *
 * <p>A new sample replaces one reference, so a meter always reads a whole sample. A reader of many
 * meters (a scrape) pins the newest sample for its thread, and then all of them read the same one
 * while later samples arrive.
 */
final class LiveSession {

  static final String NO_SAMPLE = "no sample yet";
  static final String NEVER_MEASURED = "never measured";

  private record Moment(Optional<SampleView> view, Optional<Health> health) {}

  private final Session session;
  private final Optional<Supplier<Health>> health;
  private final List<SeriesName> names;
  private final List<SeriesName> constantNames;
  private final List<SeriesName> lawNames;
  private final List<String> densityLayers;
  private final int[] fitted; // index of its reading; -1 for the score
  private final List<String> measures;

  @SuppressWarnings("ThreadLocalUsage") // each session has its own pin, taken out after the scrape
  private final ThreadLocal<Moment> pinned = new ThreadLocal<>();

  private volatile Optional<SampleView> latest = Optional.empty();
  private volatile Optional<SampleView> scraped = Optional.empty();

  /**
   * A session without samples.
   *
   * @param session what its samples share
   * @param health the monitor's own state; empty where it is not known
   */
  LiveSession(Session session, Optional<Supplier<Health>> health) {
    this.session = session;
    this.health = health;
    this.names = SeriesName.of(session);
    this.constantNames = SeriesName.ofConstants(session);
    this.lawNames = SeriesName.ofFitted(session);
    this.densityLayers =
        session.densities().stream()
            .map(matrix -> SeriesName.layer(session, Optional.of(matrix.layer())))
            .toList();
    this.fitted = session.fitted().stream().mapToInt(session.series()::indexOf).toArray();
    this.measures =
        session.series().stream().map(series -> series.metric().measure()).distinct().toList();
  }

  Session session() {
    return session;
  }

  /** The names of the session's series, in the order of every sample's readings. */
  List<SeriesName> names() {
    return names;
  }

  /** The names of what stays the same, in the order of the session's constants. */
  List<SeriesName> constantNames() {
    return constantNames;
  }

  /** The names of the series that laws are fitted to, in the order of every sample's trends. */
  List<SeriesName> lawNames() {
    return lawNames;
  }

  /** The measures of the session's series, in their order. */
  List<String> measures() {
    return measures;
  }

  void publish(Sample sample) {
    // A meter finds its reading by index: a foreign sample would put numbers under wrong names.
    if (!sample.session().equals(session.id())
        || sample.readings().size() != names.size()
        || sample.trends().size() != lawNames.size()
        || sample.densities().size() != session.densities().size()) {
      throw new IllegalArgumentException(
          "a sample of session "
              + sample.session()
              + " with "
              + sample.readings().size()
              + " readings and "
              + sample.trends().size()
              + " trends and "
              + sample.densities().size()
              + " densities is none of session "
              + session.id()
              + " with "
              + names.size()
              + " series of which "
              + lawNames.size()
              + " are fitted, and "
              + session.densities().size()
              + " densities");
    }
    latest = Optional.of(new SampleView(sample, fitted));
  }

  /** Until {@link #unpin} this thread reads the sample and the health of now. */
  void pin() {
    pinned.set(new Moment(latest, health.map(Supplier::get)));
  }

  void unpin() {
    pinned.remove();
  }

  /** What has to be {@link #scraped} once what is read now has arrived. */
  Optional<SampleView> view() {
    Moment moment = pinned.get();
    return moment == null ? latest : moment.view();
  }

  /** A reader of many meters has got this; one that was slow may tell of an old sample. */
  void scraped(Optional<SampleView> read) {
    if (read.equals(latest)) {
      scraped = read;
    }
  }

  /** Whether a reader of many meters has read the newest sample. */
  boolean isScraped() {
    return scraped.equals(latest); // the same object, so that it costs nothing
  }

  Optional<Sample> sample() {
    return view().map(SampleView::sample);
  }

  boolean isHealthKnown() {
    return health.isPresent();
  }

  /** Only where it is known. */
  Health health() {
    Moment moment = pinned.get();
    return (moment == null ? health.map(Supplier::get) : moment.health()).orElseThrow();
  }

  /** The newest iteration at which a measure was measured, if it ever was. */
  OptionalLong measuredIteration(String measure) {
    return view().map(view -> view.measuredIteration(measure)).orElse(OptionalLong.empty());
  }

  /** Every gauge that reads NaN now, with the reason. */
  List<Absence> absences() {
    List<Absence> absences = new ArrayList<>();
    Optional<Sample> sample = sample();
    if (sample.isEmpty()) {
      absences.add(Absence.of(SessionMeters.ITERATION, "", NO_SAMPLE));
      absences.add(Absence.of(SessionMeters.EPOCH, "", NO_SAMPLE));
    }
    if (sample.map(Sample::score).orElse(Value.absent(NO_SAMPLE)) instanceof Value.Absent absent) {
      absences.add(Absence.of(SessionMeters.SCORE, "", absent.reason()));
    }
    for (String measure : measures) {
      if (measuredIteration(measure).isEmpty()) {
        String reason = sample.isEmpty() ? NO_SAMPLE : NEVER_MEASURED;
        absences.add(Absence.of(SessionMeters.MEASURED_ITERATION, measure, reason));
      }
    }
    for (int index = 0; index < names.size(); index++) {
      if (value(index) instanceof Value.Absent absent) {
        absences.add(Absence.of(names.get(index), absent.reason()));
      }
    }
    for (int index = 0; index < constantNames.size(); index++) {
      if (session.constants().get(index).value() instanceof Value.Absent absent) {
        absences.add(Absence.of(constantNames.get(index), absent.reason()));
      }
    }
    for (int index = 0; index < lawNames.size(); index++) {
      addLaw(absences, index);
    }
    addDensities(absences);
    return absences;
  }

  /** Most gauges of a law are absent for the same reason, so the first of them stands for all. */
  private void addLaw(List<Absence> absences, int index) {
    Map<String, LawGauge> reasons = new LinkedHashMap<>();
    for (int gauge = 0; gauge < LawGauge.ALL.size(); gauge++) {
      if (law(index, gauge) instanceof Value.Absent absent) {
        reasons.putIfAbsent(absent.reason(), LawGauge.ALL.get(gauge));
      }
    }
    SeriesName name = lawNames.get(index);
    reasons.forEach((reason, gauge) -> absences.add(Absence.ofLaw(gauge.meter(), name, reason)));
  }

  /** All buckets of a density are absent together: one entry for them. */
  private void addDensities(List<Absence> absences) {
    for (int i = 0; i < session.densities().size(); i++) {
      int index = i;
      Optional<String> reason =
          view().map(view -> view.absentDensity(index)).orElse(Optional.of(NO_SAMPLE));
      if (reason.isPresent()) {
        absences.add(
            Absence.ofDensity(
                densityLayers.get(i), session.densities().get(i).parameter(), reason.get()));
      }
    }
  }

  /** The newest value of the series with this index. */
  Value value(int index) {
    Optional<Sample> sample = sample();
    return sample.isEmpty() ? Value.absent(NO_SAMPLE) : sample.get().readings().get(index).value();
  }

  /** The newest value of the law with this index, of the gauge at this place in the table. */
  Value law(int index, int gauge) {
    Optional<SampleView> view = view();
    return view.isEmpty() ? Value.absent(NO_SAMPLE) : view.get().law(index).get(gauge);
  }

  /** The newest decision on the law with this index, if there is a sample. */
  Optional<Decision> decision(int index) {
    return sample().map(sample -> sample.trends().get(index).law().decision());
  }

  /** How many eigenvalues are below a bound now, in the density with this index; NaN for none. */
  double density(int index, int bound) {
    List<Integer> counts =
        sample().map(sample -> sample.densities().get(index).counts()).orElse(List.of());
    return counts.isEmpty() ? Double.NaN : counts.get(bound);
  }

  /** The layers of the session's densities, in their order, as in the meters' tags. */
  List<String> densityLayers() {
    return densityLayers;
  }
}
