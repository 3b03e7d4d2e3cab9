package io.complexometer.examples;

import io.complexometer.monitor.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C end a training at its next iteration, with everything recorded and closed. */
final class Interruption {
  private static final long PATIENCE_SECONDS = 30;
  private static final String REASON = "interrupted";

  private final CountDownLatch done = new CountDownLatch(1);

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
                    awaitEnd();
                  }
                },
                "interruption"));
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
