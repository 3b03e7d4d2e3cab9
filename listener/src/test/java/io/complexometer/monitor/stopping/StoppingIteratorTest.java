package io.complexometer.monitor.stopping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.StopSignal;
import io.complexometer.monitor.Trainings;
import io.complexometer.monitor.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

final class StoppingIteratorTest {

  static long prefetchThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("A(M?)DSI prefetch.*"))
        .filter(Thread::isAlive)
        .count();
  }

  /** Batches of 16 flat images, to be prefetched as those from files are. */
  static DataSetIterator prefetched(int batches) {
    return prefetched(batches, true);
  }

  static DataSetIterator prefetched(int batches, boolean flat) {
    List<DataSet> all = new ArrayList<>();
    Trainings.imageBatches(batches, flat).forEachRemaining(all::add);
    return new ExistingDataSetIterator(all) {
      @Override
      public boolean asyncSupported() {
        return true;
      }
    };
  }

  /** Exact to the iteration, in the middle of an epoch and at its end, again and again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 10, 23})
  void fit_endsWithTheIterationThatWasAskedFor(int last) {
    long threads = prefetchThreads();
    MultiLayerNetwork model = Trainings.convolutional();
    StopSignal signal = new StopSignal();
    Criterion criterion = sample -> new Verdict(sample.iteration() == last, "enough");
    ComplexityListener.Builder builder =
        ComplexityListener.builder().everyIterations(1).mode(Mode.INLINE).share(1);
    try (ComplexityListener listener = builder.stopWhen(criterion, signal).build()) {
      listener.attach(model);
      model.fit(new StoppingIterator(prefetched(10, false), signal), 4);
      assertTrue(listener.health().stopRequested());
      assertEquals(1, listener.health().stops());
    }
    assertEquals(last + 1, model.getIterationCount());
    assertEquals(Optional.of("enough"), signal.reason());
    assertEquals(threads, prefetchThreads());
  }

  @Test
  void fit_withoutASignalIsThatOfTheWrappedIterator() {
    MultiLayerNetwork plain = Trainings.convolutional();
    Nd4j.getRandom().setSeed(3);
    plain.fit(Trainings.imageBatches(10, false), 3);
    MultiLayerNetwork wrapped = Trainings.convolutional();
    Nd4j.getRandom().setSeed(3);
    wrapped.fit(new StoppingIterator(prefetched(10, false), new StopSignal()), 3);
    assertEquals(30, wrapped.getIterationCount());
    assertArrayEquals(plain.params().data().asFloat(), wrapped.params().data().asFloat());
  }

  @Test
  void next_afterTheSignal() {
    StopSignal signal = new StopSignal();
    DataSetIterator iterator = new StoppingIterator(Trainings.imageBatches(3, false), signal);
    assertFalse(iterator.asyncSupported());
    assertEquals(16, iterator.next().numExamples());
    assertTrue(iterator.hasNext());
    signal.request("first");
    signal.request("second");
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::next);
    assertEquals(Optional.of("first"), signal.reason());
  }

  /** From another thread: an exception in place of the batch would end the training. */
  @Test
  void next_ofABatchThatWasPromisedBeforeTheSignal() {
    long threads = prefetchThreads();
    StopSignal signal = new StopSignal();
    DataSetIterator iterator = new StoppingIterator(prefetched(3), signal);
    assertTrue(iterator.hasNext());
    signal.request("enough");
    assertEquals(16, iterator.next().numExamples());
    assertThrows(NoSuchElementException.class, iterator::next);
    assertFalse(iterator.hasNext());
    assertEquals(threads, prefetchThreads());
  }

  /** It comes while the next batch is being read. */
  @Test
  void hasNext_aSignalInTheMeantime() {
    StopSignal signal = new StopSignal();
    List<DataSet> batches = new ArrayList<>();
    Trainings.imageBatches(3, false).forEachRemaining(batches::add);
    DataSetIterator slow =
        new ExistingDataSetIterator(batches) {
          @Override
          public boolean hasNext() {
            signal.request("enough");
            return super.hasNext();
          }

          @Override
          public boolean asyncSupported() {
            return false;
          }
        };
    assertFalse(new StoppingIterator(slow, signal).hasNext());
  }

  /** A training that ends otherwise, in the middle of an epoch. */
  @Test
  void close_endsThePrefetch() {
    long threads = prefetchThreads();
    StoppingIterator iterator = new StoppingIterator(prefetched(4), new StopSignal());
    iterator.next();
    assertEquals(threads + 1, prefetchThreads());
    iterator.close();
    iterator.close();
    assertEquals(threads, prefetchThreads());
  }
}
