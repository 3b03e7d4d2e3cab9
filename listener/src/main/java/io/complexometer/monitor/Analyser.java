package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Layer;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Turns snapshots into samples, one at a time, on whichever thread calls it. It remembers the last
 * readings, so that a sample also carries what was not measured anew.
 */
final class Analyser implements Stateful, AutoCloseable {
  static final String NOT_MEASURED = "not measured yet";
  static final String FAILED = "analysis failed";

  /** How long a training waits for the last laws when it ends. */
  private static final long LAST_FITS = TimeUnit.SECONDS.toNanos(10);

  private static final String DIVERGED =
      " (the training has diverged: lower the learning rate, or clip gradients)";

  /** An instrument and the places of its series among the session's. */
  private record Station(Measure measure, Instrument instrument, int from, int to) {}

  private final Session session;
  private final List<Station> stations = new ArrayList<>();
  private final HealthCounters health;
  private final GramWorkspace workspace = new GramWorkspace();
  private final SpectrumCache cache;
  private final NullModel nullModel;
  private final Costs costs;
  private final Set<Layer> nonFinite = new LinkedHashSet<>(); // in the snapshot at hand
  private final Idle idle = whatCanWait();
  private final Reading[] readings;
  private final Densities densities;
  private final Trends trends;

  /**
   * An analyser.
   *
   * @param session its series are those of the instruments, one instrument after the other
   * @param instruments what measures, in that order
   * @param cache where spectra come from
   * @param nullModel what random networks give, as far as it has come
   * @param costs where the time of each measure is entered
   * @param health counts faults and time
   */
  Analyser(
      Session session,
      Map<Measure, Instrument> instruments,
      SpectrumCache cache,
      NullModel nullModel,
      Costs costs,
      HealthCounters health) {
    this.session = session;
    this.cache = cache;
    this.nullModel = nullModel;
    this.costs = costs;
    this.health = health;
    int from = 0;
    for (Map.Entry<Measure, Instrument> entry : instruments.entrySet()) {
      Instrument instrument = entry.getValue();
      int to = from + instrument.series().size();
      stations.add(new Station(entry.getKey(), instrument, from, to));
      from = to;
    }
    Value never = Value.absent(NOT_MEASURED);
    this.readings =
        session.series().stream()
            .map(series -> new Reading(series, never, -1))
            .toArray(Reading[]::new);
    this.densities = new Densities(session.densities());
    this.trends = new Trends(session.fitted(), session.series());
  }

  /** An analyser of all that the settings ask for. */
  static Analyser of(
      Session session,
      Settings settings,
      NetworkReader network,
      List<ProbedLayer> layers,
      Costs costs,
      HealthCounters health) {
    return new Analyser(
        session,
        settings.instruments(network.matrices(), layers),
        new SpectrumCache(network.matrices(), settings.largestExactOrder(), costs),
        NullModel.of(network.matrices(), settings),
        costs,
        health);
  }

  /** Measures what the snapshot holds; empty if that is nothing, and no law is new either. */
  Optional<Sample> analyse(Snapshot snapshot) {
    long start = System.nanoTime();
    Material material =
        new Material(
            snapshot.weights().map(Snapshot.Taken::copy),
            snapshot.activations().map(Snapshot.Taken::copy),
            workspace,
            cache,
            nullModel,
            costs);
    for (Station station : stations) {
      if (snapshot.measures().contains(station.measure())) {
        measure(station, material, snapshot.iteration(station.measure()));
      }
    }
    material.knownSpectra().ifPresent(this::reportNonFiniteWeights);
    reportNonFiniteActivations();
    trends.observe(snapshot, readings);
    boolean newLaws = snapshot.last() && finishTrends();
    health.analysed(System.nanoTime() - start);
    return snapshot.measures().isEmpty() && !newLaws
        ? Optional.empty()
        : Optional.of(sample(snapshot));
  }

  private boolean finishTrends() {
    try {
      return trends.finish(LAST_FITS);
    } catch (Throwable e) {
      health.failure("the last fits failed", e);
      return false;
    }
  }

  private Sample sample(Snapshot snapshot) {
    return new Sample(
        session.id(),
        snapshot.iteration(),
        snapshot.epoch(),
        snapshot.wallTimeMillis(),
        snapshot.score(),
        Arrays.asList(readings),
        trends.newest(),
        Optional.empty(),
        densities.newest());
  }

  /** What can wait until no snapshot does: laws, which are few, before random networks. */
  private Idle whatCanWait() {
    return new Idle() {
      @Override
      public boolean hasWork() {
        return trends.hasWork() || nullModel.hasWork();
      }

      @Override
      public long nextNanos() {
        return trends.hasWork() ? trends.nextNanos() : nullModel.nextNanos();
      }

      @Override
      public void step() {
        if (trends.hasWork()) {
          fit();
        } else {
          draw();
        }
      }
    };
  }

  private void fit() {
    try {
      trends.step();
    } catch (Throwable e) {
      health.failure("fitting a law failed", e);
    }
  }

  private void draw() {
    try {
      nullModel.step();
    } catch (Throwable e) {
      nullModel.giveUp(FAILED);
      health.failure("random networks cannot be measured", e);
    }
  }

  Idle idle() {
    return idle;
  }

  private void measure(Station station, Material material, long iteration) {
    String label = station.measure().label();
    List<Value> values;
    try {
      values = station.instrument().measure(material);
      station.instrument().caution().ifPresent(text -> health.caution(label, text));
      densities.keep(station.instrument().densities(), iteration);
    } catch (Throwable e) {
      health.failure("measure '" + label + "' failed", e);
      values = Collections.nCopies(station.to() - station.from(), Value.absent(FAILED));
      if (station.measure() == Measure.SPECTRUM) {
        densities.fail(FAILED, iteration);
      }
    }
    Value nonFiniteActivations = Value.absent(LayerActivations.NON_FINITE);
    for (int i = station.from(); i < station.to(); i++) {
      readings[i] = new Reading(readings[i].series(), values.get(i - station.from()), iteration);
      if (readings[i].value().equals(nonFiniteActivations)) {
        readings[i].series().layer().ifPresent(nonFinite::add);
      }
    }
  }

  /** A network that diverges is no fault of the monitor, but whoever looks at it should know. */
  private void reportNonFiniteWeights(List<WeightSpectrum> spectra) {
    for (int i = 0; i < spectra.size(); i++) {
      String where = where(session.matrices().get(i));
      spectra.get(i).absence().ifPresent(detail -> health.failure(where, detail + DIVERGED));
    }
  }

  private void reportNonFiniteActivations() {
    for (Layer layer : nonFinite) {
      health.failure("layer '" + layer.name() + "'", LayerActivations.NON_FINITE + DIVERGED);
    }
    nonFinite.clear();
  }

  private static String where(WeightMatrix matrix) {
    return "layer '%s', parameter '%s'".formatted(matrix.layer().name(), matrix.parameter());
  }

  @Override
  public void save(StateWriter state) {
    state.section("readings");
    for (Reading reading : readings) {
      state.value(reading.value());
      state.number(reading.iteration());
    }
    state.section("densities");
    densities.save(state);
    state.section("trends");
    trends.save(state);
    state.section("random networks");
    nullModel.save(state);
    for (Station station : stations) {
      state.section(station.measure().label());
      station.instrument().save(state);
    }
  }

  @Override
  public void restore(StateReader state) {
    state.section("readings");
    for (int i = 0; i < readings.length; i++) {
      readings[i] = new Reading(readings[i].series(), state.value(), state.number());
    }
    state.section("densities");
    densities.restore(state);
    state.section("trends");
    trends.restore(state);
    state.section("random networks");
    nullModel.restore(state);
    for (Station station : stations) {
      state.section(station.measure().label());
      station.instrument().restore(state);
    }
  }

  @Override
  public void close() {
    workspace.close();
  }
}
