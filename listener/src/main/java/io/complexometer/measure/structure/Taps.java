package io.complexometer.measure.structure;

/**
 * What the outputs of a window see along one axis: output {@code o} sees the inputs {@code o stride
 * + t dilation - before}, for each tap {@code t} of the kernel that is not in the padding. Of a
 * transposed window, output {@code o} sees input {@code i} wherever {@code o = i stride + t
 * dilation - before}.
 *
 * @param inputs length of the axis before
 * @param outputs length of the axis after
 * @param kernel number of taps
 * @param stride from one output to the next; of a transposed window from one input to the next
 * @param dilation from one tap to the next
 * @param before positions of padding before the first input; negative where inputs are cut off
 * @param transposed whether inputs and outputs change their roles
 */
public record Taps(
    int inputs, int outputs, int kernel, int stride, int dilation, int before, boolean transposed) {

  public Taps {
    if (inputs < 1 || outputs < 1 || kernel < 1 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "a window needs lengths, taps and steps of at least 1: "
              + "inputs %d, outputs %d, kernel %d, stride %d, dilation %d"
                  .formatted(inputs, outputs, kernel, stride, dilation));
    }
  }

  /**
   * A window of a convolution or a pool.
   *
   * @return its taps
   */
  public static Taps window(
      int inputs, int outputs, int kernel, int stride, int dilation, int before) {
    return new Taps(inputs, outputs, kernel, stride, dilation, before, false);
  }

  /**
   * A window of a transposed convolution, or of nearest-neighbour upsampling (kernel = stride).
   *
   * @return its taps
   */
  public static Taps transposed(
      int inputs, int outputs, int kernel, int stride, int dilation, int before) {
    return new Taps(inputs, outputs, kernel, stride, dilation, before, true);
  }

  /**
   * Each output sees the input at its own place.
   *
   * @param length of the axis
   * @return its tap
   */
  public static Taps identity(int length) {
    return window(length, length, 1, 1, 1, 0);
  }

  /**
   * Each output sees all inputs.
   *
   * @param inputs length of the axis before
   * @param outputs length of the axis after
   * @return its taps
   */
  public static Taps all(int inputs, int outputs) {
    // wide enough that the first and the last output see every input
    return window(inputs, outputs, inputs + outputs - 1, 1, 1, outputs - 1);
  }

  /** Number of pairs of an output and an input that it sees. */
  long count() {
    long pairs = 0;
    int many = transposed ? inputs : outputs;
    for (int i = 0; i < many; i++) {
      pairs += seen(i);
    }
    return pairs;
  }

  /** How many taps from a place (an output, or of a transposed window an input) find a partner. */
  private long seen(int place) {
    long first = (long) place * stride - before;
    int partners = transposed ? outputs : inputs;
    // the taps t with 0 <= first + t dilation < partners
    long from = first >= 0 ? 0 : -Math.floorDiv(first, dilation);
    long to = Math.min(kernel, -Math.floorDiv(first - partners, dilation));
    return Math.max(0, to - from);
  }

  /**
   * Sums what each output sees, along one axis of an array.
   *
   * @param values outer x inputs x inner
   * @return outer x outputs x inner
   */
  double[] sum(double[] values, int outer, int inner) {
    double[] sums = new double[Math.multiplyExact(Math.multiplyExact(outer, outputs), inner)];
    int many = transposed ? inputs : outputs;
    for (int block = 0; block < outer; block++) {
      for (int place = 0; place < many; place++) {
        long first = (long) place * stride - before;
        long from = first >= 0 ? 0 : -Math.floorDiv(first, dilation);
        long count = seen(place);
        for (long t = from; t < from + count; t++) {
          int partner = (int) (first + t * dilation);
          int input = transposed ? place : partner;
          int output = transposed ? partner : place;
          int source = (block * inputs + input) * inner;
          int target = (block * outputs + output) * inner;
          for (int i = 0; i < inner; i++) {
            sums[target + i] += values[source + i];
          }
        }
      }
    }
    return sums;
  }
}
