package io.complexometer.monitor.stopping;

import io.complexometer.monitor.StopSignal;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Batches until a {@link StopSignal}, prefetched: what {@link StoppingIterator} and {@link
 * StoppingMultiIterator} have in common.
 *
 * <p>The signal may come from another thread at any time, also after a training was told that there
 * is a next batch. It then gets that batch: an exception in its place would end the training.
 *
 * @param <B> a batch
 * @param <P> what prefetches them
 */
final class StoppableBatches<B, P extends Iterator<B>> implements Iterator<B> {
  private final Iterator<B> source;
  private final Supplier<P> prefetching;
  private final Consumer<P> shutdown;
  private final StopSignal signal;
  private P prefetch; // null as long as there is none
  private boolean promised; // that there is a next batch

  /**
   * Nothing is fetched yet.
   *
   * @param source gives the batches
   * @param prefetching begins to fetch from it in advance; gives null where that must not be done
   * @param shutdown ends that
   * @param signal ends them all
   */
  StoppableBatches(
      Iterator<B> source, Supplier<P> prefetching, Consumer<P> shutdown, StopSignal signal) {
    this.source = source;
    this.prefetching = prefetching;
    this.shutdown = shutdown;
    this.signal = signal;
  }

  /** Asked again, it may say something else: the signal may have come. */
  @Override
  public boolean hasNext() {
    // that there is one may have taken a while to find out
    promised = !signal.isRequested() && batches().hasNext() && !signal.isRequested();
    if (signal.isRequested() && !promised) {
      endPrefetch();
    }
    return promised;
  }

  @Override
  public B next() {
    if (!promised && !hasNext()) {
      throw new NoSuchElementException("no further batch");
    }
    promised = false;
    return batches().next();
  }

  private Iterator<B> batches() {
    if (prefetch == null) {
      prefetch = prefetching.get();
    }
    return prefetch == null ? source : prefetch;
  }

  /** Ends the prefetch, if there is one; what it has fetched is lost. */
  void endPrefetch() {
    promised = false;
    if (prefetch != null) {
      shutdown.accept(prefetch);
      prefetch = null;
    }
  }
}
