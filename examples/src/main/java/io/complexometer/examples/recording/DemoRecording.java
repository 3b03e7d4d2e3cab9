package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.Cell;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A recording that the program makes up, whose entropy is known: sparse spikes with a common input.
 *
 * <p>A hidden state, up or down, lasts for several bins. Given the state, neurons spike
 * independently of each other, at the rate of their group. All words with k_1 active neurons of the
 * first group and k_2 of the second are equally likely, so the entropy of a word is a sum over
 * (k_1, k_2),
 *
 * <pre>
 *   H = - sum C(N_1, k_1) C(N_2, k_2) P log2 P,   P = sum over states of their share times
 *       product over groups of r^k (1 - r)^(N - k)
 * </pre>
 *
 * That bins are not independent in time changes nothing about H, but makes estimates less certain:
 * what the blocks of the error bars are for.
 */
public final class DemoRecording {
  private static final int BINS = 10_000;
  private static final double SHARE_UP = 0.15;
  private static final double LEAVE_UP = 0.2;
  private static final double LEAVE_DOWN = LEAVE_UP * SHARE_UP / (1 - SHARE_UP);
  private static final Group QUIET = new Group(12, 0.005, 0.08);
  private static final Group BUSY = new Group(4, 0.02, 0.3);

  private static final String NOTE =
      "made up: independent spikes, given a common input that is up in 15 % of the bins";

  private DemoRecording() {}

  /** Neurons of one rate: the probability of a spike in a bin, by the state. */
  private record Group(int size, double down, double up) {

    double rate() {
      return SHARE_UP * up + (1 - SHARE_UP) * down;
    }

    /** Probability of one word with so many active neurons. */
    double word(int active, boolean isUp) {
      double rate = isUp ? up : down;
      return Math.pow(rate, active) * Math.pow(1 - rate, size - active);
    }

    double words(int active) {
      double words = 1;
      for (int i = 0; i < active; i++) {
        words = words * (size - i) / (i + 1);
      }
      return words;
    }
  }

  /**
   * Makes up a recording.
   *
   * @param seed the same seed gives the same spikes
   * @return 10,000 bins of 16 units
   */
  public static Recording draw(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    RecordingBuilder recording = new RecordingBuilder(Path.of("demo"), Optional.empty());
    boolean up = random.nextDouble() < SHARE_UP;
    double[] row = new double[QUIET.size() + BUSY.size()];
    for (int bin = 0; bin < BINS; bin++) {
      for (int unit = 0; unit < row.length; unit++) {
        Group group = unit < QUIET.size() ? QUIET : BUSY;
        row[unit] = random.nextDouble() < (up ? group.up() : group.down()) ? 1 : 0;
      }
      recording.add(row);
      up = up == (random.nextDouble() >= (up ? LEAVE_UP : LEAVE_DOWN));
    }
    recording.note(NOTE);
    return recording.build();
  }

  /**
   * The entropy of a word.
   *
   * @return in bits
   */
  public static double entropyBits() {
    double bits = 0;
    for (int quiet = 0; quiet <= QUIET.size(); quiet++) {
      for (int busy = 0; busy <= BUSY.size(); busy++) {
        double p =
            SHARE_UP * QUIET.word(quiet, true) * BUSY.word(busy, true)
                + (1 - SHARE_UP) * QUIET.word(quiet, false) * BUSY.word(busy, false);
        bits -= QUIET.words(quiet) * BUSY.words(busy) * p * Math.log(p) / Math.log(2);
      }
    }
    return bits;
  }

  /**
   * The sum of the neurons' own entropies.
   *
   * @return in bits
   */
  public static double independentBits() {
    double bits = 0;
    for (Group group : List.of(QUIET, BUSY)) {
      double rate = group.rate();
      bits -=
          group.size() * (rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate)) / Math.log(2);
    }
    return bits;
  }

  /**
   * Writes a recording of whole numbers as CSV.
   *
   * @param recording of zeros and ones
   * @param file must not exist
   * @throws DataException if it does, or cannot be written
   */
  public static void write(Recording recording, Path file) {
    try (BufferedWriter text =
        Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
      double[] row = new double[recording.units()];
      for (int bin = 0; bin < recording.rows(); bin++) {
        recording.values().copy(bin, bin + 1, row);
        for (int unit = 0; unit < row.length; unit++) {
          text.write(unit == 0 ? "" : ",");
          text.write(Cell.number(row[unit]));
        }
        text.newLine();
      }
    } catch (FileAlreadyExistsException e) {
      throw new DataException(file + " exists already: name another file.", e);
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be written (%s): name another file.".formatted(file, e), e);
    }
  }
}
