package io.complexometer.examples.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * A part of a file.
 *
 * @param file where it lies
 * @param at its first byte
 * @param length in bytes
 */
record FileSlice(Path file, long at, long length) {
  /** A mapping has at most 2 GB; windows of half of that hold whole numbers. */
  static final int WINDOW = 1 << 30;

  /** The whole of a file. */
  static FileSlice of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new FileSlice(file, 0, channel.size());
    }
  }

  /** The same without its beginning. */
  FileSlice from(long start) {
    return new FileSlice(file, at + start, length - start);
  }

  /** Its bytes, one after the other; to be closed. */
  InputStream open() throws IOException {
    FileChannel channel = FileChannel.open(file);
    return BoundedInputStream.builder()
        .setInputStream(Channels.newInputStream(channel.position(at)))
        .setMaxCount(length)
        .get();
  }

  /** Maps it, {@link #WINDOW} bytes at a time; the mapping lasts as long as somebody uses it. */
  ByteBuffer[] map(ByteOrder order) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (at + length > channel.size()) {
        throw new EOFException("it ends too early");
      }
      ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((length + WINDOW - 1) / WINDOW)];
      for (int i = 0; i < windows.length; i++) {
        long start = (long) i * WINDOW;
        long part = Math.min(WINDOW, length - start);
        windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, at + start, part).order(order);
      }
      return windows;
    }
  }
}
