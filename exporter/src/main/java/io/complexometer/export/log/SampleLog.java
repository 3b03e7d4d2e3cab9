package io.complexometer.export.log;

import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
 * <p>The exporter's README describes every field; {@link SampleLogReader} reads them.
 *
 * <p>Each line reaches the operating system before the next sample is taken, so a run that is
 * killed leaves whole lines, and none is missing. A loss of power may take those of the last
 * seconds: see {@link Builder#syncAfter}. After a write that fails (a full disk) the part of the
 * line that was written is taken back; later samples are written again as soon as there is room.
 *
 * <p>Nothing that was written is ever changed or removed. Where the size of a file is limited the
 * log goes on in the next: see {@link Builder#partBytes}.
 *
 * <p>A session that was interrupted and is gone on with may go on in its log: see {@link
 * Builder#resume}.
 */
public final class SampleLog implements SampleSink, AutoCloseable {

  private final Path path;
  private final Optional<String> earlier; // the session that the file is of already
  private final LogWriter files;
  private Optional<Session> session = Optional.empty();
  private boolean closed;
  private List<Trend> told = List.of();

  private SampleLog(Builder settings, LogPart part, int number, Optional<String> earlier) {
    this.path = settings.path;
    this.files =
        new LogWriter(path, part, number, settings.partBytes, settings.opening, settings.syncAfter);
    this.earlier = earlier;
  }

  /**
   * A log in one file: {@link Builder#create} without further settings.
   *
   * @param path the file, customarily {@code *.jsonl}
   * @return a log that is ready for its session
   * @throws FileAlreadyExistsException if there is a file with contents
   * @throws IOException if the file cannot be written
   */
  public static SampleLog create(Path path) throws IOException {
    return builder(path).create();
  }

  /**
   * The log of a session that may have been interrupted: {@link Builder#resume} without further
   * settings.
   *
   * @param path the file
   * @return a log that is ready for its session
   * @throws IOException if the file cannot be read or written, or holds something else
   */
  public static SampleLog resume(Path path) throws IOException {
    return builder(path).resume();
  }

  /**
   * A log with settings.
   *
   * @param path the file, customarily {@code *.jsonl}
   * @return to be given settings, and to be created or resumed
   */
  public static Builder builder(Path path) {
    return new Builder(path);
  }

  /** Opens a log. */
  public static final class Builder {
    private final Path path;
    private long partBytes = Long.MAX_VALUE;
    private Duration syncAfter = Duration.ofSeconds(5);
    private LogPart.Opening opening = file -> new RandomAccessFile(file.toFile(), "rw");

    private Builder(Path path) {
      this.path = path;
    }

    /**
     * Limits the size of a file; by default it is not limited. What does not fit into {@code
     * run.jsonl} goes into {@code run.1.jsonl}, then {@code run.2.jsonl}, ..: the log goes on in
     * the one with the largest number. Each begins with the line of the session, and can be read
     * alone. A file that is there already is passed over, and none is ever renamed or removed. A
     * file with a single sample may be larger, and one that no other can be begun after.
     *
     * @param bytes at least 1
     * @return this
     */
    public Builder partBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("a part needs at least 1 byte, and not " + bytes);
      }
      partBytes = bytes;
      return this;
    }

    /**
     * Says how much a loss of power may take. A line is with the operating system at once; the disk
     * is told to keep it so much later, on a thread of the log's own, and at the end of the
     * session. The default is 5 seconds. At zero the thread that hands over the sample waits for
     * the disk, which inline is the training thread.
     *
     * @param delay not negative
     * @return this
     */
    public Builder syncAfter(Duration delay) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("a delay must not be negative: " + delay);
      }
      syncAfter = delay;
      return this;
    }

    /** For disks that are full when a test wants them to be. */
    Builder opening(LogPart.Opening files) {
      opening = files;
      return this;
    }

    /**
     * Creates the file, and the directories above it where they are missing. An existing file is
     * never overwritten, as it may be the only record of a run; an empty one is used.
     *
     * @return a log that is ready for its session
     * @throws FileAlreadyExistsException if there is a file with contents
     * @throws IOException if the file cannot be written
     */
    public SampleLog create() throws IOException {
      LogPart part = first();
      if (!part.isEmpty()) {
        part.close();
        throw new FileAlreadyExistsException(
            path.toString(), null, "holds an earlier log; choose another file, or remove this one");
      }
      return new SampleLog(this, part, 0, Optional.empty());
    }

    /**
     * Opens the log of a session that may have been interrupted, or creates it as {@link #create}
     * does. It goes on in its last file. If the listener goes on with that session a line says
     * after which iteration,
     *
     * <pre>{@code
     * {"type":"resumed","session":"lenet-20260101T120000","iteration":299}
     * }</pre>
     *
     * <p>and samples of later iterations above that line are superseded. A last line that was cut
     * off is left alone, and ended. If another session begins it is refused its first line and all
     * others by an exception, which the listener counts.
     *
     * @return a log that is ready for its session
     * @throws IOException if a file cannot be read or written, or holds something else
     */
    public SampleLog resume() throws IOException {
      var parts = List.copyOf(LogParts.of(path).entrySet());
      if (parts.isEmpty()) {
        return create();
      }
      var last = parts.get(parts.size() - 1);
      var first = LogParts.firstLine(last.getValue());
      if (!first.path("type").asText().equals("session")) {
        throw new IOException(
            last.getValue()
                + " does not begin with the line of a session: choose another file for the log");
      }
      return new SampleLog(
          this,
          LogPart.open(last.getValue(), opening),
          last.getKey(),
          Optional.of(first.path("session").asText()));
    }

    private LogPart first() throws IOException {
      Path parent = path.toAbsolutePath().getParent();
      // JDK 17 refuses to "create" a directory that is reached by a symbolic link.
      if (parent != null && !Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
      return LogPart.open(path, opening);
    }
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
    this.session = Optional.of(session);
    files.owe(SessionLine.of(session, files.number()) + "\n");
    files.write("the session " + session.id());
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
    this.session = Optional.of(session);
    if (earlier.isEmpty()) {
      files.owe(SessionLine.of(session, files.number()) + "\n");
    }
    files.owe(SessionLine.resumed(session, iteration) + "\n");
    files.write("the session " + session.id());
  }

  private void requireOwn(String id) {
    if (earlier.filter(own -> !own.equals(id)).isPresent()) {
      throw new IllegalStateException(
          "%s is the log of session %s, and nothing of session %s is written to it: choose another file"
              .formatted(path, earlier.get(), id));
    }
  }

  /**
   * Writes the line of a sample.
   *
   * @throws UncheckedIOException if it could not be written; the log is without it then. Also if
   *     the disk could not keep earlier lines, which only a loss of power would take
   * @throws IllegalStateException if the file is the log of another session
   */
  @Override
  public synchronized void accept(Sample sample) {
    requireOwn(sample.session());
    String line = SampleLine.of(sample, told) + "\n";
    if (session.isPresent() && files.isFullFor(line) && files.beginNext()) {
      files.oweFirst(SessionLine.of(session.get(), files.number()) + "\n");
      told = List.of();
      line = SampleLine.of(sample, told) + "\n"; // with all laws
    }
    files.writeSample(line, "iteration " + sample.iteration());
    told = sample.trends();
    files.throwFault("the disk does not keep " + path);
  }

  /** Closes the file: it is that of one session. */
  @Override
  public void end() {
    close();
  }

  /**
   * Returns when the disk keeps everything, and closes the file.
   *
   * @throws UncheckedIOException if the operating system reports a failure
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    files.close();
  }
}
