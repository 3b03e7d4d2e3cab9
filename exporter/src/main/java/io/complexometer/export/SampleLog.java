package io.complexometer.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes a session as JSON Lines: a first line for the session, then one for each sample.
 *
 * <pre>{@code
 * {"type":"session","schema":1,"session":"lenet-20260101T120000", ...}
 * {"session":"lenet-20260101T120000","iteration":0, ... "cpse":{"scaleFree":1.25,"paper":1.5}, ...}
 * }</pre>
 *
 * <p>The exporter's README describes every field.
 *
 * <p>Each line reaches the operating system before the next sample is taken, so a run that is
 * killed leaves whole lines. After a write that fails (a full disk) the part of the line that was
 * written is taken back; later samples are written again as soon as there is room.
 */
public final class SampleLog implements SampleSink, AutoCloseable {

  // Not a channel: an interrupt of the writing thread would close it for good.
  private final RandomAccessFile file;
  private final Path path;
  private final StringBuilder unwritten = new StringBuilder();
  private long end;
  private boolean cuttable = true;
  private boolean torn;
  private List<Trend> told = List.of();

  SampleLog(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Creates the file, and the directories above it where they are missing. An existing file is
   * never overwritten, as it may be the only record of a run; an empty one is used.
   *
   * @param path the file, customarily {@code *.jsonl}
   * @return a log that is ready for its session
   * @throws FileAlreadyExistsException if there is a file with contents
   * @throws IOException if the file cannot be written
   */
  public static SampleLog create(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    // JDK 17 refuses to "create" a directory that is reached by a symbolic link.
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    if (file.length() > 0) {
      file.close();
      throw new FileAlreadyExistsException(
          path.toString(), null, "holds an earlier log; choose another file, or remove this one");
    }
    return new SampleLog(path, file);
  }

  /**
   * Writes the line of the session.
   *
   * @throws UncheckedIOException if it could not be written; it then precedes the first sample's
   */
  @Override
  public synchronized void begin(Session session, Supplier<Health> health) {
    unwritten.append(SessionLine.of(session)).append('\n');
    write("the session " + session.id());
  }

  /**
   * Writes the line of a sample.
   *
   * @throws UncheckedIOException if it could not be written; the log is without it then
   */
  @Override
  public synchronized void accept(Sample sample) {
    int before = unwritten.length();
    JsonNode line = SampleLine.of(sample, told);
    unwritten.append(line).append('\n');
    try {
      write("iteration " + sample.iteration());
      told = sample.trends();
    } catch (UncheckedIOException e) {
      unwritten.setLength(before); // the session's line is still owed, the sample's is given up
      throw e;
    }
  }

  private void write(String what) {
    byte[] lines = unwritten.toString().getBytes(StandardCharsets.UTF_8);
    try {
      if (torn) {
        file.write('\n');
        torn = false;
      }
      file.write(lines, 0, lines.length);
      end += lines.length;
      unwritten.setLength(0);
    } catch (IOException e) {
      takeBack(e);
      throw new UncheckedIOException("cannot log " + what + " to " + path, e);
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

  /** Closes the file: it is that of one session. */
  @Override
  public void end() {
    close();
  }

  /**
   * Closes the file.
   *
   * @throws UncheckedIOException if the operating system reports a failure
   */
  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    }
  }
}
