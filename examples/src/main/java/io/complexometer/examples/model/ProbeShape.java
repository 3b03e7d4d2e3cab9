package io.complexometer.examples.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Brings examples into the shape that a network takes, where there is only one way to read them: an
 * axis of length 1 may be missing, an example may lie in one row, and channels may be the last axis
 * instead of the first.
 */
public final class ProbeShape {
  /** A length that is not known. */
  public static final long ANY = -1;

  private final long[] wanted;
  private final boolean channelsLast;

  private ProbeShape(long[] shape, boolean channelsLast) {
    this.wanted = LongStream.of(shape).map(length -> length < 1 ? ANY : length).toArray();
    this.channelsLast = channelsLast;
  }

  /**
   * A shape.
   *
   * @param channels or features
   * @param extent lengths of the other axes, in order; {@link #ANY} where one is not known
   * @param channelsLast whether channels are the last axis instead of the first
   * @return of one example
   */
  public static ProbeShape of(long channels, List<Long> extent, boolean channelsLast) {
    LongStream axes = extent.stream().mapToLong(Long::longValue);
    LongStream alone = LongStream.of(channels);
    return new ProbeShape(
        (channelsLast ? LongStream.concat(axes, alone) : LongStream.concat(alone, axes)).toArray(),
        channelsLast);
  }

  /**
   * The shape of a type of input.
   *
   * @param input what a network takes
   * @return of one example
   */
  public static ProbeShape of(InputType input) {
    long[] shape =
        input instanceof InputType.InputTypeConvolutionalFlat flat
            ? new long[] {flat.getFlattenedSize()}
            : input.getShape();
    return new ProbeShape(shape, isChannelsLast(input));
  }

  /**
   * Whether channels are the last axis.
   *
   * @param input what a network takes
   * @return false where there is only one axis
   */
  public static boolean isChannelsLast(InputType input) {
    if (input instanceof InputType.InputTypeRecurrent series) {
      return series.getFormat() == RNNFormat.NWC;
    } else if (input instanceof InputType.InputTypeConvolutional image) {
      return image.getFormat() == CNN2DFormat.NHWC;
    }
    return input instanceof InputType.InputTypeConvolutional3D volume
        && volume.getDataFormat() == Convolution3D.DataFormat.NDHWC;
  }

  /**
   * The examples in that shape.
   *
   * @param examples [examples, ...]
   * @return [examples, ...]
   * @throws IllegalArgumentException if they do not fit
   */
  public INDArray fit(INDArray examples) {
    long[] found = Arrays.copyOfRange(examples.shape(), 1, examples.rank());
    if (matches(found, wanted)) {
      return examples;
    }
    if (matches(found, turned(wanted))) {
      return examples.permute(turn(examples.rank())).dup('c');
    }
    long[] filled = filled(found);
    boolean inOneRow = found.length == 1 || wanted.length == 1;
    if (product(filled) == product(found)
        && (inOneRow || Arrays.equals(withoutOnes(found), withoutOnes(filled)))) {
      return examples.reshape(
          'c', LongStream.concat(LongStream.of(examples.size(0)), LongStream.of(filled)).toArray());
    }
    throw new IllegalArgumentException(
        "the examples are of shape %s, but the network takes %s: reshape them%s"
            .formatted(words(found), words(wanted), open() > 1 ? ", or add --input" : ""));
  }

  private long open() {
    return LongStream.of(wanted).filter(length -> length == ANY).count();
  }

  private static boolean matches(long[] found, long[] wanted) {
    boolean same = found.length == wanted.length;
    for (int axis = 0; same && axis < found.length; axis++) {
      same = wanted[axis] == ANY || wanted[axis] == found[axis];
    }
    return same;
  }

  /** With the channels at the other end. */
  private long[] turned(long[] shape) {
    int last = shape.length - 1;
    long[] turned = new long[shape.length];
    for (int axis = 0; axis <= last; axis++) {
      turned[axis] = shape[(axis + (channelsLast ? last : 1)) % shape.length];
    }
    return turned;
  }

  /** The order of axes that moves the channels to where the network takes them. */
  private int[] turn(int rank) {
    int[] order = new int[rank];
    int last = rank - 1;
    for (int axis = 0; axis < last; axis++) {
      order[axis + 1] = 1 + (axis + (channelsLast ? 1 : last - 1)) % last;
    }
    return order;
  }

  /** What the network takes, with the lengths that it leaves open taken from the examples. */
  private long[] filled(long[] found) {
    int channels = channelsLast ? wanted.length - 1 : 0;
    if (found.length == wanted.length - 1 && wanted[channels] == 1) {
      long[] filled = new long[wanted.length]; // the one channel has no axis of its own
      filled[channels] = 1;
      System.arraycopy(found, 0, filled, channelsLast ? 0 : 1, found.length);
      if (matches(filled, wanted)) {
        return filled;
      }
    }
    long known = Math.max(1, product(LongStream.of(wanted).filter(n -> n != ANY).toArray()));
    return open() > 1
        ? wanted // there is more than one way to fold a row
        : LongStream.of(wanted).map(n -> n == ANY ? product(found) / known : n).toArray();
  }

  private static long product(long[] shape) {
    return LongStream.of(shape).reduce(1, (a, b) -> a * b);
  }

  private static long[] withoutOnes(long[] shape) {
    return LongStream.of(shape).filter(length -> length != 1).toArray();
  }

  private static String words(long[] shape) {
    return LongStream.of(shape)
        .mapToObj(length -> length == ANY ? "any" : Long.toString(length))
        .collect(Collectors.joining("x"));
  }
}
