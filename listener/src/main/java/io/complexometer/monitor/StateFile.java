package io.complexometer.monitor;

import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file of a saved state.
 *
 * <pre>
 *   8 bytes   CMPLXMTR
 *   4 bytes   version, 1
 *   n bytes   the state: big-endian, texts in UTF-8, each length before what it counts
 *   8 bytes   CRC-32 of all before
 * </pre>
 *
 * <p>It is replaced as a whole: a new one is written beside it, forced onto the disk, and takes its
 * name in one step. Whatever happens on the way, there is the old one or the new one. Before the
 * state is read its checksum is compared, in constant memory.
 */
final class StateFile {
  static final int VERSION = 1;

  private static final byte[] MAGIC = "CMPLXMTR".getBytes(StandardCharsets.US_ASCII);
  private static final int BEFORE = MAGIC.length + Integer.BYTES;
  private static final int AFTER = Long.BYTES;

  /** Far more than a state has, and no more than an array can hold. */
  private static final long LARGEST = 1L << 30;

  private StateFile() {}

  /** Replaces a file, and makes the directories above it where they are missing. */
  static void write(Path path, byte[] state) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    if (state.length > LARGEST - BEFORE - AFTER) {
      throw new IOException("a state of " + state.length + " bytes is too large for " + path);
    }
    Path beside = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      // not a channel: an interrupt of the training thread would close it
      try (FileOutputStream file = new FileOutputStream(beside.toFile())) {
        writeAll(file, state);
        file.getFD().sync();
      }
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  private static void writeAll(OutputStream file, byte[] state) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32());
    DataOutputStream out = new DataOutputStream(checked);
    out.write(MAGIC);
    out.writeInt(VERSION);
    out.write(state);
    out.writeLong(checked.getChecksum().getValue());
  }

  /**
   * Reads a file.
   *
   * @throws StateException if it holds no whole state of this version
   */
  static StateReader read(Path path) {
    try {
      long length = Files.size(path);
      check(path, length);
      return new StateReader(
          ByteBuffer.wrap(Files.readAllBytes(path), BEFORE, (int) length - BEFORE - AFTER).slice());
    } catch (IOException e) {
      throw new StateException("it cannot be read: " + e.getMessage(), e);
    }
  }

  private static void check(Path path, long length) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      CheckedInputStream checked = new CheckedInputStream(file, new CRC32());
      ByteBuffer before = ByteBuffer.wrap(checked.readNBytes(BEFORE));
      if (length < BEFORE + AFTER) {
        throw new StateException("it is cut off after " + length + " bytes");
      }
      byte[] magic = new byte[MAGIC.length];
      before.get(magic);
      if (!Arrays.equals(magic, MAGIC) || length > LARGEST) {
        throw new StateException("it is no state of a Complexometer");
      }
      int version = before.getInt();
      if (version != VERSION) {
        throw new StateException(
            "it is of version %d, and this program knows version %d only"
                .formatted(version, VERSION));
      }
      checkSum(checked, length - BEFORE - AFTER);
    }
  }

  private static void checkSum(CheckedInputStream checked, long length) throws IOException {
    byte[] part = new byte[1 << 16];
    for (long left = length; left > 0; ) {
      int read = checked.read(part, 0, (int) Math.min(left, part.length));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    long sum = checked.getChecksum().getValue();
    byte[] stored = checked.readNBytes(AFTER);
    if (stored.length < AFTER || ByteBuffer.wrap(stored).getLong() != sum) {
      throw new StateException("it is cut off or damaged");
    }
  }
}
