package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.CsvFile;
import io.complexometer.examples.numbers.NpyFile;
import io.complexometer.examples.numbers.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads a recording from a file, which is an .npy file if it starts like one, else text. */
public final class RecordingFile {
  private static final int START = 6;

  private RecordingFile() {}

  /**
   * Reads a table of time bins x units.
   *
   * @param file CSV without a header, or .npy
   * @param forced the kind that it has to be; empty to tell from the numbers
   * @return the recording
   * @throws DataException if the file cannot be read as that; the message names row and column
   */
  public static Recording read(Path file, Optional<Kind> forced) {
    RecordingBuilder recording = new RecordingBuilder(file, forced);
    if (isNpy(file)) {
      new NpyFile(file).readNumbers(recording);
    } else {
      new CsvFile(file).readNumbers(recording);
    }
    return recording.build();
  }

  /**
   * Reads spike times and counts them in bins.
   *
   * @param file two columns, the time in seconds and the unit: CSV without a header, or .npy
   * @param forced the kind that the counts have to be; empty to tell from the numbers
   * @param width of a bin in seconds, positive
   * @param start of the first bin in seconds
   * @param duration of the recording in seconds; empty for up to the last spike
   * @return the recording
   * @throws DataException if the file cannot be read as that; the message names row and column
   */
  public static Recording readSpikeTimes(
      Path file, Optional<Kind> forced, double width, double start, Optional<Double> duration) {
    SpikeTimes spikes = new SpikeTimes(file, new SpikeTimes.Binning(width, start, duration));
    if (isNpy(file)) {
      new NpyFile(file).readNumbers(spikes::add);
    } else {
      CsvFile csv = new CsvFile(file);
      csv.readLines(
          cells -> {
            if (cells.size() != 2) {
              throw csv.cell(0)
                  .refused(
                      "%d columns, but a spike has two: time in seconds, unit."
                          .formatted(cells.size()));
            }
            spikes.add(csv.number(cells, 0), cells.get(1).strip());
          });
    }
    return spikes.build(forced);
  }

  private static boolean isNpy(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(file + " is a folder: name a file, CSV or .npy.");
    }
    if (!Files.exists(file)) {
      throw new DataException(file + " does not exist: name a file, CSV or .npy.");
    }
    byte[] start;
    try (InputStream bytes = Files.newInputStream(file)) {
      start = bytes.readNBytes(START);
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read (%s): check that it is a file you may read."
              .formatted(file, e.getMessage()),
          e);
    }
    boolean npy = NpyHeader.isMagic(start);
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!npy && name.endsWith(".npy")) {
      throw new DataException(
          file + " does not start as an .npy file: save it again with numpy.save.");
    }
    if (name.endsWith(".npz")) {
      throw new DataException(file + " holds many arrays: save one of them with numpy.save.");
    }
    return npy;
  }
}
