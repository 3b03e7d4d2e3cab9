package io.complexometer.monitor;

import java.util.Optional;
import java.util.function.Consumer;

/** Analyses on one daemon thread; one snapshot may wait while another is analysed. */
final class BackgroundLane implements Lane {
  private final Consumer<Snapshot> analysis;
  private final Thread thread;
  private Snapshot waiting;
  private boolean closed;

  BackgroundLane(String name, Consumer<Snapshot> analysis) {
    this.analysis = analysis;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void submit(Snapshot snapshot) {
    waiting = snapshot;
    notifyAll();
  }

  @Override
  public synchronized Optional<Snapshot> takeBack() {
    Optional<Snapshot> taken = Optional.ofNullable(waiting);
    waiting = null;
    return taken;
  }

  private void run() {
    for (Optional<Snapshot> next = next(); next.isPresent(); next = next()) {
      analysis.accept(next.get());
    }
  }

  /** Waits for a snapshot; empty at the end. */
  private synchronized Optional<Snapshot> next() {
    try {
      while (waiting == null && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      return Optional.empty(); // somebody ends our thread: so be it
    }
    return takeBack();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was recorded is worth the wait; the caller is told afterwards
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
