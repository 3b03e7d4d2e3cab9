package io.complexometer.examples.log;

import io.complexometer.measure.Value;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Runs as a table: a row for each sample, a column for each series, named as in the log. It is what
 * pandas, R and spreadsheets plot as it is. What is absent is an empty cell.
 */
public final class RunTable implements SampleSink {

  /** Always three digits of a second: programs guess the format from the first row. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final CSVPrinter printer;
  private final Set<String> tags;
  private final Set<String> measures;
  private final Set<String> series;
  private Session session;
  private List<String> names = List.of(); // of the session's series

  private RunTable(CSVPrinter printer, Set<String> tags, Set<String> measures, Set<String> series) {
    this.printer = printer;
    this.tags = tags;
    this.measures = measures;
    this.series = series;
  }

  /**
   * Writes the first row.
   *
   * @param out where the table goes, as RFC 4180 has it
   * @param sessions all that follow; columns are those of any of them
   * @return a table that takes their samples
   * @throws IOException if it cannot be written
   */
  public static RunTable begin(Appendable out, Collection<Session> sessions) throws IOException {
    Set<String> tags = new LinkedHashSet<>();
    Set<String> measures = new LinkedHashSet<>();
    Set<String> series = new LinkedHashSet<>();
    for (Session session : sessions) {
      tags.addAll(session.tags().keySet());
      session.series().forEach(one -> measures.add(one.metric().measure()));
      series.addAll(names(session));
    }
    List<String> titles = new ArrayList<>(List.of("session", "name"));
    tags.forEach(tag -> titles.add("tag." + tag));
    titles.addAll(List.of("time", "iteration", "epoch", "score"));
    titles.addAll(series);
    measures.forEach(measure -> titles.add("measuredIteration." + measure));
    titles.add("stop");
    RunTable table = new RunTable(new CSVPrinter(out, CSVFormat.RFC4180), tags, measures, series);
    table.printer.printRecord(titles);
    return table;
  }

  /** Each series in one word; where two layers have one name, the second by its index. */
  private static List<String> names(Session session) {
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Series one : session.series()) {
      String name = one.label();
      if (!taken.add(name)) {
        name = name.replaceFirst("/", "/" + one.layer().map(l -> l.index() + ":").orElse(""));
      }
      names.add(name);
    }
    return names;
  }

  @Override
  public void begin(Session begun, Supplier<Health> health) {
    session = begun;
    names = names(begun);
  }

  @Override
  public void accept(Sample sample) {
    Map<String, Value> values = new HashMap<>();
    Map<String, Long> measured = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Reading reading = sample.readings().get(i);
      values.put(names.get(i), reading.value());
      if (reading.iteration() >= 0) {
        measured.merge(reading.series().metric().measure(), reading.iteration(), Math::max);
      }
    }
    List<Object> row = new ArrayList<>(List.of(session.id(), session.name()));
    tags.forEach(tag -> row.add(session.tags().get(tag)));
    row.add(TIME.format(Instant.ofEpochMilli(sample.wallTimeMillis())));
    row.addAll(List.of(sample.iteration(), sample.epoch(), cell(sample.score())));
    series.forEach(name -> row.add(values.containsKey(name) ? cell(values.get(name)) : ""));
    measures.forEach(measure -> row.add(measured.get(measure)));
    row.add(sample.stop().orElse(""));
    try {
      printer.printRecord(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object cell(Value value) {
    return value.isPresent() ? Double.toString(value.orNaN()) : "";
  }
}
