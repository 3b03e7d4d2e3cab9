package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackgroundLaneTest {
  private static final int ANALYSES = 1000;
  private static final Snapshot SNAPSHOT = Sampler.moment(0, 0, 0, false, false);

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

  @Test
  @Timeout(60)
  void alone_notForEver() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    try (BackgroundLane lane = lane(snapshot -> await(go), Duration.ofMillis(50))) {
      lane.submit(SNAPSHOT);
      long start = System.nanoTime();
      assertThrows(IllegalStateException.class, () -> lane.alone(() -> done.getAndSet(true)));
      assertTrue(System.nanoTime() - start >= 50_000_000);
      go.countDown();
      assertEquals("again", lane.alone(() -> "again"));
    }
    assertFalse(done.get()); // whoever wanted it has gone on
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Snapshot exempt(long iteration) {
    return Sampler.moment(iteration, 0, 0, false, true);
  }

  private static BackgroundLane lane(Consumer<Snapshot> analysis, Duration patience) {
    return new BackgroundLane("test", analysis, new Steps(0), patience);
  }

  /**
   * Submitting takes no time and an analysis a millisecond, as in the first iterations: of the even
   * ones, which are exempt, none is lost.
   */
  @Test
  void takeBack_losesNoExemptSnapshot() {
    List<Long> analysed = new ArrayList<>();
    try (BackgroundLane lane =
        lane(
            snapshot -> {
              LockSupport.parkNanos(1_000_000);
              analysed.add(snapshot.iteration());
            },
            Duration.ofMinutes(1))) {
      for (long i = 0; i < 100; i++) {
        assertEquals(Optional.empty(), lane.takeBack().filter(Snapshot::exempt));
        lane.submit(i % 2 == 0 ? exempt(i) : SNAPSHOT);
      }
    }
    analysed.removeIf(iteration -> iteration == SNAPSHOT.iteration());
    assertEquals(LongStream.range(1, 50).map(i -> 2 * i).boxed().toList(), analysed);
  }

  /** An interrupt ends the thread in its next wait, an error at once. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Timeout(60)
  void takeBack_notForAThreadThatHasEnded(boolean error) {
    BackgroundLane lane =
        lane(
            snapshot -> {
              Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {});
              if (error) {
                throw new StackOverflowError();
              }
              Thread.currentThread().interrupt();
            },
            Duration.ofHours(1));
    Optional<Snapshot> left = Optional.empty();
    for (long i = 0; left.isEmpty(); i++) { // a snapshot may come before that wait
      lane.submit(exempt(i));
      left = lane.takeBack();
    }
    lane.close();
  }

  /**
   * The first wait takes 50 ms, the next none, and after a sign of life there is patience again.
   */
  @Test
  @Timeout(60)
  void takeBack_notForEver() {
    Semaphore permits = new Semaphore(0);
    List<Long> analysed = Collections.synchronizedList(new ArrayList<>());
    BackgroundLane lane =
        lane(
            snapshot -> {
              permits.acquireUninterruptibly();
              analysed.add(snapshot.iteration());
            },
            Duration.ofMillis(50));
    lane.submit(exempt(0));
    assertEquals(Optional.empty(), lane.takeBack()); // it is being analysed
    lane.submit(exempt(1));
    long start = System.nanoTime();
    assertEquals(1, lane.takeBack().orElseThrow().iteration());
    assertTrue(System.nanoTime() - start >= 50_000_000);
    for (int i = 0; i < 2_000; i++) { // 100 s, if each took as long
      lane.submit(exempt(2));
      assertEquals(2, lane.takeBack().orElseThrow().iteration());
    }
    lane.submit(exempt(3));
    permits.release(2);
    lane.close();
    assertEquals(List.of(0L, 3L), analysed);
  }

  /** The caller's interrupt is kept for him, and what is analysed goes on. */
  @Test
  @Timeout(60)
  void takeBack_staysInterrupted() {
    List<Long> analysed = Collections.synchronizedList(new ArrayList<>());
    try (BackgroundLane lane =
        lane(
            snapshot -> {
              LockSupport.parkNanos(10_000_000);
              analysed.add(snapshot.iteration());
            },
            Duration.ofMinutes(1))) {
      lane.submit(exempt(0));
      lane.takeBack();
      lane.submit(exempt(1));
      Thread.currentThread().interrupt();
      assertEquals(Optional.empty(), lane.takeBack());
      assertTrue(Thread.interrupted());
    }
    assertEquals(List.of(0L, 1L), analysed);
  }

  /** Closing from another thread while the one that submits waits: both come to an end. */
  @Test
  @Timeout(60)
  void takeBack_closedMeanwhile() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    BackgroundLane lane =
        lane(
            snapshot -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Duration.ofHours(1));
    lane.submit(exempt(0));
    lane.takeBack();
    lane.submit(exempt(1));
    Thread training = new Thread(lane::takeBack);
    training.start();
    Thread closing = new Thread(lane::close);
    closing.start();
    go.countDown();
    training.join();
    closing.join();
    assertEquals(Optional.empty(), lane.takeBack());
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
