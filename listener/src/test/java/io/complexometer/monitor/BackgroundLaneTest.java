package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackgroundLaneTest {
  private static final int ANALYSES = 1000;
  private static final Snapshot SNAPSHOT = Sampler.moment(0, 0, 0, false);

  /** Each analysis is followed by another: only steps that cost a quarter of them find a place. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE / 2})
  void idle_hasAQuarterWhereASnapshotAlwaysWaits(long nextNanos) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Steps steps = new Steps(nextNanos);
    AtomicReference<BackgroundLane> lane = new AtomicReference<>();
    int[] analyses = {0};
    lane.set(
        new BackgroundLane(
            "test",
            snapshot -> {
              steps.open = true; // not before the first: an empty lane does any step
              if (++analyses[0] < ANALYSES) {
                lane.get().submit(snapshot);
              } else {
                steps.open = false;
                done.countDown();
              }
            },
            steps));
    lane.get().submit(SNAPSHOT);
    assertTrue(done.await(1, TimeUnit.MINUTES));
    lane.get().close();
    assertEquals(ANALYSES, analyses[0]);
    assertEquals(nextNanos == 0, steps.taken > 0);
  }

  @Test
  void idle_waitsUntilItMay() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(3);
    CountDownLatch done = new CountDownLatch(1);
    AtomicBoolean allowed = new AtomicBoolean();
    Idle idle =
        new Idle() {
          @Override
          public boolean hasWork() {
            return done.getCount() > 0;
          }

          @Override
          public long nextNanos() {
            return 0;
          }

          @Override
          public boolean mayStep() {
            asked.countDown();
            return allowed.get();
          }

          @Override
          public void step() {
            assertTrue(allowed.get());
            done.countDown();
          }
        };
    try (BackgroundLane lane = new BackgroundLane("test", snapshot -> {}, idle)) {
      lane.submit(SNAPSHOT);
      assertTrue(asked.await(1, TimeUnit.MINUTES)); // again and again, though nobody calls
      assertEquals(1, done.getCount());
      allowed.set(true);
      assertTrue(done.await(1, TimeUnit.MINUTES));
    }
  }

  @Test
  void alone_waitsForWhatWasSubmitted() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean analysed = new AtomicBoolean();
    try (BackgroundLane lane =
        new BackgroundLane(
            "test",
            snapshot -> {
              begun.countDown();
              await(go);
              analysed.set(true);
            },
            new Steps(0))) {
      lane.submit(SNAPSHOT);
      assertTrue(begun.await(1, TimeUnit.MINUTES));
      new Thread(go::countDown).start();
      assertTrue(lane.alone(analysed::get));
      IllegalArgumentException fault = new IllegalArgumentException("on purpose");
      Supplier<Boolean> failing =
          () -> {
            throw fault;
          };
      IllegalStateException thrown =
          assertThrows(IllegalStateException.class, () -> lane.alone(failing));
      assertSame(fault, thrown.getCause());
      assertEquals("again", lane.alone(() -> "again"));
    }
  }

  @Test
  void alone_afterSomebodyHasEndedTheThread_isDoneHere() throws InterruptedException {
    AtomicReference<Thread> thread = new AtomicReference<>();
    try (BackgroundLane lane =
        new BackgroundLane("test", snapshot -> thread.set(Thread.currentThread()), new Steps(0))) {
      lane.submit(SNAPSHOT);
      assertTrue(lane.alone(() -> thread.get() != null));
      thread.get().interrupt();
      thread.get().join();
      assertEquals(Thread.currentThread(), lane.alone(Thread::currentThread));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** There is work from the first analysis on, while a snapshot waits. */
  private static final class Steps implements Idle {
    private final long nextNanos;
    private volatile boolean open;
    private int taken;

    Steps(long nextNanos) {
      this.nextNanos = nextNanos;
    }

    @Override
    public boolean hasWork() {
      return open;
    }

    @Override
    public long nextNanos() {
      return nextNanos;
    }

    @Override
    public void step() {
      taken++;
    }
  }
}
