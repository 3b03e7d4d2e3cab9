package io.complexometer.export;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** The bytes of a page while it is written, of one thread. */
final class PageBytes extends OutputStream {
  private static final double MOST_PLAIN = 1e7; // from which on Double.toString has an exponent

  private byte[] bytes;
  private int length;

  PageBytes(int expected) {
    this.bytes = new byte[Math.max(64, expected)];
  }

  int length() {
    return length;
  }

  /** Takes back what was written since. */
  void backTo(int earlier) {
    length = earlier;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void append(byte... more) {
    write(more, 0, more.length);
  }

  void append(String ascii) {
    append(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** As {@link Double#toString(double)} and the client libraries write it. */
  void append(double number) {
    if (number == Double.POSITIVE_INFINITY) {
      append("+Inf");
    } else if (number == Double.NEGATIVE_INFINITY) {
      append("-Inf");
    } else if (number == Math.rint(number) && number > 0 && number < MOST_PLAIN) {
      append((long) number); // most of what a session publishes
      append(".0");
    } else {
      append(Double.toString(number));
    }
  }

  void append(long number) {
    append(Long.toString(number));
  }

  void endLine() {
    write('\n');
  }

  @Override
  public void write(int one) {
    reserve(1);
    bytes[length++] = (byte) one;
  }

  @Override
  public void write(byte[] from, int offset, int count) {
    Objects.checkFromIndexSize(offset, count, from.length);
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
