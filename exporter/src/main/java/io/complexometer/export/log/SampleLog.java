package io.complexometer.export.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
 *
 * <p>A session that was interrupted and is gone on with may go on in its log: see {@link
 * #resume(Path)}.
 */
public final class SampleLog implements SampleSink, AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  // Not a channel: an interrupt of the writing thread would close it for good.
  private final RandomAccessFile file;
  private final Path path;
  private final StringBuilder unwritten = new StringBuilder();
  private long end;
  private boolean cuttable = true;
  private boolean torn;
  private Optional<String> earlier = Optional.empty(); // the session that the file is of already
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
    RandomAccessFile file = open(path);
    if (file.length() > 0) {
      file.close();
      throw new FileAlreadyExistsException(
          path.toString(), null, "holds an earlier log; choose another file, or remove this one");
    }
    return new SampleLog(path, file);
  }

  /**
   * Opens the log of a session that may have been interrupted, or creates it as {@link #create}
   * does. If the listener goes on with that session a line says after which iteration,
   *
   * <pre>{@code
   * {"type":"resumed","session":"lenet-20260101T120000","iteration":299}
   * }</pre>
   *
   * <p>and samples of later iterations above that line are superseded. A last line that was cut off
   * is left alone, and ended. If another session begins it is refused its first line and all others
   * by an exception, which the listener counts.
   *
   * @param path the file
   * @return a log that is ready for its session
   * @throws IOException if the file cannot be read or written, or holds something else
   */
  public static SampleLog resume(Path path) throws IOException {
    return resume(path, open(path));
  }

  static SampleLog resume(Path path, RandomAccessFile file) throws IOException {
    SampleLog log = new SampleLog(path, file);
    try {
      if (file.length() > 0) {
        log.earlier = Optional.of(session(path));
        log.end = file.length();
        file.seek(log.end - 1);
        log.torn = file.read() != '\n';
      }
      return log;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The session that a log is of. */
  private static String session(Path path) throws IOException {
    JsonNode first;
    try (InputStream lines = Files.newInputStream(path)) {
      first = MAPPER.readTree(lines); // the first of them
    } catch (JsonProcessingException e) {
      first = MissingNode.getInstance();
    }
    if (!first.path("type").asText().equals("session")) {
      throw new IOException(
          path + " does not begin with the line of a session: choose another file for the log");
    }
    return first.path("session").asText();
  }

  private static RandomAccessFile open(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    // JDK 17 refuses to "create" a directory that is reached by a symbolic link.
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    return new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Writes the line of the session.
   *
   * @throws UncheckedIOException if it could not be written; it then precedes the first sample's
   * @throws IllegalStateException if the file is the log of another session
   */
  @Override
  public synchronized void begin(Session session, Supplier<Health> health) {
    requireOwn(session.id());
    unwritten.append(SessionLine.of(session)).append('\n');
    write("the session " + session.id());
  }

  /**
   * Writes that the session goes on, after the line of the session where the file is new.
   *
   * @throws UncheckedIOException if it could not be written; it then precedes the first sample's
   * @throws IllegalStateException if the file is the log of another session
   */
  @Override
  public synchronized void resume(Session session, long iteration, Supplier<Health> health) {
    requireOwn(session.id());
    if (earlier.isEmpty()) {
      unwritten.append(SessionLine.of(session)).append('\n');
    }
    unwritten.append(SessionLine.resumed(session, iteration)).append('\n');
    write("the session " + session.id());
  }

  private void requireOwn(String session) {
    if (earlier.filter(id -> !id.equals(session)).isPresent()) {
      throw new IllegalStateException(
          "%s is the log of session %s, and nothing of session %s is written to it: choose another file"
              .formatted(path, earlier.get(), session));
    }
  }

  /**
   * Writes the line of a sample.
   *
   * @throws UncheckedIOException if it could not be written; the log is without it then
   * @throws IllegalStateException if the file is the log of another session
   */
  @Override
  public synchronized void accept(Sample sample) {
    requireOwn(sample.session());
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
        end++;
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
