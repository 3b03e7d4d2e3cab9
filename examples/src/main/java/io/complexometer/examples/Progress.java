package io.complexometer.examples;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.StructureTable;
import io.complexometer.network.Layer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Prints the network's structure, one line for a sample, at most one a second, and a table at the
 * end. Whole lines, so that it reads the same in a terminal and in a log file.
 */
final class Progress implements SampleSink {
  private static final long PAUSE_MILLIS = 1000;
  private static final String NOTHING = "-";
  private static final String DIMENSION = "effective.dimension";
  private static final String NONLINEARITY = "nonlinearity.complexity";

  private final PrintWriter out;
  private final int epochs;
  private Supplier<Health> health;
  private Session session;
  private List<Layer> switching = List.of(); // whose units are on or off
  private Sample first;
  private Sample last;
  private boolean printed;
  private long lastPrinted;

  Progress(PrintWriter out, int epochs) {
    this.out = out;
    this.epochs = epochs;
  }

  @Override
  public synchronized void begin(Session session, Supplier<Health> health) {
    this.session = session;
    this.health = health;
    this.switching =
        session.series().stream()
            .filter(series -> series.metric().name().equals("nonlinearity.units"))
            .map(series -> series.layer().orElseThrow())
            .toList();
    session
        .structure()
        .ifPresent(structure -> out.printf("%n%s%n%n", StructureTable.text(structure)));
    out.println("dimension@iteration: effective dimension of " + names(session.layers()));
    out.println(
        "bits: nonlinearity complexity of "
            + session.series().stream()
                .filter(series -> series.metric().name().equals(NONLINEARITY))
                .filter(series -> switching.contains(series.layer().orElseThrow()))
                .map(s -> s.layer().orElseThrow().name() + " (" + s.metric().profile() + ")")
                .collect(Collectors.joining(" ")));
  }

  @Override
  public synchronized void accept(Sample sample) {
    if (first == null) {
      first = sample;
    }
    last = sample;
    printed = sample.wallTimeMillis() - lastPrinted >= PAUSE_MILLIS;
    if (printed) {
      print(sample);
    }
  }

  @Override
  public synchronized void end() {
    if (last != null && !printed) {
      print(last);
    }
  }

  private static String names(List<Layer> layers) {
    return layers.stream().map(Layer::name).collect(Collectors.joining(" "));
  }

  private void print(Sample sample) {
    lastPrinted = sample.wallTimeMillis();
    Health now = health.get();
    out.printf(
        Locale.ROOT,
        "epoch %d/%d  iteration %5d  score %s  cPSE %s  dimension@%-4s %s  bits %s  samples %d"
            + "  dropped %d%n",
        sample.epoch() + 1,
        epochs,
        sample.iteration(),
        number(sample.score(), "%.4f"),
        number(network(sample, "cpse", session.headline().label()), "%.3f"),
        measuredAt(sample),
        numbers(layers(sample, DIMENSION)),
        numbers(bits(sample)),
        now.samples(),
        now.replaced() + now.putOff());
    out.flush();
  }

  /** Prints a line that is no sample. */
  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Prints where the run began and where it ended. */
  synchronized void printTable() {
    if (last == null) {
      say("no sample was taken");
      return;
    }
    out.printf("%n%-28s %12s %12s%n", "", "first sample", "last sample");
    row(
        "iteration",
        Value.of((double) first.iteration()),
        Value.of((double) last.iteration()),
        "%.0f");
    row("score", first.score(), last.score(), "%.4f");
    for (CpseProfile profile : CpseProfile.values()) {
      row("cPSE (" + profile.label() + ")", "cpse", profile, "%.4f");
    }
    CpseProfile headline = session.headline();
    row("random networks (" + headline.label() + ")", "cpse.null.mean", headline, "%.4f");
    row("deviations away from them", "cpse.z", headline, "%.1f");
    rows("dimension of ", DIMENSION);
    rows("nonlinearity of ", NONLINEARITY);
    printAbsences();
    Health now = health.get();
    out.printf(
        Locale.ROOT,
        "%d samples, %d replaced, %d put off, %d failures; %.1f s of analysis, training held up for"
            + " %.1f s%n",
        now.samples(),
        now.replaced(),
        now.putOff(),
        now.failures(),
        now.analysisSeconds(),
        now.interruptionSeconds());
    out.flush();
  }

  private void row(String name, Value before, Value after, String format) {
    out.printf("%-28s %12s %12s%n", name, number(before, format), number(after, format));
  }

  private void row(String name, String metric, CpseProfile profile, String format) {
    row(
        name,
        network(first, metric, profile.label()),
        network(last, metric, profile.label()),
        format);
  }

  /** One line for each thing that is missing and reason, with all layers where it is. */
  private void printAbsences() {
    last.readings().stream()
        .filter(reading -> reading.value() instanceof Value.Absent)
        .collect(
            Collectors.groupingBy(
                reading -> List.of(where(reading), ((Value.Absent) reading.value()).reason()),
                LinkedHashMap::new,
                Collectors.collectingAndThen(Collectors.toList(), this::what)))
        .entrySet()
        .stream()
        .collect(
            Collectors.groupingBy(
                entry -> List.of(entry.getValue(), entry.getKey().get(1)),
                LinkedHashMap::new,
                Collectors.mapping(entry -> entry.getKey().get(0), Collectors.toList())))
        .forEach(
            (what, layers) ->
                out.println(
                    "absent: "
                        + what.get(0)
                        + (layers.get(0).isEmpty() ? "" : " of " + String.join(", ", layers))
                        + ": "
                        + what.get(1)));
  }

  private static String where(Reading reading) {
    return reading.series().layer().map(Layer::name).orElse("");
  }

  /** Metrics that are missing at one place: the measure's name where there is nothing of it. */
  private String what(List<Reading> missing) {
    Set<String> names = new LinkedHashSet<>();
    for (Reading reading : missing) {
      Metric metric = reading.series().metric();
      if (isAll(missing, reading, other -> other.measure().equals(metric.measure()))) {
        names.add(metric.measure());
      } else if (metric.profile().isEmpty()
          || isAll(missing, reading, other -> other.name().equals(metric.name()))) {
        names.add(metric.name());
      } else {
        names.add(metric.name() + " (" + metric.profile() + ")");
      }
    }
    return String.join(", ", names);
  }

  /** Whether all metrics of a kind are missing where the reading is. */
  private boolean isAll(List<Reading> missing, Reading reading, Predicate<Metric> kind) {
    return last.readings().stream()
        .filter(other -> kind.test(other.series().metric()))
        .filter(other -> where(other).equals(where(reading)))
        .allMatch(missing::contains);
  }

  private static String number(Value value, String format) {
    return value.isPresent() ? String.format(Locale.ROOT, format, value.orNaN()) : NOTHING;
  }

  private static Value network(Sample sample, String name, String profile) {
    return sample.readings().stream()
        .filter(reading -> is(reading, name) && reading.series().metric().profile().equals(profile))
        .map(Reading::value)
        .findFirst()
        .orElse(Value.absent("not measured"));
  }

  /** A metric of each layer that has it. */
  private static Map<Layer, Value> layers(Sample sample, String metric) {
    Map<Layer, Value> values = new LinkedHashMap<>();
    sample.readings().stream()
        .filter(reading -> is(reading, metric))
        .forEach(reading -> values.put(reading.series().layer().orElseThrow(), reading.value()));
    return values;
  }

  private Map<Layer, Value> bits(Sample sample) {
    Map<Layer, Value> bits = layers(sample, NONLINEARITY);
    bits.keySet().retainAll(switching);
    return bits;
  }

  private static String numbers(Map<Layer, Value> values) {
    return values.values().stream()
        .map(value -> number(value, "%4.1f"))
        .collect(Collectors.joining(" "));
  }

  /** A row for each layer that had a number, first or last. */
  private void rows(String what, String metric) {
    Map<Layer, Value> before = layers(first, metric);
    layers(last, metric)
        .forEach(
            (layer, after) -> {
              if (after.isPresent() || before.get(layer).isPresent()) {
                row(what + layer.name(), before.get(layer), after, "%.2f");
              }
            });
  }

  /** The iteration of the dimensions, which are measured more rarely than the rest. */
  private static String measuredAt(Sample sample) {
    return sample.readings().stream()
        .filter(reading -> is(reading, DIMENSION) && reading.iteration() >= 0)
        .findFirst()
        .map(reading -> Long.toString(reading.iteration()))
        .orElse(NOTHING);
  }

  private static boolean is(Reading reading, String name) {
    return reading.series().metric().name().equals(name);
  }
}
