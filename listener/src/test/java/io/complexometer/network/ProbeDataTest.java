package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class ProbeDataTest {

  /** Examples [i, i], i from 0. */
  private static DataSetIterator numbered(int examples, int batch) {
    List<DataSet> all = new ArrayList<>();
    for (int i = 0; i < examples; i++) {
      all.add(new DataSet(Nd4j.valueArrayOf(new long[] {1, 2}, (float) i), Nd4j.zeros(1, 1)));
    }
    return new ListDataSetIterator<>(all, batch);
  }

  private static Set<Integer> numbers(ProbeData data) {
    Set<Integer> numbers = new HashSet<>();
    INDArray features = data.features().get(0);
    for (int i = 0; i < features.size(0); i++) {
      assertEquals(features.getInt(i, 0), features.getInt(i, 1));
      numbers.add(features.getInt(i, 0));
    }
    assertEquals(features.size(0), numbers.size()); // no example twice
    return numbers;
  }

  @Test
  void of_copies() {
    INDArray features = Nd4j.ones(60, 3);
    INDArray mask = Nd4j.ones(60, 1);
    ProbeData data = ProbeData.of(new DataSet(features, Nd4j.zeros(60, 1), mask, null));
    features.assign(2);
    mask.assign(0);
    assertEquals(Nd4j.ones(60, 3), data.features().get(0));
    assertEquals(Nd4j.ones(60, 1), data.masks().get(0).orElseThrow());
    assertEquals(List.of(Optional.empty()), ProbeData.of(features).masks());
  }

  @Test
  void of_takesTheMasksOfSeveralInputs() {
    MultiDataSet data =
        new MultiDataSet(
            new INDArray[] {Nd4j.ones(60, 3), Nd4j.ones(60, 2, 5)},
            new INDArray[] {Nd4j.ones(60, 1)},
            new INDArray[] {null, Nd4j.ones(60, 5)},
            null);
    ProbeData probe = ProbeData.of(data);
    assertEquals(2, probe.features().size());
    assertEquals(List.of(Optional.empty(), Optional.of(Nd4j.ones(60, 5))), probe.masks());
    assertThrows(IllegalArgumentException.class, ProbeData::of);
  }

  @Test
  void from_drawsFromAWholeEpochAndResets() {
    DataSetIterator iterator = numbered(500, 32);
    iterator.next(); // someone stopped half-way
    ProbeData data = ProbeData.from(iterator, 100, 5);
    assertEquals(100, numbers(data).size());
    assertTrue(numbers(data).stream().anyMatch(i -> i < 32)); // missed with probability 0.8^32
    assertTrue(numbers(data).stream().anyMatch(i -> i >= 468));
    assertEquals(0, iterator.next().getFeatures().getInt(0, 0));
    assertEquals(numbers(data), numbers(ProbeData.from(iterator, 100, 5)));
    assertNotEquals(numbers(data), numbers(ProbeData.from(iterator, 100, 6)));
    assertEquals(numbers(data), numbers(ProbeData.from(numbered(500, 7), 100, 5)));
  }

  @Test
  void from_takesAllWhereThereAreFewer() {
    ProbeData data = ProbeData.from(numbered(60, 16), 1000, 5);
    assertEquals(60, numbers(data).size());
    assertEquals(60, data.features().get(0).size(0));
    assertMessage(
        "a probe of 49 examples: give between 50 and 4096",
        () -> ProbeData.from(numbered(49, 16), 1000, 5));
    assertMessage("a probe of 5000 examples", () -> ProbeData.from(numbered(60, 16), 5000, 5));
  }

  @Test
  void from_seesWhatThePreProcessorLeaves() {
    DataSetIterator halves = numbered(60, 16);
    halves.setPreProcessor(data -> data.setFeatures(data.getFeatures().mul(0.5)));
    assertEquals(
        ProbeData.from(numbered(60, 16), 60, 1).features().get(0).mul(0.5),
        ProbeData.from(halves, 60, 1).features().get(0));
  }

  @Test
  void from_refusesWhatCannotBeReset() {
    List<DataSet> some = List.of(new DataSet(Nd4j.ones(60, 2), Nd4j.ones(60, 1)));
    DataSetIterator once = new ExistingDataSetIterator(some.iterator());
    assertFalse(once.resetSupported());
    assertMessage(
        "a probe cannot be drawn from a ExistingDataSetIterator: it cannot be reset",
        () -> ProbeData.from(once, 50, 1));
    assertTrue(once.hasNext()); // untouched
  }

  /** Two batches, of 30 sequences of 4 steps and of 30 of 7, the second with a mask of its own. */
  private static DataSetIterator sequences(boolean longFirst) {
    INDArray mask = Nd4j.ones(30, 7);
    mask.get(NDArrayIndex.all(), NDArrayIndex.interval(5, 7)).assign(0);
    DataSet shorter = new DataSet(Nd4j.ones(30, 2, 4), Nd4j.ones(30, 1));
    DataSet longer = new DataSet(Nd4j.ones(30, 2, 7).mul(2), Nd4j.ones(30, 1), mask, null);
    return new ExistingDataSetIterator(
        longFirst ? List.of(longer, shorter) : List.of(shorter, longer));
  }

  @Test
  void from_padsSequences() {
    for (boolean longFirst : new boolean[] {false, true}) {
      ProbeData data = ProbeData.from(sequences(longFirst), 60, 1);
      INDArray features = data.features().get(0);
      INDArray mask = data.masks().get(0).orElseThrow();
      for (int i = 0; i < 60; i++) {
        boolean isLong = i < 30 == longFirst;
        double[] expected = {1, 1, 1, 1, 0, 0, 0};
        Arrays.setAll(expected, step -> isLong ? 2 : expected[step]);
        double[] counted = new double[7];
        Arrays.setAll(counted, step -> step < (isLong ? 5 : 4) ? 1 : 0);
        for (int step = 0; step < 7; step++) {
          assertEquals(expected[step], features.getDouble(i, 0, step));
          assertEquals(expected[step], features.getDouble(i, 1, step));
          assertEquals(counted[step], mask.getDouble(i, step));
        }
      }
    }
  }

  /** A slot of a long sequence may be taken by a short one: nothing of the long one must stay. */
  @Test
  void from_clearsWhatItReplaces() {
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      batches.add(new DataSet(Nd4j.ones(30, 2, 3 + i % 5), Nd4j.ones(30, 1)));
    }
    ProbeData data = ProbeData.from(new ExistingDataSetIterator(batches), 50, 1);
    INDArray mask = data.masks().get(0).orElseThrow();
    assertEquals(
        mask,
        data.features().get(0).get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.all()));
    assertTrue(mask.sumNumber().doubleValue() < 50 * 7);
  }

  @Test
  void from_refusesExamplesOfDifferentShapes() {
    List<DataSet> channels =
        List.of(
            new DataSet(Nd4j.ones(30, 2, 4), Nd4j.ones(30, 1)),
            new DataSet(Nd4j.ones(30, 3, 5), Nd4j.ones(30, 1)));
    assertMessage(
        "a probe cannot hold examples of shapes [1, 2, 4] and [1, 3, 5]",
        () -> ProbeData.from(new ExistingDataSetIterator(channels), 50, 1));
    List<DataSet> images =
        List.of(
            new DataSet(Nd4j.ones(30, 1, 8, 8), Nd4j.ones(30, 1)),
            new DataSet(Nd4j.ones(30, 1, 8, 9), Nd4j.ones(30, 1)));
    assertMessage(
        "a probe cannot hold examples of shapes [1, 1, 8, 8] and [1, 1, 8, 9]",
        () -> ProbeData.from(new ExistingDataSetIterator(images), 50, 1));
  }

  @Test
  void from_severalInputs() {
    INDArray numbers = Nd4j.arange(80).reshape(80, 1);
    MultiDataSet all =
        new MultiDataSet(
            new INDArray[] {numbers, Nd4j.ones(80, 2, 3).muli(numbers.reshape(80, 1, 1))},
            new INDArray[] {numbers},
            new INDArray[] {null, Nd4j.ones(80, 3)},
            null);
    ProbeData data = ProbeData.from(new SingletonMultiDataSetIterator(all), 50, 9);
    for (int i = 0; i < 50; i++) { // the same examples of both
      assertEquals(data.features().get(0).getInt(i, 0), data.features().get(1).getInt(i, 1, 2));
    }
    assertTrue(data.masks().get(0).isEmpty());
    assertEquals(Nd4j.ones(50, 3), data.masks().get(1).orElseThrow());
  }

  private static void assertMessage(
      String beginning, org.junit.jupiter.api.function.Executable attempt) {
    String message = assertThrows(IllegalArgumentException.class, attempt).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }
}
