package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes a state apart that {@link StateWriter} has put together. Nothing is allocated for what
 * cannot be there: a length is compared with the bytes that are left.
 */
final class StateReader {
  private final ByteBuffer bytes;

  StateReader(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  StateReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  private static <T> T read(Supplier<T> piece) {
    try {
      return piece.get();
    } catch (BufferUnderflowException e) {
      throw new StateException("it ends too early", e);
    }
  }

  /** Begins a part. */
  void section(String name) {
    int length = length(1);
    byte[] expected = name.getBytes(StandardCharsets.UTF_8);
    if (length != expected.length || !name.equals(string(length))) {
      throw new StateException("its part '" + name + "' is not where it should be");
    }
  }

  /** There must be nothing more. */
  void end() {
    if (bytes.hasRemaining()) {
      throw new StateException("it goes on for " + bytes.remaining() + " bytes after its end");
    }
  }

  long number() {
    return read(bytes::getLong);
  }

  /** A count of what follows or was counted elsewhere. */
  int count() {
    int count = read(bytes::getInt);
    if (count < 0) {
      throw new StateException("it has a count of " + count);
    }
    return count;
  }

  /** A count of pieces of so many bytes each, at least, that follow. */
  private int length(int each) {
    int count = count();
    if ((long) count * each > bytes.remaining()) {
      throw new StateException("it ends before what it announces");
    }
    return count;
  }

  boolean flag() {
    byte flag = read(bytes::get);
    if (flag != 0 && flag != 1) {
      throw new StateException("it has " + flag + " in place of yes or no");
    }
    return flag == 1;
  }

  double real() {
    return read(bytes::getDouble);
  }

  String text() {
    return string(length(1));
  }

  private String string(int length) {
    byte[] text = new byte[length];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    byte[] all = new byte[length(1)];
    bytes.get(all);
    return all;
  }

  int[] integers() {
    int[] all = new int[length(Integer.BYTES)];
    bytes.asIntBuffer().get(all);
    skip(all.length * Integer.BYTES);
    return all;
  }

  float[] singles() {
    float[] all = new float[length(Float.BYTES)];
    bytes.asFloatBuffer().get(all);
    skip(all.length * Float.BYTES);
    return all;
  }

  double[] reals() {
    double[] all = new double[length(Double.BYTES)];
    bytes.asDoubleBuffer().get(all);
    skip(all.length * Double.BYTES);
    return all;
  }

  private void skip(int length) {
    bytes.position(bytes.position() + length);
  }

  Value value() {
    return flag() ? Value.of(real()) : Value.absent(text());
  }

  <T> Optional<T> optional(Function<StateReader, T> reading) {
    return flag() ? Optional.of(reading.apply(this)) : Optional.empty();
  }

  <T> List<T> list(Function<StateReader, T> reading) {
    int count = length(1);
    List<T> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(reading.apply(this));
    }
    return parts;
  }
}
