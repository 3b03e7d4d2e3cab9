package io.complexometer.export.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes what was written survive a loss of power, some time later and on a thread of its own: a
 * busy disk takes seconds for it, which the thread that writes must not wait for.
 */
final class DiskSync implements AutoCloseable {

  private final long delayNanos;
  private final ScheduledThreadPoolExecutor thread;
  private final Object whileWaiting = new Object(); // for the disk; writing goes on meanwhile
  private final Set<LogPart> written = new LinkedHashSet<>();
  private final Set<LogPart> finished = new LinkedHashSet<>();
  private boolean scheduled;
  private Optional<IOException> fault = Optional.empty();

  /**
   * Nothing was written yet.
   *
   * @param delay how long after a line was written; zero for at once, on the thread that writes
   */
  DiskSync(Duration delay) {
    this.delayNanos = nanos(delay);
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread daemon = new Thread(work, "complexometer-log");
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** As many as there can be for a delay of centuries. */
  private static long nanos(Duration delay) {
    try {
      return delay.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** A line was written to a part. */
  void written(LogPart part) {
    synchronized (this) {
      written.add(part);
    }
    schedule();
  }

  /** Nothing more will be written to a part: it is to be closed. */
  void finished(LogPart part) {
    synchronized (this) {
      finished.add(part);
    }
    schedule();
  }

  private void schedule() {
    if (delayNanos == 0) {
      sync();
      return;
    }
    synchronized (this) {
      if (!scheduled && !thread.isShutdown()) {
        scheduled = true;
        Future<?> unused = thread.schedule(this::sync, delayNanos, TimeUnit.NANOSECONDS);
      }
    }
  }

  private void sync() {
    synchronized (whileWaiting) {
      syncNow();
    }
  }

  private void syncNow() {
    List<LogPart> toSync;
    List<LogPart> toClose;
    synchronized (this) {
      scheduled = false; // a line that is written from here on is for the next time
      written.addAll(finished);
      toSync = new ArrayList<>(written);
      toClose = new ArrayList<>(finished);
      written.clear();
      finished.clear();
    }
    for (LogPart part : toSync) {
      attempt(part::sync);
    }
    for (LogPart part : toClose) {
      attempt(part::close);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      failed(e);
    }
  }

  private synchronized void failed(IOException e) {
    fault = Optional.of(e);
  }

  /** What the disk reported since it was asked last, if anything. */
  synchronized Optional<IOException> takeFault() {
    Optional<IOException> taken = fault;
    fault = Optional.empty();
    return taken;
  }

  /** Returns when everything that was written would survive and what is finished is closed. */
  @Override
  public void close() {
    thread.shutdownNow();
    sync();
  }
}
