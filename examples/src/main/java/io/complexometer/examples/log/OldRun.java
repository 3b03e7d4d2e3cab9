package io.complexometer.examples.log;

import io.complexometer.examples.data.DataException;
import io.complexometer.export.log.LeftOut;
import io.complexometer.export.log.SampleLogReader;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The log of a run that is over, or of several.
 *
 * @param path as it was given
 * @param reader of all of its files
 */
public record OldRun(Path path, SampleLogReader reader) {

  /**
   * Looks at a log.
   *
   * @param path its first file
   * @return the run, of which nothing is read yet
   * @throws DataException if it cannot be read
   */
  public static OldRun of(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) { // it is read more than once
      throw new DataException(
          path + ": is a folder or a pipe: give a file, the JSON Lines of a run.");
    }
    try {
      return new OldRun(path, SampleLogReader.of(path));
    } catch (IOException e) {
      throw new DataException(
          "%s: cannot be read (%s): check that it is there, and that you may."
              .formatted(path, e.getClass().getSimpleName()),
          e);
    }
  }

  /**
   * Looks at several logs. One that is only a further file of another is left out: {@code *.jsonl}
   * names them all.
   *
   * @param paths of logs
   * @return the runs in the order given
   * @throws DataException if one cannot be read
   */
  public static List<OldRun> all(List<Path> paths) {
    List<OldRun> runs = paths.stream().map(OldRun::of).toList();
    Set<Path> further = new HashSet<>();
    for (OldRun run : runs) {
      run.reader.parts().stream()
          .filter(part -> !part.equals(run.path))
          .forEach(part -> further.add(part.toAbsolutePath().normalize()));
    }
    return runs.stream()
        .filter(run -> !further.contains(run.path.toAbsolutePath().normalize()))
        .toList();
  }

  /**
   * Hands all samples over.
   *
   * @param sink that they go to
   * @return sentences: what was left out
   * @throws DataException if there are none, or the log cannot be read
   */
  public List<String> read(SampleSink sink) {
    long[] samples = {0};
    LeftOut leftOut;
    try {
      leftOut = reader.read(counting(sink, samples));
    } catch (IOException e) {
      throw new DataException(e.getMessage() + ".", e);
    }
    if (samples[0] == 0) {
      throw new DataException(path + ": holds no samples: give the JSON Lines of a run.");
    }
    List<String> notices = new ArrayList<>();
    leftOut.notices().forEach(notice -> notices.add(path + ": " + notice));
    return notices;
  }

  private static SampleSink counting(SampleSink sink, long... samples) {
    return new SampleSink() {
      @Override
      public void begin(Session session, Supplier<Health> health) {
        sink.begin(session, health);
      }

      @Override
      public void accept(Sample sample) {
        samples[0]++;
        sink.accept(sample);
      }

      @Override
      public void end() {
        sink.end();
      }
    };
  }
}
