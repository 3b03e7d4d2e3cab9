package io.complexometer.export.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.export.Recorder;
import io.complexometer.monitor.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: one that is killed, and one that the operating system lets write no more. */
class SampleLogCrashTest {

  private static final int ENDLESS = 1_000_000;

  @TempDir Path folder;

  /** What a training printed; it is killed as soon as a line is as the predicate says. */
  private List<String> train(Predicate<String> kill, String limit, Object... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "-c", limit + "exec \"$@\"", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoggedTraining.class.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
            .start();
    List<String> printed = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        if (kill.test(line)) {
          process.toHandle().destroyForcibly(); // SIGKILL; what it had printed still comes
        }
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    return printed;
  }

  private static List<Long> iterations(List<String> printed) {
    return printed.stream()
        .filter(line -> line.matches("iteration \\d+"))
        .map(line -> Long.valueOf(line.substring(10)))
        .toList();
  }

  private static LeftOut read(Path path, List<Long> into) throws IOException {
    Recorder recorder = new Recorder();
    LeftOut leftOut = SampleLogReader.of(path).read(recorder);
    recorder.samples.stream().map(Sample::iteration).forEach(into::add);
    return leftOut;
  }

  /** Nothing is lost but what power takes: each sample that was handed over is in the log. */
  @Test
  void kill_inTheMiddle_losesNothing() throws Exception {
    Path path = folder.resolve("killed.jsonl");
    List<Long> said = iterations(train("iteration 200"::equals, "", ENDLESS, path));
    assertTrue(said.size() > 200, said::toString);
    List<Long> logged = new ArrayList<>();
    LeftOut leftOut = read(path, logged);
    assertEquals(said, logged.subList(0, said.size()));
    assertTrue(logged.size() <= said.size() + 1); // killed between the log and the word
    assertEquals(new LeftOut(0, 0, leftOut.incompleteEnd(), 0), leftOut);
  }

  /** A limit on the size of files fails a write as a full disk does, and needs no disk to fill. */
  @Test
  void fullDisk_trainingEndsAsWithoutALog() throws Exception {
    Path path = folder.resolve("full.jsonl");
    int iterations = 100;
    List<String> full = train(line -> false, "ulimit -f 200; ", iterations, path);
    List<String> free = train(line -> false, "", iterations);
    String errors = Files.readString(folder.resolve("errors.txt"));
    assertEquals(1, free.size(), errors);
    assertEquals(free.get(0), full.get(full.size() - 1), errors);
    // one for each, and one for the last laws when the listener is closed
    assertEquals(iterations + 1, iterations(full).size());
    assertTrue(Files.size(path) <= 200 * 1024);
    List<Long> logged = new ArrayList<>();
    assertEquals(new LeftOut(0, 0, false, 0), read(path, logged));
    assertTrue(logged.size() > 5 && logged.size() < iterations, logged::toString);
    assertTrue(iterations(full).containsAll(logged));
    // each sample that did not fit; counted before the listener is closed
    assertTrue(full.contains("failures " + (iterations - logged.size())), full::toString);
  }
}
