package io.complexometer.measure.structure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a vertex carries for one example: channels, each at the positions of a grid.
 *
 * @param channels channels, features or units, at least 1
 * @param extent length of each axis of the grid: [time], [height, width], [depth, height, width];
 *     empty for a vector
 */
public record Shape(int channels, List<Integer> extent) {

  public Shape {
    extent = List.copyOf(extent);
    if (channels < 1 || extent.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          "a shape needs a channel and a position: " + channels + " channels on " + extent);
    }
  }

  /**
   * A shape.
   *
   * @param channels channels, at least 1
   * @param extent length of each axis
   * @return the shape
   */
  public static Shape of(int channels, int... extent) {
    return new Shape(channels, IntStream.of(extent).boxed().toList());
  }

  /**
   * Number of positions of the grid.
   *
   * @return 1 for a vector
   */
  public long positions() {
    return extent.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * Number of scalars.
   *
   * @return channels times positions
   */
  public long size() {
    return Math.multiplyExact(channels, positions());
  }

  /** Channels and extent, as in {@code 64x112x112}. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(channels), extent.stream())
        .map(String::valueOf)
        .collect(Collectors.joining("x"));
  }
}
