package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.NpyHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a file is, told by its first bytes: its name may be anything. */
enum FileKind {
  FOLDER,
  ZIP,
  NPY,
  HDF5,
  JSON,
  OTHER;

  private static final int START = 64;
  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** A block of the user's may come before an HDF5 file, of 512 bytes times a power of two. */
  private static final int LARGEST_USER_BLOCK = 1 << 20;

  /**
   * The kind of a file.
   *
   * @throws DataException if there is none, or it is empty or cannot be read
   */
  static FileKind of(Path path) {
    if (Files.isDirectory(path)) {
      return FOLDER;
    }
    if (!Files.exists(path)) {
      throw new DataException(
          path + " does not exist: name a model, a configuration, or a file or folder of weights.");
    }
    try (FileChannel file = FileChannel.open(path)) {
      byte[] start = bytes(file, 0, START);
      if (start.length == 0) {
        throw new DataException(path + " is empty: copy it again.");
      }
      return hasSignature(file) ? HDF5 : of(start);
    } catch (IOException e) {
      throw Complaint.unreadable(path, e);
    }
  }

  private static FileKind of(byte[] start) {
    if (start.length > 3 && start[0] == 'P' && start[1] == 'K' && start[2] < 7) {
      return ZIP;
    }
    if (NpyHeader.isMagic(start)) {
      return NPY;
    }
    int first = 0;
    boolean mark = start.length > 2 && start[0] == (byte) 0xef; // UTF-8's byte order mark
    for (first = mark ? 3 : 0; first < start.length && start[first] <= ' '; first++) {
      if (start[first] <= 0) {
        return OTHER;
      }
    }
    return first < start.length && start[first] == '{' ? JSON : OTHER;
  }

  private static boolean hasSignature(FileChannel file) throws IOException {
    for (int at = 0; at <= LARGEST_USER_BLOCK; at = at == 0 ? 512 : 2 * at) {
      if (Arrays.equals(bytes(file, at, HDF5_SIGNATURE.length), HDF5_SIGNATURE)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] bytes(FileChannel file, long at, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(most);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = file.read(bytes, at + bytes.position());
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
