package io.complexometer.export.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Hands the samples of a log to a sink, as the listener did when it was written:
 *
 * <pre>{@code
 * ComplexityMeterBinder meters = ComplexityMeterBinder.withoutHealth();
 * meters.bindTo(registry);
 * LeftOut leftOut = SampleLogReader.of(Path.of("runs/lenet.jsonl")).read(meters);
 * }</pre>
 *
 * <p>The sink gets every number as it was, to the last bit, with the reasons of what is absent. It
 * does not get what a log does not hold: the monitor's own health, which must not be asked for; the
 * structure beyond the numbers that are published; and of the laws that were fitted those that were
 * not decided on.
 *
 * <p>Several sessions in one file are handed over one after the other, each ended before the next
 * begins.
 */
public final class SampleLogReader {

  private final Path path;
  private final SampleLogLines lines;

  private SampleLogReader(Path path, SampleLogLines lines) {
    this.path = path;
    this.lines = lines;
  }

  /**
   * Looks through a log.
   *
   * @param path its first file; where its size was limited those that it goes on in are found
   * @return a reader that may be used several times
   * @throws IOException if a file is not there or cannot be read
   */
  public static SampleLogReader of(Path path) throws IOException {
    return new SampleLogReader(path, SampleLogLines.of(path));
  }

  /**
   * The files.
   *
   * @return one, or where the size was limited several, in their order
   */
  public List<Path> parts() {
    return lines.parts();
  }

  /**
   * Reads all of it.
   *
   * @param sink its exceptions end the reading
   * @return what was left out
   * @throws IOException if a file cannot be read, or is no log that samples can be made of
   */
  public LeftOut read(SampleSink sink) throws IOException {
    Handover handover = new Handover(sink);
    LeftOut leftOut = lines.read(handover);
    handover.end();
    return leftOut;
  }

  private final class Handover implements SampleLogLines.Receiver {
    private final SampleSink sink;
    private Optional<LoggedSamples> samples = Optional.empty();

    Handover(SampleSink sink) {
      this.sink = sink;
    }

    @Override
    public void session(JsonNode line) throws IOException {
      if (samples.isPresent() && isOf(samples.get(), line)) {
        samples.get().anew();
        return;
      }
      end();
      Session session;
      try {
        session = LoggedSession.read(line);
      } catch (IOException e) {
        throw new IOException(path + " " + e.getMessage(), e);
      }
      samples = Optional.of(new LoggedSamples(session));
      sink.begin(session, SampleLogReader::unknown);
    }

    @Override
    public void resumed(JsonNode line) {
      samples.filter(of -> isOf(of, line)).ifPresent(LoggedSamples::anew);
    }

    @Override
    public void sample(JsonNode line) throws IOException {
      if (samples.isEmpty() || !isOf(samples.get(), line)) {
        throw new IOException(
            "%s has a sample of session '%s' without the line of that session before it"
                .formatted(path, line.path("session").asText()));
      }
      sink.accept(read(samples.get(), line));
    }

    private Sample read(LoggedSamples of, JsonNode line) throws IOException {
      try {
        return of.read(line);
      } catch (RuntimeException e) {
        throw new IOException(
            "%s has a damaged sample of session '%s', of iteration %s: %s"
                .formatted(
                    path, of.session().id(), line.path("iteration").asText("?"), e.getMessage()),
            e);
      }
    }

    private boolean isOf(LoggedSamples of, JsonNode line) {
      return of.session().id().equals(line.path("session").asText());
    }

    private void end() {
      samples.ifPresent(any -> sink.end());
    }
  }

  private static Health unknown() {
    throw new UnsupportedOperationException("a log does not tell what the monitor itself did");
  }
}
