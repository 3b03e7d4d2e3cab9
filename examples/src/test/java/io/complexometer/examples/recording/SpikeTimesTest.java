package io.complexometer.examples.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpikeTimesTest {
  @TempDir private Path folder;

  private Recording read(
      String text, Optional<Kind> kind, double bin, double start, Optional<Double> duration)
      throws IOException {
    Path file = Files.writeString(folder.resolve("spikes.csv"), text);
    return RecordingFile.readSpikeTimes(file, kind, bin, start, duration);
  }

  private static double[] row(Recording recording, int bin) {
    double[] row = new double[recording.units()];
    recording.values().copy(bin, bin + 1, row);
    return row;
  }

  @Test
  void read_countsInBins() throws IOException {
    Recording recording =
        read(
            "0.31,10\n0.05,2\n0.0,10\n0.99,2\n0.33,10\n9.97,2\n",
            Optional.empty(),
            0.1,
            0,
            Optional.empty());
    assertEquals(100, recording.rows()); // up to the last spike at 9.97 s
    assertEquals(2, recording.units());
    assertEquals(Kind.COUNTS, recording.kind());
    assertArrayEquals(new double[] {1, 1}, row(recording, 0)); // unit 2 before unit 10
    assertArrayEquals(new double[] {0, 2}, row(recording, 3));
    assertArrayEquals(new double[] {1, 0}, row(recording, 9));
    assertArrayEquals(new double[] {1, 0}, row(recording, 99));
    assertTrue(recording.notes().get(0).startsWith("6 spikes"), recording.notes()::toString);
  }

  @Test
  void read_binaryMakesOneOfMany() throws IOException {
    Recording recording =
        read("0.31,a\n0.33,a\n9.97,b\n", Optional.of(Kind.BINARY), 0.1, 0, Optional.empty());
    assertEquals(Kind.BINARY, recording.kind());
    assertArrayEquals(new double[] {1, 0}, row(recording, 3));
  }

  /**
   * In binary fractions 0.29 / 0.01 is 28.999999999999996, and 0.57 / 0.01 is 56.99999999999999.
   */
  @Test
  void read_edgesBelongToTheLaterBin() throws IOException {
    Recording recording = read("0.29,a\n0.57,a\n", Optional.empty(), 0.01, 0, Optional.empty());
    assertEquals(58, recording.rows());
    assertArrayEquals(new double[] {1}, row(recording, 29));
    assertArrayEquals(new double[] {1}, row(recording, 57));
    assertArrayEquals(new double[] {0}, row(recording, 28));
  }

  @Test
  void read_startAndDuration() throws IOException {
    Recording recording =
        read("1.5,a\n2.0,a\n2.55,b\n8.0,b\n", Optional.empty(), 0.1, 2, Optional.of(5.05));
    assertEquals(50, recording.rows()); // whole bins from 2.0 to 7.0 s
    assertArrayEquals(new double[] {1, 0}, row(recording, 0));
    assertArrayEquals(new double[] {0, 1}, row(recording, 5));
    assertTrue(
        recording.notes().contains("2 spikes outside of that time were left out"),
        recording.notes()::toString);
  }

  @Test
  void read_namesAfterNumbers() throws IOException {
    Recording recording =
        read("0.5,PV 1\n1.5,10\n2.5,9\n59.5,CA3\n", Optional.empty(), 1, 0, Optional.empty());
    assertArrayEquals(new double[] {0, 0, 0, 1}, row(recording, 0));
    assertArrayEquals(new double[] {0, 1, 0, 0}, row(recording, 1));
    assertArrayEquals(new double[] {1, 0, 0, 0}, row(recording, 2));
    assertArrayEquals(new double[] {0, 0, 1, 0}, row(recording, 59));
  }

  @Test
  void read_refuses() throws IOException {
    Optional<Double> toTheEnd = Optional.empty();
    String[][] refused = {
      {"time,unit\n0.1,2\n", "row 1, column 1: 'time' is not a number: if this is a header"},
      {"0.1,2\n-0.5,3\n", "row 2, column 1: -0.5 s is before the start"},
      {"0.1,2\n0.2,\n", "row 2, column 2: no unit"},
      {"0.1,2\n0.2\n", "row 2, column 2: the row ends here"},
      {"0.1,2,3\n", "row 1, column 1: 3 columns"},
      {"0.1,2\n0.2,2,7\n", "row 2, column 3: '7' is one too many"},
      {"", "empty"},
      {"0.1,2\n0.2,2\n", "3 rows, but at least 50"},
      {"1e12,2\n", "too many to hold"},
    };
    for (String[] text : refused) {
      DataException fault =
          assertThrows(
              DataException.class, () -> read(text[0], Optional.empty(), 0.1, 0, toTheEnd));
      assertTrue(fault.getMessage().contains(text[1]), fault.getMessage());
      assertTrue(fault.getMessage().contains("spikes.csv"), fault.getMessage());
    }
  }
}
