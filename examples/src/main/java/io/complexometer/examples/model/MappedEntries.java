package io.complexometer.examples.model;

import io.complexometer.measure.linalg.Matrix;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * The entries of a matrix of single or double precision that lie row after row in a mapped file: no
 * copy of them is made but of the few thousand that somebody is about to multiply.
 */
final class MappedEntries implements Matrix.Entries {
  private final List<Buffer> windows;
  private final int windowLength;

  /**
   * A view of a file.
   *
   * @param windows parts of the file, as {@link FileSlice#map} gives them, in its byte order
   * @param inDouble whether its numbers have 8 bytes; else 4
   */
  MappedEntries(ByteBuffer[] windows, boolean inDouble) {
    this.windows =
        Stream.of(windows)
            .<Buffer>map(bytes -> inDouble ? bytes.asDoubleBuffer() : bytes.asFloatBuffer())
            .toList();
    this.windowLength = FileSlice.WINDOW / (inDouble ? Double.BYTES : Float.BYTES);
  }

  @Override
  public void copy(int from, double[] target, int at, int length) {
    for (int done = 0; done < length; ) {
      int start = (from + done) % windowLength;
      int part = Math.min(length - done, windowLength - start);
      Buffer window = windows.get((from + done) / windowLength);
      if (window instanceof FloatBuffer floats) {
        for (int i = 0; i < part; i++) {
          target[at + done + i] = floats.get(start + i);
        }
      } else {
        ((DoubleBuffer) window).get(start, target, at + done, part);
      }
      done += part;
    }
  }
}
