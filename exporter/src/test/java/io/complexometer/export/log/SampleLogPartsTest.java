package io.complexometer.export.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.export.Laws;
import io.complexometer.export.Lenet;
import io.complexometer.export.Recorder;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Trend;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that are spread over several files. */
class SampleLogPartsTest {

  @TempDir Path folder;

  private final Trend[] laws =
      Lenet.FITTED.stream().map(series -> Laws.undecided(series, 95)).toArray(Trend[]::new);

  private Sample sample(long iteration) {
    return Lenet.fitted(Lenet.sample("run-1", iteration, series -> Value.of(2.5)), laws);
  }

  /** Room for the session and about three samples. */
  private SampleLog.Builder small(Path path) {
    return SampleLog.builder(path).partBytes(6_000);
  }

  private Path write(long from, long to) throws IOException {
    Path path = folder.resolve("run.jsonl");
    try (SampleLog log = small(path).create()) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      for (long iteration = from; iteration < to; iteration++) {
        log.accept(sample(iteration));
      }
    }
    return path;
  }

  private static List<Long> iterations(Path path) throws IOException {
    Recorder recorder = new Recorder();
    SampleLogReader.of(path).read(recorder);
    assertEquals(1, recorder.sessions.size());
    assertTrue(recorder.samples.stream().allMatch(s -> s.trends().get(0).iteration() == 95));
    return recorder.samples.stream().map(Sample::iteration).toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static List<Long> range(long from, long to) {
    return Stream.iterate(from, i -> i < to, i -> i + 1).toList();
  }

  @Test
  void accept_moreThanFits_goesOnInFurtherFiles() throws IOException {
    Path path = write(0, 20);
    List<String> files = files();
    assertTrue(files.size() > 3, files::toString);
    assertTrue(files.containsAll(List.of("run.jsonl", "run.1.jsonl", "run.2.jsonl")));
    assertEquals(files.size(), SampleLogReader.of(path).parts().size());
    assertEquals(range(0, 20), iterations(path));
    List<Long> alone = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path part = LogParts.path(path, i);
      assertTrue(Files.size(part) <= 6_000);
      if (i > 0) { // the first one is the name of all
        alone.addAll(iterations(part));
      }
    }
    assertEquals(range(alone.get(0), 20), alone);
  }

  @Test
  void accept_largerThanAPart_isOneToAFile() throws IOException {
    Path path = folder.resolve("run");
    try (SampleLog log = SampleLog.builder(path).partBytes(1).create()) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      for (int i = 0; i < 12; i++) {
        log.accept(sample(i));
      }
    }
    assertEquals(12, files().size());
    assertTrue(files().contains("run.11"));
    assertEquals(range(0, 12), iterations(path));
  }

  @Test
  void accept_fileInTheWay_isPassedOver() throws IOException {
    Path other = Files.writeString(folder.resolve("run.1.jsonl"), "another run\n");
    Path empty = Files.createFile(folder.resolve("run.3.jsonl"));
    Path path = write(0, 20);
    assertEquals("another run\n", Files.readString(other));
    assertEquals(0, Files.size(empty));
    assertEquals(range(0, 20), iterations(path));
  }

  /** What only is named alike: a copy, and a part of a run before that was removed. */
  @Test
  void read_filesOfOthers_areNoParts() throws IOException {
    Path path = write(0, 20);
    int parts = files().size();
    Files.copy(path, folder.resolve("run.77.jsonl"));
    Files.writeString(
        folder.resolve("run.78.jsonl"),
        Files.readString(folder.resolve("run.1.jsonl"))
            .replace("run-1", "run-0")
            .replace("\"part\":1", "\"part\":78"));
    assertEquals(parts, SampleLogReader.of(path).parts().size());
    assertEquals(range(0, 20), iterations(path));
  }

  @Test
  void resume_goesOnInTheLastFile() throws IOException {
    Path path = write(0, 20);
    List<String> before = new ArrayList<>();
    for (String file : files()) {
      before.add(Files.readString(folder.resolve(file)));
    }
    List<String> names = files();
    try (SampleLog log = small(path).resume()) {
      log.resume(Lenet.fitted("run-1"), 4, () -> Lenet.HEALTH);
      for (long iteration = 5; iteration < 15; iteration++) {
        log.accept(sample(iteration));
      }
    }
    for (int i = 0; i < names.size(); i++) {
      assertTrue(Files.readString(folder.resolve(names.get(i))).startsWith(before.get(i)));
    }
    assertTrue(files().size() > names.size());
    assertEquals(range(0, 15), iterations(path));
    assertThrows(FileAlreadyExistsException.class, () -> small(path).create());
  }

  /** The oldest were removed for their room. */
  @Test
  void resume_withoutTheFirstFiles_goesOnInTheLast() throws IOException {
    Path path = write(0, 20);
    Files.delete(path);
    Files.delete(folder.resolve("run.1.jsonl"));
    List<Long> left = iterations(path);
    try (SampleLog log = small(path).resume()) {
      log.resume(Lenet.fitted("run-1"), 19, () -> Lenet.HEALTH);
      log.accept(sample(20));
    }
    assertTrue(Files.notExists(path));
    assertEquals(range(left.get(0), 21), iterations(path));
  }

  private static final class FullDisk extends RandomAccessFile {
    private static boolean full;

    FullDisk(Path path) throws IOException {
      super(path.toFile(), "rw");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      super.write(bytes, offset, full ? length / 2 : length);
      if (full) {
        throw new IOException("No space left on device");
      }
    }
  }

  /** The line of the session is owed to a file that could not be begun, and comes with a sample. */
  @Test
  void accept_fullDiskAtANewFile_beginsItLater() throws IOException {
    Path path = folder.resolve("run.jsonl");
    FullDisk.full = false;
    try (SampleLog log = SampleLog.builder(path).partBytes(1).opening(FullDisk::new).create()) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      log.accept(sample(0));
      FullDisk.full = true;
      assertThrows(UncheckedIOException.class, () -> log.accept(sample(1)));
      assertThrows(UncheckedIOException.class, () -> log.accept(sample(2)));
      FullDisk.full = false;
      log.accept(sample(3));
      log.accept(sample(4));
    }
    assertEquals(3, files().size());
    assertEquals(List.of(0L, 3L, 4L), iterations(path));
    assertEquals(List.of(3L), iterations(folder.resolve("run.1.jsonl")));
  }

  @Test
  void accept_fileThatCannotBeBegun_goesOnInTheOld() throws IOException {
    Path path = folder.resolve("run.jsonl");
    LogPart.Opening opening =
        file -> {
          if (!file.equals(path)) {
            throw new IOException("Too many open files");
          }
          return new RandomAccessFile(file.toFile(), "rw");
        };
    try (SampleLog log = SampleLog.builder(path).partBytes(1).opening(opening).create()) {
      log.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
      for (int i = 0; i < 3; i++) {
        log.accept(sample(i));
      }
    }
    assertEquals(range(0, 3), iterations(path));
    assertEquals(1, SampleLogReader.of(path).parts().size());
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(path), all.toList(), "no empty file for each sample");
    }
  }

  @Test
  void builder_badSettings_areRefused() {
    SampleLog.Builder builder = SampleLog.builder(folder.resolve("run.jsonl"));
    assertThrows(IllegalArgumentException.class, () -> builder.partBytes(0));
    assertThrows(IllegalArgumentException.class, () -> builder.syncAfter(Duration.ofSeconds(-1)));
  }
}
