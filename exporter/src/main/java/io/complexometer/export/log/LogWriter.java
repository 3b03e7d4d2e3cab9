package io.complexometer.export.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to the newest file of a log, and begins the next when it is full. What could not be
 * written and must not be lost is owed, and comes before what is written next; a sample is given
 * up.
 */
final class LogWriter {

  private static final Logger log = LoggerFactory.getLogger(SampleLog.class);

  private final Path path;
  private final long partBytes;
  private final LogPart.Opening opening;
  private final DiskSync disk;
  private final StringBuilder owed = new StringBuilder();
  private LogPart part;
  private int number; // of the part
  private boolean sampled; // whether the part has a sample
  private boolean overfull; // and it was said

  /**
   * A writer that goes on in a file.
   *
   * @param path of the log
   * @param part where it goes on
   * @param number of that
   * @param partBytes the most that a file should have
   * @param opening how to open further ones
   * @param syncAfter when the disk is told
   */
  LogWriter(
      Path path,
      LogPart part,
      int number,
      long partBytes,
      LogPart.Opening opening,
      Duration syncAfter) {
    this.path = path;
    this.part = part;
    this.number = number;
    this.partBytes = partBytes;
    this.opening = opening;
    this.disk = new DiskSync(syncAfter);
    this.sampled = !part.isEmpty();
  }

  /** Of the file that is written to. */
  int number() {
    return number;
  }

  /** Whether a sample belongs into the next file: one sample is in each. */
  boolean isFullFor(String line) {
    long bytes = line.getBytes(StandardCharsets.UTF_8).length;
    return sampled && part.length() + owed.length() + bytes > partBytes;
  }

  /** Goes on in the next file, if it can: better one that is too large than a sample lost. */
  boolean beginNext() {
    try {
      int next = number + 1;
      while (!isMade(LogParts.path(path, next))) {
        next++;
      }
      LogPart begun = open(LogParts.path(path, next));
      disk.finished(part);
      part = begun;
      number = next;
    } catch (IOException e) {
      if (!overfull) {
        log.warn("{} grows beyond {} bytes: no file can be begun after it", path, partBytes, e);
      }
      overfull = true;
      return false;
    }
    sampled = false;
    return true;
  }

  private static boolean isMade(Path file) throws IOException {
    try {
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** What cannot be opened is not left behind empty, once for each sample. */
  private LogPart open(Path made) throws IOException {
    try {
      return LogPart.open(made, opening);
    } catch (IOException e) {
      Files.deleteIfExists(made);
      throw e;
    }
  }

  /** Has lines written before anything else that is owed. */
  void oweFirst(String lines) {
    owed.insert(0, lines);
  }

  /** Has lines written with the next. */
  void owe(String lines) {
    owed.append(lines);
  }

  /**
   * Writes what is owed.
   *
   * @param what it is, for the message
   * @throws UncheckedIOException if it could not be written, and is owed still
   */
  void write(String what) {
    try {
      part.append(owed.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot log " + what + " to " + part.path(), e);
    }
    owed.setLength(0);
    disk.written(part);
  }

  /**
   * Writes what is owed, and a sample's line.
   *
   * @param line with its end
   * @param what it is, for the message
   * @throws UncheckedIOException if they could not be written; the sample's is given up then
   */
  void writeSample(String line, String what) {
    int before = owed.length();
    owed.append(line);
    try {
      write(what);
    } catch (UncheckedIOException e) {
      owed.setLength(before);
      throw e;
    }
    sampled = true;
  }

  /**
   * Tells what the disk has reported since this was asked last.
   *
   * @param what could not be done, for the message
   * @throws UncheckedIOException if it has
   */
  void throwFault(String what) {
    disk.takeFault()
        .ifPresent(
            fault -> {
              throw new UncheckedIOException(what, fault);
            });
  }

  /** Returns when the disk keeps everything, and closes the file. */
  void close() {
    disk.finished(part);
    disk.close();
    throwFault("cannot close " + part.path());
  }
}
