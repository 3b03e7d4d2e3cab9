package io.complexometer.network;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a probe must be like to fit a network, as far as it can be told without running it. */
final class ProbeCheck {
  private ProbeCheck() {}

  /**
   * Checks a probe.
   *
   * @throws IllegalArgumentException naming what the probe has and what is wanted
   */
  static void check(NetworkReader network, ProbeData data) {
    List<INDArray> features = data.features();
    if (features.size() != network.inputs()) {
      throw new IllegalArgumentException(
          "the probe has %d arrays, the network %d inputs: give one array for each input"
              .formatted(features.size(), network.inputs()));
    }
    if (data.masks().size() != features.size()) {
      throw new IllegalArgumentException(
          "the probe has %d masks for %d arrays: give one for each, null where nothing is masked"
              .formatted(data.masks().size(), features.size()));
    }
    if (features.stream().anyMatch(array -> array.rank() < 2)) {
      throw new IllegalArgumentException(
          "the probe's arrays %s must have the examples on their first axis, and features behind"
                  .formatted(shapes(features))
              + " them");
    }
    long examples = features.get(0).size(0);
    if (features.stream().anyMatch(array -> array.size(0) != examples)) {
      throw new IllegalArgumentException(
          "the probe's arrays %s must have the same number of examples on their first axis"
              .formatted(shapes(features)));
    }
    requireExamples(examples);
    for (int i = 0; i < features.size(); i++) {
      checkMask(network, features.get(i), data.masks().get(i), i);
      checkFinite(features.get(i), "array " + i);
      if (data.masks().get(i).isPresent()) {
        checkFinite(data.masks().get(i).get(), "mask " + i);
      }
    }
  }

  /** Checks a number of examples. */
  static void requireExamples(long examples) {
    if (examples < Probe.FEWEST_EXAMPLES || examples > Probe.MOST_EXAMPLES) {
      throw new IllegalArgumentException(
          "a probe of %d examples: give between %d and %d"
              .formatted(examples, Probe.FEWEST_EXAMPLES, Probe.MOST_EXAMPLES));
    }
  }

  private static void checkMask(
      NetworkReader network, INDArray features, Optional<INDArray> mask, int input) {
    if (mask.isEmpty()) {
      return;
    }
    boolean fits = mask.get().rank() > 1 && mask.get().size(0) == features.size(0);
    if (fits && features.rank() == 3) {
      int timeAxis = takesTimeFirst(network, input) ? 1 : 2;
      fits = mask.get().rank() == 2 && mask.get().size(1) == features.size(timeAxis);
    } else if (fits && features.rank() == 2) {
      long length = mask.get().size(1);
      fits = mask.get().rank() == 2 && (length == 1 || length == features.size(1));
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the probe's mask of shape %s does not fit its features of shape %s, array %d: give"
                  .formatted(shape(mask.get()), shape(features), input)
              + " [examples, time]");
    }
  }

  /** Whether an input is [examples, time, units]. */
  private static boolean takesTimeFirst(NetworkReader network, int input) {
    LayerSteps steps = network.steps();
    int source = LayerSteps.networkInput(input);
    return IntStream.range(0, steps.size())
        .filter(layer -> Arrays.stream(steps.sources(layer)).anyMatch(s -> s == source))
        .mapToObj(layer -> network.rule(layer).unitsLast())
        .findFirst()
        .orElse(false);
  }

  private static void checkFinite(INDArray features, String what) {
    INDArrayIndex[] one = new INDArrayIndex[features.rank()];
    Arrays.fill(one, NDArrayIndex.all());
    for (int example = 0; example < features.size(0); example++) {
      one[0] = NDArrayIndex.interval(example, example + 1);
      INDArray row = features.get(one);
      Buffer numbers = HostMemory.view(HostMemory.readable(row));
      for (int i = 0; i < numbers.limit(); i++) {
        double number =
            numbers instanceof FloatBuffer floats ? floats.get(i) : ((DoubleBuffer) numbers).get(i);
        if (!Double.isFinite(number)) {
          long[] index = index(row, i);
          index[0] = example;
          throw new IllegalArgumentException(
              "the probe's %s of shape %s holds %s at %s"
                  .formatted(what, shape(features), number, Arrays.toString(index)));
        }
      }
    }
  }

  /** Where a number lies in an array in row-major order. */
  private static long[] index(INDArray array, long position) {
    long[] index = new long[array.rank()];
    long rest = position;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % array.size(axis);
      rest /= array.size(axis);
    }
    return index;
  }

  static String shapes(List<INDArray> arrays) {
    return arrays.stream().map(ProbeCheck::shape).collect(Collectors.joining(", "));
  }

  private static String shape(INDArray array) {
    return Arrays.toString(array.shape());
  }
}
