package io.complexometer.examples;

import io.complexometer.monitor.StopSignal;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C end a training at its next iteration, with everything recorded and closed. */
final class Interruption {
  private static final long PATIENCE_SECONDS = 30;
  private static final String REASON = "interrupted";

  /** Something that only waits. */
  @FunctionalInterface
  interface Wait {
    void run() throws InterruptedException;
  }

  private final CountDownLatch done = new CountDownLatch(1);
  private Optional<Thread> waiting = Optional.empty(); // guarded by this, as the next
  private boolean come;

  /**
   * Listens for the end of the process.
   *
   * @param signal given when it comes
   */
  Interruption(StopSignal signal) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (done.getCount() > 0) {
                    signal.request(REASON);
                    come();
                    awaitEnd();
                  }
                },
                "interruption"));
  }

  private synchronized void come() {
    come = true;
    waiting.ifPresent(Thread::interrupt);
  }

  /** Whether the process is about to end. */
  synchronized boolean hasCome() {
    return come;
  }

  /**
   * Runs what only waits, and interrupts it when the process is about to end; if it is already, it
   * is not begun.
   */
  void interrupts(Wait wait) {
    synchronized (this) {
      if (come) {
        return;
      }
      waiting = Optional.of(Thread.currentThread());
    }
    try {
      wait.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // is undone below: what comes now closes files
    } finally {
      synchronized (this) {
        waiting = Optional.empty();
        Thread.interrupted();
      }
    }
  }

  private void awaitEnd() {
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this is why a training stops. */
  static boolean isReason(StopSignal signal) {
    return signal.reason().filter(REASON::equals).isPresent();
  }

  /** The training has ended, and everything is closed: the process may end. */
  void done() {
    done.countDown();
  }
}
