package io.complexometer.monitor;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The way of a snapshot to its analysis. Who calls the analysis is known here and nowhere else. */
interface Lane extends AutoCloseable {

  /** Has the snapshot analysed, now or later. Call {@link #takeBack} first. */
  void submit(Snapshot snapshot);

  /**
   * The snapshot that still waits, which then waits no longer. An exempt one is not to be lost
   * where iterations take less time than analyses: this returns when it is being analysed.
   */
  Optional<Snapshot> takeBack();

  /**
   * Has a piece of work done when everything submitted has been analysed and nothing else is being
   * done, and waits for it. What it throws is thrown here, in the background as the cause of
   * another.
   *
   * @throws IllegalStateException in the background, if it was not done after a long time
   */
  <T> T alone(Supplier<T> work);

  /** Returns when everything submitted has been analysed. */
  @Override
  void close();

  /** Analyses on the calling thread. */
  static Lane inline(Consumer<Snapshot> analysis) {
    return new Lane() {
      @Override
      public void submit(Snapshot snapshot) {
        analysis.accept(snapshot);
      }

      @Override
      public Optional<Snapshot> takeBack() {
        return Optional.empty();
      }

      @Override
      public <T> T alone(Supplier<T> work) {
        return work.get();
      }

      @Override
      public void close() {}
    };
  }
}
