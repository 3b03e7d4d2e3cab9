package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.Cell;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Spikes in any order, each with its time in seconds and its unit, counted in bins of equal width.
 *
 * <p>A unit without a spike is not known here, and so no unit. Times that lie on the edge between
 * two bins belong to the later one, even where their quotient misses a whole number by a rounding
 * error: times on a grid of milliseconds often do.
 */
final class SpikeTimes {
  private static final double ROUNDING = 1e-9;

  private final Path file;
  private final Binning binning;
  private final Map<String, Integer> indices = new HashMap<>();
  private int[] unitOf = new int[1024];
  private double[] times = new double[1024];
  private int spikes;
  private long read;
  private double earliest = Double.POSITIVE_INFINITY;
  private double latest = Double.NEGATIVE_INFINITY;

  /**
   * How time is cut.
   *
   * @param width of a bin in seconds, positive
   * @param start of the first bin in seconds
   * @param duration in seconds of which whole bins are taken; empty for up to the last spike
   */
  record Binning(double width, double start, Optional<Double> duration) {

    /** The bin of a time, which may lie outside of the recording. */
    double bin(double time) {
      double bins = (time - start) / width;
      double nearest = Math.rint(bins);
      return Math.abs(bins - nearest) <= ROUNDING * Math.max(1, nearest)
          ? nearest
          : Math.floor(bins);
    }

    /** The number of bins, which may be more than anybody can hold. */
    double bins(double latest) {
      return duration.map(seconds -> bin(start + seconds)).orElse(bin(latest) + 1);
    }
  }

  /**
   * No spikes yet.
   *
   * @param file named in complaints
   * @param binning how time is cut
   */
  SpikeTimes(Path file, Binning binning) {
    this.file = file;
    this.binning = binning;
  }

  /**
   * Adds a spike.
   *
   * @param time in seconds
   * @param unit a number or a name
   */
  void add(double time, String unit) {
    read++;
    if (!Double.isFinite(time)) {
      throw new Cell(file, read, 1).refused(time + " is no time: repair it, or cut the row.");
    }
    if (unit.isEmpty()) {
      throw new Cell(file, read, 2).refused("no unit: say whose spike it is, or cut the row.");
    }
    if (time < binning.start() && binning.duration().isEmpty()) {
      throw new Cell(file, read, 1)
          .refused(
              "%s s is before the start of the recording at %s s: say another --start, or --duration to leave out what is outside."
                  .formatted(Cell.number(time), Cell.number(binning.start())));
    }
    earliest = Math.min(earliest, time);
    latest = Math.max(latest, time);
    if (spikes == times.length) {
      times = Arrays.copyOf(times, spikes + (spikes >> 1));
      unitOf = Arrays.copyOf(unitOf, spikes + (spikes >> 1));
    }
    times[spikes] = time;
    unitOf[spikes++] = indices.computeIfAbsent(unit, any -> indices.size());
  }

  /** Adds a spike from a row of two numbers: time and unit. */
  void add(double[] row) {
    if (row.length != 2) {
      throw new DataException(
          "%s has %d columns, spikes two: time in seconds, unit.".formatted(file, row.length));
    }
    add(row[0], Double.isNaN(row[1]) ? "" : Cell.number(row[1]));
  }

  /**
   * Counts the spikes.
   *
   * @param forced the kind that the recording has to be; binary makes one spike of many
   * @return a row for each bin, a column for each unit, in the order of their numbers, or names
   * @throws DataException if there is no spike, or the bins are too many to be held
   */
  Recording build(Optional<Kind> forced) {
    if (spikes == 0) {
      throw new DataException(
          file + ": empty, but spikes are needed: a row for each, time in seconds and unit.");
    }
    int bins = bins();
    RecordingBuilder recording = new RecordingBuilder(file, forced);
    long[] inOrder = inOrder(bins);
    double[] row = new double[indices.size()];
    int next = 0;
    for (int bin = 0; bin < bins; bin++) {
      Arrays.fill(row, 0);
      for (; next < inOrder.length && inOrder[next] >> Integer.SIZE == bin; next++) {
        int column = (int) inOrder[next];
        row[column] = forced.equals(Optional.of(Kind.BINARY)) ? 1 : row[column] + 1;
      }
      recording.add(row);
    }
    tell(recording, bins, spikes - inOrder.length);
    Recording built = recording.build();
    return forced.isPresent()
        ? built
        : built.because(
            built.kind() == Kind.BINARY
                ? "no bin with two spikes of a unit"
                : "spikes of a unit in a bin");
  }

  /** The spikes in the recording, by bin and then by column: the upper and the lower half. */
  private long[] inOrder(int bins) {
    int[] column = columns();
    long[] inOrder = new long[spikes];
    int inside = 0;
    for (int spike = 0; spike < spikes; spike++) {
      double bin = binning.bin(times[spike]);
      if (bin >= 0 && bin < bins) {
        inOrder[inside++] = (long) bin << Integer.SIZE | column[unitOf[spike]];
      }
    }
    long[] sorted = Arrays.copyOf(inOrder, inside);
    Arrays.sort(sorted);
    return sorted;
  }

  private void tell(RecordingBuilder recording, int bins, int outside) {
    recording.note(
        "%,d spikes in bins of %s s from %s s to %s s"
            .formatted(
                spikes - outside,
                Cell.number(binning.width()),
                Cell.number(binning.start()),
                Cell.number((float) (binning.start() + bins * binning.width()))));
    if (outside > 0) {
      recording.note("%,d spikes outside of that time were left out".formatted(outside));
    }
    if (binning.bin(earliest) > bins / 10.0) {
      recording.note(
          "no spike before %s s: if the recording began later, say --start"
              .formatted(Cell.number(earliest)));
    }
  }

  private int bins() {
    double bins = binning.bins(latest);
    long most = Math.min(Integer.MAX_VALUE - 8L, Runtime.getRuntime().maxMemory());
    if (bins * indices.size() > most) {
      throw new DataException(
          "%s: %.3g bins of %s s for %,d units are too many to hold: say a wider --bin, a later --start or a shorter --duration."
              .formatted(file, bins, Cell.number(binning.width()), indices.size()));
    }
    return (int) Math.max(0, bins);
  }

  /** The column of each unit index: numbers by size before names by alphabet. */
  private int[] columns() {
    List<String> names =
        indices.keySet().stream()
            .sorted(
                Comparator.comparingDouble(SpikeTimes::rank)
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    int[] columns = new int[names.size()];
    for (int column = 0; column < columns.length; column++) {
      columns[indices.get(names.get(column))] = column;
    }
    return columns;
  }

  private static double rank(String name) {
    return name.matches("\\d{1,18}") ? Long.parseLong(name) : Double.POSITIVE_INFINITY;
  }
}
