package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushLoopTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Each push waits until it may, and then fails or not as it is told. */
  private static final class Fake implements PushLoop.Gateway {
    private final Semaphore may = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean down;

    @Override
    public void push() throws IOException {
      done("push");
    }

    @Override
    public void delete() throws IOException {
      done("delete");
    }

    private void done(String what) throws IOException {
      begun.release();
      may.acquireUninterruptibly();
      if (down) {
        throw new IOException("down");
      }
      done.add(what);
    }

    private void awaitBegun() throws InterruptedException {
      assertTrue(begun.tryAcquire(60, TimeUnit.SECONDS));
    }
  }

  private final Fake gateway = new Fake();
  private final PushLoop loop =
      new PushLoop("test", gateway, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
  private final Thread thread = new Thread(loop);

  @AfterEach
  void end() throws InterruptedException {
    loop.abandon();
    gateway.may.release(1000);
    thread.join(LONG.toMillis());
    assertFalse(thread.isAlive());
  }

  @Test
  void note_manyDuringASlowPush_makeOneMore() throws InterruptedException {
    thread.start();
    loop.note();
    gateway.awaitBegun();
    for (int i = 0; i < 1000; i++) {
      loop.note();
    }
    assertFalse(loop.awaitPushed(SHORT));
    gateway.may.release(100);
    assertTrue(loop.awaitPushed(LONG));
    assertEquals(List.of("push", "push"), gateway.done);
    assertEquals(0, loop.failures());
  }

  @Test
  void push_thatFails_isTriedAgain() throws InterruptedException {
    thread.start();
    gateway.down = true;
    loop.note();
    gateway.may.release(3);
    for (int i = 0; i < 4; i++) {
      gateway.awaitBegun();
    }
    assertEquals(3, loop.failures());
    assertFalse(loop.awaitPushed(SHORT));
    gateway.down = false;
    gateway.may.release();
    assertTrue(loop.awaitPushed(LONG));
    assertEquals(List.of("push"), gateway.done);
  }

  /** The thread would end, and nothing be pushed from then on without a word. */
  @Test
  void push_thatEndsInAnError_isTriedAgain() throws InterruptedException {
    AtomicInteger pushes = new AtomicInteger();
    PushLoop.Gateway failing =
        new PushLoop.Gateway() {
          @Override
          public void push() {
            if (pushes.incrementAndGet() == 1) {
              throw new OutOfMemoryError("a test's");
            }
          }

          @Override
          public void delete() {}
        };
    PushLoop hardy =
        new PushLoop("test", failing, new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    Thread pushing = new Thread(hardy);
    pushing.start();
    hardy.note();
    assertTrue(hardy.awaitPushed(LONG));
    assertEquals(1, hardy.failures());
    hardy.abandon();
    pushing.join(LONG.toMillis());
    assertFalse(pushing.isAlive());
  }

  @Test
  void awaitPushed_duringALongPause_cutsItShort() throws InterruptedException {
    Fake other = new Fake();
    PushLoop patient =
        new PushLoop("test", other, new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
    Thread waiting = new Thread(patient);
    waiting.start();
    other.down = true;
    other.may.release(1);
    patient.note();
    other.awaitBegun();
    while (patient.failures() == 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    other.down = false;
    other.may.release(1);
    assertTrue(patient.awaitPushed(LONG));
    patient.abandon();
    waiting.join(LONG.toMillis());
    assertFalse(waiting.isAlive());
  }

  @Test
  void delete_afterATime_comesLastAndCanBeHurried() throws InterruptedException {
    thread.start();
    gateway.may.release(100);
    loop.note();
    assertTrue(loop.awaitPushed(LONG));
    loop.delete(Duration.ofHours(1));
    assertFalse(loop.awaitDeleted(SHORT));
    loop.delete(Duration.ZERO);
    assertTrue(loop.awaitDeleted(LONG));
    assertEquals(List.of("push", "delete"), gateway.done);
  }
}
