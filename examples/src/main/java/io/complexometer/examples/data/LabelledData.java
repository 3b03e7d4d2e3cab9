package io.complexometer.examples.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Examples and their classes, in memory, some to train on and others to test with.
 *
 * @param name what the data are called in titles and messages
 * @param trainFeatures float, [examples, channels, height, width] for images, [examples, features]
 *     for tables
 * @param trainLabels one-hot, [examples, classes]
 * @param testFeatures shaped as {@code trainFeatures} but for the number of examples
 * @param testLabels one-hot, [examples, classes]
 */
public record LabelledData(
    String name,
    INDArray trainFeatures,
    INDArray trainLabels,
    INDArray testFeatures,
    INDArray testLabels) {

  /**
   * Refuses arrays that do not belong together.
   *
   * @param name for titles and messages
   * @param trainFeatures examples to train on
   * @param trainLabels their classes
   * @param testFeatures examples to test with
   * @param testLabels their classes
   * @throws IllegalArgumentException if examples and labels differ in number, if training and test
   *     examples differ in shape or classes, or if features are neither of rank 2 nor of rank 4
   */
  public LabelledData {
    if (trainFeatures.size(0) != trainLabels.size(0)
        || testFeatures.size(0) != testLabels.size(0)
        || trainLabels.size(1) != testLabels.size(1)
        || !Arrays.equals(exampleShape(trainFeatures), exampleShape(testFeatures))) {
      throw new IllegalArgumentException(
          name
              + ": training features "
              + Arrays.toString(trainFeatures.shape())
              + " and labels "
              + Arrays.toString(trainLabels.shape())
              + " do not fit test features "
              + Arrays.toString(testFeatures.shape())
              + " and labels "
              + Arrays.toString(testLabels.shape()));
    }
    if (trainFeatures.rank() != 2 && trainFeatures.rank() != 4) {
      throw new IllegalArgumentException(
          name
              + ": features must be [examples, features] or [examples, channels, height, width],"
              + " not "
              + Arrays.toString(trainFeatures.shape()));
    }
  }

  /**
   * The number of classes.
   *
   * @return the width of the labels
   */
  public int classes() {
    return (int) trainLabels.size(1);
  }

  /**
   * What a network must take to read these data.
   *
   * @return convolutional (channels first) for images, feed-forward for tables
   */
  public InputType inputType() {
    return trainFeatures.rank() == 4
        ? InputType.convolutional(
            trainFeatures.size(2), trainFeatures.size(3), trainFeatures.size(1))
        : InputType.feedForward(trainFeatures.size(1));
  }

  /**
   * The training examples in an order that is new in each pass and the same in each run.
   *
   * <p>Deeplearning4j's own iterators over data in memory keep one order for all passes; {@code
   * DataSet.shuffle()} would reorder the arrays that this record shares. A pass counts from its
   * first batch on, so resetting twice (as {@code fit} may) skips no order. The last batch of a
   * pass may be smaller.
   *
   * @param batchSize examples per batch, at least 1
   * @param seed the same seed gives the same batches in the same order
   * @return a resettable iterator; it does not prefetch, so a training that stops leaves no thread
   *     behind
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public DataSetIterator trainIterator(int batchSize, long seed) {
    return iterator(trainFeatures, trainLabels, Batches.shuffled(batchSize, seed));
  }

  /**
   * The test examples, in their own order in each pass.
   *
   * @param batchSize examples per batch, at least 1
   * @return a resettable iterator
   * @throws IllegalArgumentException if the batch size is not positive
   */
  public DataSetIterator testIterator(int batchSize) {
    return iterator(testFeatures, testLabels, Batches.inOrder(batchSize));
  }

  /**
   * The same examples with the training labels dealt out at random: what a network learns of them
   * it has by heart (C. Zhang and others, "Understanding deep learning requires rethinking
   * generalization", arXiv:1611.03530). As many examples as before are of each class.
   *
   * @param seed the same seed gives the same labels
   * @return other data; these stay as they are
   */
  public LabelledData withShuffledLabels(long seed) {
    int[] order = IntStream.range(0, (int) trainLabels.size(0)).toArray();
    Batches.shuffle(order, new SplittableRandom(seed));
    return new LabelledData(
        name + " with shuffled labels",
        trainFeatures,
        Batches.rows(trainLabels, order),
        testFeatures,
        testLabels);
  }

  private static DataSetIterator iterator(INDArray features, INDArray labels, Batches batches) {
    return new ExistingDataSetIterator(
        () -> batches.pass(features, labels),
        (int) features.size(0),
        (int) (features.length() / features.size(0)),
        (int) labels.size(1));
  }

  private static long[] exampleShape(INDArray features) {
    return Arrays.copyOfRange(features.shape(), 1, features.rank());
  }
}
