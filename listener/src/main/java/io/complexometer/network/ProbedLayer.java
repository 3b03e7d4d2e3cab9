package io.complexometer.network;

/**
 * What a probe will see of a layer, known before its first run.
 *
 * @param layer the layer
 * @param rows number of rows n that are kept: examples, or positions of examples
 * @param units number of units of its output
 * @param bits number of bits d that say which units are on; 0 where there are none
 * @param smooth whether its activation function has no kink, so that a bit only says on which side
 *     of the middle a unit is
 * @param absence why it has no bits, else empty
 */
public record ProbedLayer(
    Layer layer, int rows, int units, int bits, boolean smooth, String absence) {

  /** The most bits of a layer that are kept. */
  public static final int MOST_BITS = 1 << 14;
}
