package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
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
final class ProbeShape {
  private static final long ANY = -1;

  private final Path path;
  private final long[] wanted;
  private final boolean channelsLast;

  /**
   * A shape.
   *
   * @param path named in complaints
   * @param input what the network takes
   */
  ProbeShape(Path path, InputType input) {
    this.path = path;
    long[] shape =
        input instanceof InputType.InputTypeConvolutionalFlat flat
            ? new long[] {flat.getFlattenedSize()}
            : input.getShape();
    this.wanted = LongStream.of(shape).map(length -> length < 1 ? ANY : length).toArray();
    this.channelsLast = isChannelsLast(input);
  }

  private static boolean isChannelsLast(InputType input) {
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
   * @throws DataException if they do not fit
   */
  INDArray fit(INDArray examples) {
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
    throw new DataException(
        "%s holds examples of shape %s, but the network takes %s: reshape them."
            .formatted(path, words(found), words(wanted)));
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

  /** What the network takes, with the length that it leaves open taken from the examples. */
  private long[] filled(long[] found) {
    long known = Math.max(1, product(LongStream.of(wanted).filter(n -> n != ANY).toArray()));
    return LongStream.of(wanted).map(n -> n == ANY ? product(found) / known : n).toArray();
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
