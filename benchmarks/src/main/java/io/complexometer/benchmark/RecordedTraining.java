package io.complexometer.benchmark;

import io.complexometer.measure.Value;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was measured while a network trained, and how well it did on test data: a CSV file with a
 * row for each sample, and columns for the iteration, the test accuracy, the score and every
 * series. A cell is empty where nothing was measured at that iteration, and "-" where the value is
 * absent.
 *
 * @param samples in order; without laws
 * @param accuracy on test data, 0 to 1, after some of the iterations
 */
record RecordedTraining(List<Sample> samples, NavigableMap<Long, Double> accuracy) {
  private static final String ABSENT = "-";
  private static final int FIXED = 3; // columns before the series

  /** The same training, each sample with the laws of the series up to it. */
  RecordedTraining with(RecordedLaws laws) {
    return new RecordedTraining(laws.fit(samples), accuracy);
  }

  /** How many iterations there were. */
  long iterations() {
    return accuracy.lastKey() + 1;
  }

  double finalAccuracy() {
    return accuracy.lastEntry().getValue();
  }

  double bestAccuracy() {
    return accuracy.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Of the last test up to an iteration: a little early, which makes it rather too low. */
  double accuracyAt(long iteration) {
    return accuracy.floorEntry(iteration).getValue();
  }

  /** Writes the file. */
  void write(Session session, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(header(session));
    samples.forEach(sample -> lines.add(line(sample)));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }

  private static String header(Session session) {
    return Stream.concat(
            Stream.of("iteration", "accuracy", "score"),
            session.series().stream().map(series -> series.label()))
        .collect(Collectors.joining(","));
  }

  private String line(Sample sample) {
    Double tested = accuracy.get(sample.iteration());
    return Stream.concat(
            Stream.of(
                Long.toString(sample.iteration()),
                tested == null ? "" : tested.toString(),
                cell(sample.score())),
            sample.readings().stream()
                .map(reading -> isNew(reading, sample) ? cell(reading.value()) : ""))
        .collect(Collectors.joining(","));
  }

  private static boolean isNew(Reading reading, Sample sample) {
    return reading.iteration() == sample.iteration();
  }

  private static String cell(Value value) {
    return value.isPresent() ? Double.toString(value.orNaN()) : ABSENT;
  }

  /**
   * Reads a file.
   *
   * @param file of a training of the same network with the same measures
   * @param session of that network
   * @throws IllegalArgumentException if it was of another network
   */
  static RecordedTraining read(Path file, Session session) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (!lines.get(0).equals(header(session))) {
      throw new IllegalArgumentException(
          file + " holds other series than this training would: remove it");
    }
    NavigableMap<Long, Double> accuracy = new TreeMap<>();
    List<Sample> samples = new ArrayList<>();
    List<Reading> newest =
        session.series().stream()
            .map(series -> new Reading(series, Value.absent("not measured yet"), -1))
            .collect(Collectors.toCollection(ArrayList::new));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      long iteration = Long.parseLong(cells[0]);
      if (!cells[1].isEmpty()) {
        accuracy.put(iteration, Double.valueOf(cells[1]));
      }
      for (int i = 0; i < newest.size(); i++) {
        String cell = cells[FIXED + i];
        if (!cell.isEmpty()) {
          newest.set(i, new Reading(newest.get(i).series(), value(cell), iteration));
        }
      }
      samples.add(sample(session, iteration, value(cells[2]), newest));
    }
    return new RecordedTraining(samples, accuracy);
  }

  private static Value value(String cell) {
    return cell.equals(ABSENT) ? Value.absent("absent") : Value.of(Double.parseDouble(cell));
  }

  private static Sample sample(
      Session session, long iteration, Value score, List<Reading> readings) {
    return new Sample(
        session.id(), iteration, 0, 0, score, readings, List.of(), Optional.empty(), List.of());
  }
}
