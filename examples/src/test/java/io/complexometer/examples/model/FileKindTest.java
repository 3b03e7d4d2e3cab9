package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileKindTest {
  private static final Duration LONGEST = Duration.ofSeconds(10); // that is: it hangs

  @TempDir private Path folder;

  /** Nobody ever writes into the pipe. */
  @Test
  void of_pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(isMade(pipe), "pipes have names here");
    assertTimeoutPreemptively(
        LONGEST,
        () -> {
          assertEquals(
              "pipe is no regular file (a pipe, or a device): save it as one, or name another file"
                  + " or a folder.",
              TestFiles.refusal(folder, () -> StoredModel.open(pipe)));
          assertEquals(
              "pipe is no regular file (a pipe, or a device): save it as one, or name another"
                  + " file.",
              TestFiles.refusal(folder, () -> ProbeFile.read(pipe, 10)));
        });
  }

  private static boolean isMade(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void of_emptyFile() throws IOException {
    Path file = Files.createFile(folder.resolve("empty"));
    assertEquals(
        "empty is empty: copy it again.", TestFiles.refusal(folder, () -> StoredModel.open(file)));
  }
}
