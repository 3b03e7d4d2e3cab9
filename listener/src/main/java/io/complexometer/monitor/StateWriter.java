package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Puts a state together in memory, for {@link StateReader} to take apart in the same order. */
final class StateWriter {

  /** Something that is written; to memory, it cannot fail. */
  private interface Piece {
    void write(DataOutputStream out) throws IOException;
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private void write(Piece piece) {
    try {
      piece.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Begins a part; a reader that is out of step notices there. */
  void section(String name) {
    text(name);
  }

  void number(long number) {
    write(o -> o.writeLong(number));
  }

  void count(int count) {
    write(o -> o.writeInt(count));
  }

  void flag(boolean flag) {
    write(o -> o.writeBoolean(flag));
  }

  void real(double number) {
    write(o -> o.writeDouble(number));
  }

  void text(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void bytes(byte... all) {
    count(all.length);
    write(o -> o.write(all));
  }

  void integers(int... all) {
    count(all.length);
    for (int one : all) {
      count(one);
    }
  }

  void singles(float... all) {
    count(all.length);
    for (float one : all) {
      write(o -> o.writeFloat(one));
    }
  }

  void reals(double... all) {
    count(all.length);
    for (double one : all) {
      real(one);
    }
  }

  void value(Value value) {
    flag(value.isPresent());
    if (value instanceof Value.Absent none) {
      text(none.reason());
    } else {
      real(value.orNaN());
    }
  }

  /** What may be missing. */
  <T> void optional(Optional<T> part, BiConsumer<StateWriter, T> writing) {
    flag(part.isPresent());
    part.ifPresent(one -> writing.accept(this, one));
  }

  <T> void list(List<T> parts, BiConsumer<StateWriter, T> writing) {
    count(parts.size());
    parts.forEach(one -> writing.accept(this, one));
  }
}
