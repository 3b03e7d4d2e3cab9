package io.complexometer.export.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSyncTest {

  @TempDir Path folder;

  /** A file that tells when it is closed. */
  private static final class Watched extends RandomAccessFile {
    private final CountDownLatch closed = new CountDownLatch(1);

    Watched(Path path) throws IOException {
      super(path.toFile(), "rw");
    }

    @Override
    public void close() throws IOException {
      super.close();
      closed.countDown();
    }
  }

  private static boolean isWaiting() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("complexometer-log") && thread.isAlive());
  }

  /** What is finished is closed a while later, without anyone waiting for it. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100})
  void finished_isClosedLater(long millis) throws Exception {
    Watched file = new Watched(folder.resolve("part"));
    LogPart part = LogPart.open(folder.resolve("part"), any -> file);
    try (DiskSync disk = new DiskSync(Duration.ofMillis(millis))) {
      part.append((byte) '\n');
      disk.written(part);
      disk.finished(part);
      assertTrue(file.closed.await(10, TimeUnit.SECONDS));
      assertTrue(disk.takeFault().isEmpty());
    }
  }

  @Test
  void close_doesNotWaitForTheDelay() throws Exception {
    Watched file = new Watched(folder.resolve("part"));
    LogPart part = LogPart.open(folder.resolve("part"), any -> file);
    try (DiskSync disk = new DiskSync(ChronoUnit.FOREVER.getDuration())) {
      disk.written(part);
      disk.finished(part);
      assertEquals(1, file.closed.getCount());
    }
    assertEquals(0, file.closed.getCount());
    for (int i = 0; i < 1000 && isWaiting(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertFalse(isWaiting());
  }

  @Test
  void takeFault_isToldOnce() throws Exception {
    RandomAccessFile file =
        new RandomAccessFile(folder.resolve("part").toFile(), "rw") {
          @Override
          public void close() throws IOException {
            super.close();
            throw new IOException("Input/output error");
          }
        };
    LogPart part = LogPart.open(folder.resolve("part"), any -> file);
    try (DiskSync disk = new DiskSync(Duration.ZERO)) {
      disk.finished(part);
      assertEquals("Input/output error", disk.takeFault().orElseThrow().getMessage());
      assertTrue(disk.takeFault().isEmpty());
    }
    assertThrows(IOException.class, file::length);
  }
}
