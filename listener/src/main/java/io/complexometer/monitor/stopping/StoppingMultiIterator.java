package io.complexometer.monitor.stopping;

import io.complexometer.monitor.StopSignal;
import org.nd4j.linalg.dataset.AsyncMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Ends a plain {@code fit(iterator)} of a {@code ComputationGraph} with several inputs or outputs
 * at a {@link StopSignal}, as {@link StoppingIterator} does for one of each.
 */
public final class StoppingMultiIterator implements MultiDataSetIterator, AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final int PREFETCH = 2;

  private final MultiDataSetIterator source;
  private final transient StoppableBatches<MultiDataSet, AsyncMultiDataSetIterator> batches;

  /**
   * Wraps an iterator.
   *
   * @param source gives the batches; to be used through this iterator only
   * @param signal ends them
   */
  public StoppingMultiIterator(MultiDataSetIterator source, StopSignal signal) {
    this.source = source;
    this.batches =
        new StoppableBatches<>(
            source,
            () ->
                source.asyncSupported()
                    ? new AsyncMultiDataSetIterator(source, PREFETCH, true)
                    : null,
            AsyncMultiDataSetIterator::shutdown,
            signal);
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public MultiDataSet next() {
    return batches.next();
  }

  @Override
  public void reset() {
    batches.endPrefetch();
    source.reset();
  }

  /** Ends the prefetch, if there is one; what it has fetched is lost. */
  @Override
  public void close() {
    batches.endPrefetch();
  }

  @Override
  public boolean resetSupported() {
    return source.resetSupported();
  }

  @Override
  public boolean asyncSupported() {
    return false;
  }

  @Override
  public MultiDataSet next(int examples) {
    throw new UnsupportedOperationException("batches come in the size of the wrapped iterator");
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor preProcessor) {
    source.setPreProcessor(preProcessor);
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return source.getPreProcessor();
  }
}
