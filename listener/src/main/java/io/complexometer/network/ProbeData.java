package io.complexometer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The examples of a probe: the features of each input of a network, and their masks. They are
 * copies: what the user does with the originals afterwards changes nothing.
 */
public final class ProbeData {
  private final List<INDArray> features;
  private final List<Optional<INDArray>> masks;

  private ProbeData(List<INDArray> features, List<Optional<INDArray>> masks) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a probe without features: give one array for each input");
    }
    this.features = features;
    this.masks = masks;
  }

  /**
   * Features without masks.
   *
   * @param features one array for each input of the network, the first axis being the examples
   * @return a copy
   * @throws IllegalArgumentException if there is none
   */
  public static ProbeData of(INDArray... features) {
    return copy(Batch.of(features, null));
  }

  /**
   * The features of a data set, and their mask.
   *
   * @param data labels and their mask are not used
   * @return a copy
   * @throws IllegalArgumentException if there are no features
   */
  public static ProbeData of(DataSet data) {
    return copy(Batch.of(data));
  }

  /**
   * The features of a data set of several inputs, and their masks.
   *
   * @param data labels and their masks are not used
   * @return a copy
   * @throws IllegalArgumentException if there are no features
   */
  public static ProbeData of(MultiDataSet data) {
    return copy(Batch.of(data));
  }

  /**
   * Draws examples from one epoch of an iterator, each with the same chance, and keeps no others in
   * memory. The iterator is reset before (it may have stopped half-way) and after.
   *
   * @param iterator the features come as its own preprocessor leaves them; sequences of different
   *     lengths are padded at their end and masked
   * @param examples how many, from 50 to 4,096; all, if the iterator has fewer
   * @param seed of the draw
   * @return the examples
   * @throws IllegalArgumentException if the iterator cannot be reset, has fewer than 50 examples,
   *     or has examples of different shapes
   */
  public static ProbeData from(DataSetIterator iterator, int examples, long seed) {
    requireReset(iterator.resetSupported(), iterator);
    iterator.reset();
    try {
      return draw(
          () -> iterator.hasNext() ? Optional.of(Batch.of(iterator.next())) : Optional.empty(),
          examples,
          seed);
    } finally {
      iterator.reset();
    }
  }

  /**
   * Draws examples from one epoch of an iterator, as {@link #from(DataSetIterator, int, long)}
   * does.
   *
   * @param iterator the features come as its own preprocessor leaves them
   * @param examples how many, from 50 to 4,096; all, if the iterator has fewer
   * @param seed of the draw
   * @return the examples
   * @throws IllegalArgumentException if the iterator cannot be reset, has fewer than 50 examples,
   *     or has examples of different shapes
   */
  public static ProbeData from(MultiDataSetIterator iterator, int examples, long seed) {
    requireReset(iterator.resetSupported(), iterator);
    iterator.reset();
    try {
      return draw(
          () -> iterator.hasNext() ? Optional.of(Batch.of(iterator.next())) : Optional.empty(),
          examples,
          seed);
    } finally {
      iterator.reset();
    }
  }

  private static void requireReset(boolean supported, Object iterator) {
    if (!supported) {
      throw new IllegalArgumentException(
          "a probe cannot be drawn from a %s: it cannot be reset, and the training wants its examples"
              .formatted(iterator.getClass().getSimpleName()));
    }
  }

  /** A batch of the user's: nothing is copied yet. */
  private record Batch(List<INDArray> features, List<Optional<INDArray>> masks) {

    static Batch of(DataSet data) {
      Objects.requireNonNull(data, "a probe needs a data set, not null");
      INDArray features = data.getFeatures();
      return of(
          features == null ? new INDArray[0] : new INDArray[] {features},
          new INDArray[] {data.getFeaturesMaskArray()});
    }

    static Batch of(MultiDataSet data) {
      Objects.requireNonNull(data, "a probe needs a data set, not null");
      return of(data.getFeatures(), data.getFeaturesMaskArrays());
    }

    /** Masks may be null, and each of them too. */
    static Batch of(INDArray[] features, INDArray[] masks) {
      INDArray[] some = features == null ? new INDArray[0] : features;
      for (INDArray array : some) {
        Objects.requireNonNull(array, "a probe needs arrays of features, not null");
      }
      return new Batch(
          List.of(some),
          Arrays.stream(masks == null ? new INDArray[some.length] : masks)
              .map(Optional::ofNullable)
              .toList());
    }
  }

  @SuppressWarnings("try") // the scope is all that is wanted of it
  private static ProbeData draw(Supplier<Optional<Batch>> batches, int examples, long seed) {
    ProbeCheck.requireExamples(examples);
    Reservoir reservoir = new Reservoir(examples, seed);
    List<DrawnExamples> inputs = new ArrayList<>();
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      for (Optional<Batch> next = batches.get(); next.isPresent(); next = batches.get()) {
        draw(next.get(), reservoir, inputs);
      }
      ProbeCheck.requireExamples(reservoir.filled());
      return new ProbeData(
          inputs.stream().map(input -> input.features(reservoir.filled())).toList(),
          inputs.stream().map(input -> input.mask(reservoir.filled())).toList());
    }
  }

  private static void draw(Batch batch, Reservoir reservoir, List<DrawnExamples> inputs) {
    List<INDArray> features = batch.features();
    if (inputs.isEmpty()) {
      features.forEach(input -> inputs.add(new DrawnExamples(reservoir.size())));
    }
    if (features.isEmpty()
        || features.size() != inputs.size()
        || batch.masks().size() != inputs.size()) {
      throw new IllegalArgumentException(
          "a batch of %d arrays with %d masks among batches of %d arrays: a probe cannot be drawn"
              .formatted(features.size(), batch.masks().size(), inputs.size()));
    }
    for (int example = 0; example < features.get(0).size(0); example++) {
      int slot = reservoir.offer();
      for (int input = 0; slot >= 0 && input < inputs.size(); input++) {
        inputs.get(input).put(slot, features.get(input), batch.masks().get(input), example);
      }
    }
  }

  @SuppressWarnings("try") // the scope is all that is wanted of it
  private static ProbeData copy(Batch batch) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return new ProbeData(
          batch.features().stream().map(array -> array.dup('c')).toList(),
          batch.masks().stream().map(mask -> mask.map(array -> array.dup('c'))).toList());
    }
  }

  /** One array for each input, never to be changed. */
  List<INDArray> features() {
    return features;
  }

  /** One for each input, never to be changed: [examples, time] or as the network takes it. */
  List<Optional<INDArray>> masks() {
    return masks;
  }

  /** The features in another data type, or as they are. */
  @SuppressWarnings("try") // the scope is all that is wanted of it
  INDArray[] features(DataType type) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return features.stream().map(array -> array.castTo(type)).toArray(INDArray[]::new);
    }
  }

  /** The masks in another data type, or as they are; null where there is none. */
  @SuppressWarnings("try") // the scope is all that is wanted of it
  INDArray[] masks(DataType type) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return masks.stream()
          .map(mask -> mask.map(array -> array.castTo(type)).orElse(null))
          .toArray(INDArray[]::new);
    }
  }
}
