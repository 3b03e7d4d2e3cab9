package io.complexometer.export.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that whole lines are appended to. After a write that fails what was written of it is taken
 * back; where that cannot be done the next write begins on a line of its own.
 */
final class LogPart implements Closeable {

  /** Opens a file for reading and writing, and makes it where it is not there. */
  interface Opening {
    RandomAccessFile open(Path path) throws IOException;
  }

  private final Path path;
  // Not a channel: an interrupt of the writing thread would close it for good.
  private final RandomAccessFile file;
  private final Object whileOpen = new Object(); // held while the disk is waited for, not to write
  private long end;
  private boolean cuttable = true;
  private boolean torn;

  private LogPart(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * A part that begins, or goes on where an earlier one ended.
   *
   * @param path of the file
   * @param opening how to open it
   * @throws IOException if it cannot be opened
   */
  static LogPart open(Path path, Opening opening) throws IOException {
    LogPart part = new LogPart(path, opening.open(path));
    try {
      if (part.file.length() > 0) {
        part.end = part.file.length();
        part.file.seek(part.end - 1);
        part.torn = part.file.read() != '\n';
      }
      return part;
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  /** Bytes of all whole lines. */
  long length() {
    return end;
  }

  /** Whether it holds nothing. */
  boolean isEmpty() {
    return end == 0 && !torn;
  }

  /**
   * Appends.
   *
   * @param lines each with its line end
   * @throws IOException if they could not be written; then none of them was
   */
  void append(byte... lines) throws IOException {
    try {
      if (torn) {
        file.write('\n');
        end++;
        torn = false;
      }
      file.write(lines, 0, lines.length);
      end += lines.length;
    } catch (IOException e) {
      takeBack(e);
      throw e;
    }
  }

  private void takeBack(IOException cause) {
    try {
      if (cuttable) {
        file.setLength(end);
        file.seek(end);
        return;
      }
    } catch (IOException e) { // a pipe has no length
      cause.addSuppressed(e);
    }
    // From here on the end of the last whole line is not known: the next line only begins afresh.
    cuttable = false;
    torn = true;
  }

  /**
   * Returns when what was written would survive a loss of power. May be called while another thread
   * writes; nothing is done after it was closed, or where it is no file on a disk.
   *
   * @throws IOException if the disk reports a fault
   */
  void sync() throws IOException {
    synchronized (whileOpen) {
      if (file.getFD().valid() && Files.isRegularFile(path)) {
        file.getFD().sync();
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (whileOpen) {
      file.close();
    }
  }
}
