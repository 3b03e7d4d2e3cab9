package io.complexometer.monitor.stopping;

import io.complexometer.monitor.StopSignal;
import java.util.List;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Ends a plain {@code fit(iterator)} at a {@link StopSignal}: from then on there is no next batch.
 * {@link StoppingMultiIterator} does the same for batches of several arrays.
 *
 * <p>It prefetches as Deeplearning4j would (two batches, one thread), and tells Deeplearning4j not
 * to: a prefetch outside of it would still train on the batches already fetched. So not one
 * iteration begins after the signal, and no thread is left behind. Further epochs of a {@code
 * fit(iterator, epochs)} run empty.
 *
 * <p>A training that ends in the middle of an epoch for another reason leaves the prefetch waiting:
 * {@link #close} ends it.
 */
public final class StoppingIterator implements DataSetIterator, AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final int PREFETCH = 2;

  private final DataSetIterator source;
  private final transient StoppableBatches<DataSet, AsyncDataSetIterator> batches;

  /**
   * Wraps an iterator.
   *
   * @param source gives the batches; to be used through this iterator only
   * @param signal ends them
   */
  public StoppingIterator(DataSetIterator source, StopSignal signal) {
    this.source = source;
    this.batches =
        new StoppableBatches<>(
            source,
            () -> source.asyncSupported() ? new AsyncDataSetIterator(source, PREFETCH, true) : null,
            AsyncDataSetIterator::shutdown,
            signal);
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public DataSet next() {
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
  public DataSet next(int examples) {
    throw new UnsupportedOperationException("batches come in the size of the wrapped iterator");
  }

  @Override
  public int inputColumns() {
    return source.inputColumns();
  }

  @Override
  public int totalOutcomes() {
    return source.totalOutcomes();
  }

  @Override
  public int batch() {
    return source.batch();
  }

  @Override
  public void setPreProcessor(DataSetPreProcessor preProcessor) {
    source.setPreProcessor(preProcessor);
  }

  @Override
  public DataSetPreProcessor getPreProcessor() {
    return source.getPreProcessor();
  }

  @Override
  public List<String> getLabels() {
    return source.getLabels();
  }
}
