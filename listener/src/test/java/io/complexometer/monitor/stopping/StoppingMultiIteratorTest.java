package io.complexometer.monitor.stopping;

import static io.complexometer.monitor.stopping.StoppingIteratorTest.prefetchThreads;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.StopSignal;
import io.complexometer.monitor.Trainings;
import java.util.NoSuchElementException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

final class StoppingMultiIteratorTest {

  /** Ten batches of one input and one output; prefetched as most iterators are. */
  static MultiDataSetIterator batches() {
    return new MultiDataSetIteratorAdapter(StoppingIteratorTest.prefetched(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 10, 23})
  void fit_endsWithTheIterationThatWasAskedFor(int last) {
    long threads = prefetchThreads();
    assertTrue(batches().asyncSupported());
    ComputationGraph model = Trainings.graph();
    StopSignal signal = new StopSignal();
    try (ComplexityListener listener = every(last, signal).build()) {
      listener.attach(model);
      model.fit(new StoppingMultiIterator(batches(), signal), 4);
      assertEquals(1, listener.health().stops());
    }
    assertEquals(last + 1, model.getIterationCount());
    assertEquals(threads, prefetchThreads());
    model.fit(batches()); // it can go on
    assertEquals(last + 11, model.getIterationCount());
  }

  /** A graph of one input is given data sets, too. */
  @Test
  void fit_ofAGraphWithDataSets() {
    long threads = prefetchThreads();
    ComputationGraph model = Trainings.graph();
    StopSignal signal = new StopSignal();
    try (ComplexityListener listener = every(13, signal).build()) {
      listener.attach(model);
      model.fit(new StoppingIterator(StoppingIteratorTest.prefetched(10), signal), 4);
    }
    assertEquals(14, model.getIterationCount());
    assertEquals(threads, prefetchThreads());
  }

  private static ComplexityListener.Builder every(int last, StopSignal signal) {
    return ComplexityListener.builder()
        .everyIterations(1)
        .mode(Mode.INLINE)
        .share(1)
        .stopWhen(Threshold.iterationAbove(last - 1), signal);
  }

  @Test
  void fit_withoutASignalIsThatOfTheWrappedIterator() {
    ComputationGraph plain = Trainings.graph();
    Nd4j.getRandom().setSeed(3);
    plain.fit(batches(), 2);
    ComputationGraph wrapped = Trainings.graph();
    Nd4j.getRandom().setSeed(3);
    wrapped.fit(new StoppingMultiIterator(batches(), new StopSignal()), 2);
    assertArrayEquals(plain.params().data().asFloat(), wrapped.params().data().asFloat());
  }

  @Test
  void next_afterTheSignal() {
    StopSignal signal = new StopSignal();
    StoppingMultiIterator iterator = new StoppingMultiIterator(batches(), signal);
    assertFalse(iterator.asyncSupported());
    assertEquals(16, iterator.next().getFeatures(0).size(0));
    signal.request("enough");
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::next);
  }

  @Test
  void next_ofABatchThatWasPromisedBeforeTheSignal() {
    StopSignal signal = new StopSignal();
    StoppingMultiIterator iterator = new StoppingMultiIterator(batches(), signal);
    assertTrue(iterator.hasNext());
    signal.request("enough");
    assertEquals(16, iterator.next().getFeatures(0).size(0));
    assertFalse(iterator.hasNext());
  }

  @Test
  void close_endsThePrefetch() {
    long threads = prefetchThreads();
    StoppingMultiIterator iterator = new StoppingMultiIterator(batches(), new StopSignal());
    iterator.next();
    assertEquals(threads + 1, prefetchThreads());
    iterator.close();
    assertEquals(threads, prefetchThreads());
  }
}
