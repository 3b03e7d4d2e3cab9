package io.complexometer.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class LabelledDataTest {

  private static final int EXAMPLES = 10;

  @Test
  void trainIterator_eachExampleOncePerPass() {
    DataSetIterator iterator = data().trainIterator(4, 1);
    for (int pass = 0; pass < 3; pass++) {
      assertEquals(
          IntStream.range(0, EXAMPLES).boxed().toList(), pass(iterator).stream().sorted().toList());
      iterator.reset();
    }
  }

  @Test
  void trainIterator_newOrderInEachPass_sameInEachRun() {
    DataSetIterator iterator = data().trainIterator(4, 1);
    List<Integer> first = pass(iterator);
    iterator.reset();
    List<Integer> second = pass(iterator);
    assertNotEquals(first, second);

    DataSetIterator again = data().trainIterator(4, 1);
    assertEquals(first, pass(again));
    again.reset();
    assertEquals(second, pass(again));

    assertNotEquals(first, pass(data().trainIterator(4, 2)));
  }

  @Test
  void trainIterator_resetBeforeFirstBatch_skipsNoOrder() {
    DataSetIterator iterator = data().trainIterator(4, 1);
    iterator.reset();
    iterator.reset();
    assertEquals(pass(data().trainIterator(4, 1)), pass(iterator));
  }

  @Test
  void trainIterator_leavesTheDataAlone() {
    LabelledData data = data();
    DataSetIterator iterator = data.trainIterator(4, 1);
    iterator.next().getFeatures().addi(100);
    assertEquals(data().trainFeatures(), data.trainFeatures());
    assertArrayEquals(new long[] {EXAMPLES, 1, 2, 3}, data.trainFeatures().shape());
  }

  @Test
  void testIterator_keepsOrder_lastBatchSmaller() {
    DataSetIterator iterator = data().testIterator(4);
    List<Integer> sizes = new ArrayList<>();
    iterator.forEachRemaining(batch -> sizes.add(batch.numExamples()));
    assertEquals(List.of(4, 4, 2), sizes);
    iterator.reset();
    assertEquals(IntStream.range(0, EXAMPLES).boxed().toList(), pass(iterator));
    assertFalse(iterator.hasNext());
  }

  @Test
  void iterator_batchOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> data().testIterator(0));
    assertThrows(IllegalArgumentException.class, () -> data().trainIterator(-1, 1));
  }

  @Test
  void construct_labelsMissing() {
    INDArray features = Nd4j.zeros(3, 2);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LabelledData(
                "short", features, Nd4j.zeros(2, 2), Nd4j.zeros(1, 2), Nd4j.zeros(1, 2)));
  }

  /**
   * Images of 2 x 3 pixels, all of which hold the number of their example, labelled odd or even.
   */
  private static LabelledData data() {
    int[] labels = new int[EXAMPLES];
    INDArray features = Nd4j.zeros(EXAMPLES, 1, 2, 3);
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = i % 2;
      features.slice(i).assign(i);
    }
    INDArray oneHot = OneHot.encode(labels, 2);
    return new LabelledData("numbers", features, oneHot, features, oneHot);
  }

  /** The numbers of the examples in the order of one pass; their labels must have come along. */
  private static List<Integer> pass(DataSetIterator iterator) {
    List<Integer> numbers = new ArrayList<>();
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      for (int i = 0; i < batch.numExamples(); i++) {
        int number = batch.getFeatures().getInt(i, 0, 0, 0);
        assertEquals(number, batch.getFeatures().getInt(i, 0, 1, 2));
        assertEquals(1, batch.getLabels().getInt(i, number % 2));
        numbers.add(number);
      }
    }
    return numbers;
  }
}
