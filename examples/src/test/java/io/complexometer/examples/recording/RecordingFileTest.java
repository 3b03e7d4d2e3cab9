package io.complexometer.examples.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.nonlinearity.BinarySamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingFileTest {
  @TempDir private Path folder;

  private Recording read(String text) throws IOException {
    return RecordingFile.read(
        Files.writeString(folder.resolve("recording.csv"), text), Optional.empty());
  }

  @Test
  void read_tellsTheKind() throws IOException {
    String silence = "0,1,0\n".repeat(60);
    assertEquals(Kind.BINARY, read(silence).kind());
    Recording counts = read(silence + "0,0,3\n1,2,5\n");
    assertEquals(Kind.COUNTS, counts.kind());
    assertEquals("3 in row 61, column 3", counts.kindReason());
    Recording negative = read(silence + "0,0,3\n1,-2,5\n0.5,1,1\n");
    assertEquals(Kind.CONTINUOUS, negative.kind());
    assertEquals("-2 in row 62, column 2", negative.kindReason());
    assertEquals(Kind.CONTINUOUS, read("1.5,2\n".repeat(50)).kind());
    assertEquals(Kind.BINARY, read("1.0,0e0\n".repeat(50)).kind());
  }

  @Test
  void read_keepsEveryNumber() throws IOException {
    StringBuilder text = new StringBuilder();
    double[] numbers = {0, 127, -128, 128, 0.5, 0.1, 1e300, -1e-300};
    int rows = 300_000; // two chunks of each type
    for (int row = 0; row < rows; row++) {
      text.append(numbers[row * numbers.length / rows]).append('\n');
    }
    Recording recording = read(text.toString());
    double[] value = new double[1];
    for (int row = 0; row < rows; row++) {
      recording.values().copy(row, row + 1, value);
      assertEquals(numbers[row * numbers.length / rows], value[0]);
    }
    assertEquals(rows, recording.rows());
  }

  @Test
  void read_delimiters() throws IOException {
    for (String delimiter : new String[] {",", ";", "\t", " ", ", "}) {
      Recording recording = read(("0" + delimiter + "1\r\n").repeat(50) + "\n\n");
      assertEquals(2, recording.units());
      assertEquals(50, recording.rows());
    }
    assertEquals(2, read("\uFEFF" + "0,1\n".repeat(50)).units());
  }

  @Test
  void words_areActiveOrNot() throws IOException {
    BinarySamples words = read("0,2\n1,0\n".repeat(70)).words();
    assertEquals(140, words.rows());
    assertArrayEquals(new int[] {0, 1}, words.varyingUnits());
    for (int row = 0; row < 140; row++) {
      assertEquals(row % 2 == 1, words.get(row, 0));
      assertEquals(row % 2 == 0, words.get(row, 1));
    }
  }

  @Test
  void read_tellsWhatLooksOdd() throws IOException {
    StringBuilder time = new StringBuilder();
    for (int row = 0; row < 60; row++) {
      time.append(row / 50.0).append(row % 2 == 0 ? ",0,1\n" : ",1,1\n");
    }
    Recording timed = read(time.toString());
    assertTrue(timed.notes().get(0).startsWith("column 1 rises"), timed.notes()::toString);
    assertEquals(1, timed.constantUnits());
    Recording wide = read(("0" + ",1".repeat(50) + "\n").repeat(50));
    assertTrue(wide.notes().get(0).contains("transpose"), wide.notes()::toString);
    assertEquals(51, wide.constantUnits());
    assertTrue(read("0,1\n".repeat(50)).notes().isEmpty());
  }
}
