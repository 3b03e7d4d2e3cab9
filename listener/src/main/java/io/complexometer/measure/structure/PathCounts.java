package io.complexometer.measure.structure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;

/**
 * How many paths lead from the inputs of a network to each scalar of one of its vertices. Channels
 * that cannot be told apart share one map of positions; all maps are multiplied by a power of two,
 * because counts reach 2^1500 where doubles end at 2^1024. As long as counts have no more than 53
 * bits they are exact.
 */
final class PathCounts {
  private final Shape shape;
  private final List<Block> blocks;
  private final long exponent;

  /**
   * Channels with the same counts.
   *
   * @param channels how many
   * @param map counts by position, the last axis fastest
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Block(int channels, double[] map) {}

  private PathCounts(Shape shape, List<Block> blocks, long exponent) {
    this.shape = shape;
    this.blocks = blocks;
    this.exponent = exponent;
  }

  /** One path to each scalar: an input of the network. */
  static PathCounts ones(Shape shape) {
    double[] map = new double[Math.toIntExact(shape.positions())];
    Arrays.fill(map, 1);
    return new PathCounts(shape, List.of(new Block(shape.channels(), map)), 0);
  }

  /** Counts that are not yet between 1 and 2: scaled, and equal neighbours joined. */
  private static PathCounts of(Shape shape, List<Block> blocks, long exponent) {
    List<Block> joined = new ArrayList<>();
    double largest = 0;
    for (Block block : blocks) {
      int last = joined.size() - 1;
      if (last >= 0 && Arrays.equals(joined.get(last).map(), block.map())) {
        joined.set(last, new Block(joined.get(last).channels() + block.channels(), block.map()));
      } else {
        joined.add(block);
      }
      largest = Math.max(largest, Arrays.stream(block.map()).max().orElse(0));
    }
    int shift = largest > 0 ? Math.getExponent(largest) : 0;
    if (shift != 0) {
      joined.replaceAll(block -> new Block(block.channels(), scaled(block.map(), -shift)));
    }
    return new PathCounts(shape, joined, exponent + shift);
  }

  private static double[] scaled(double[] map, long power) {
    int bits = (int) Math.max(Math.min(power, 3000), -3000);
    return Arrays.stream(map).map(count -> Math.scalb(count, bits)).toArray();
  }

  Shape shape() {
    return shape;
  }

  /** The sum over all scalars; infinite where no double holds it. */
  double sum() {
    return Math.scalb(total(), (int) Math.min(exponent, 3000));
  }

  /** Log2 of the sum over all scalars; minus infinity where there is no path at all. */
  double log2Sum() {
    return Math.log(total()) / Math.log(2) + exponent;
  }

  private double total() {
    return blocks.stream()
        .mapToDouble(block -> block.channels() * Arrays.stream(block.map()).sum())
        .sum();
  }

  /** All scalars summed, to each of so many. */
  PathCounts sumToVector(int size) {
    return of(Shape.of(size), List.of(new Block(size, new double[] {total()})), exponent);
  }

  /** All channels summed at each position, to each of so many channels. */
  PathCounts sumOverChannels(int channels) {
    double[] sum = new double[blocks.get(0).map().length];
    for (Block block : blocks) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += block.channels() * block.map()[i];
      }
    }
    return of(new Shape(channels, shape.extent()), List.of(new Block(channels, sum)), exponent);
  }

  /** Each channel that many times. */
  PathCounts repeatChannels(int times) {
    return new PathCounts(
        new Shape(shape.channels() * times, shape.extent()),
        blocks.stream().map(b -> new Block(b.channels() * times, b.map())).toList(),
        exponent);
  }

  /** Each channel through a window. */
  PathCounts window(List<Taps> taps) {
    return mapEach(
        new Shape(shape.channels(), taps.stream().map(Taps::outputs).toList()),
        map -> {
          double[] sums = map;
          int outer = 1;
          int inner = map.length;
          for (Taps axis : taps) {
            inner /= axis.inputs();
            sums = axis.sum(sums, outer, inner);
            outer *= axis.outputs();
          }
          return sums;
        });
  }

  /** Each channel's map replaced. */
  PathCounts mapEach(Shape after, UnaryOperator<double[]> change) {
    return of(
        after,
        blocks.stream().map(b -> new Block(b.channels(), change.apply(b.map()))).toList(),
        exponent);
  }

  /** The counts along the only axis, taken as one sequence, by a recurrence of their own. */
  PathCounts unrolled(int gates, int hidden, boolean backward) {
    double[] sums = sumOverChannels(1).blocks.get(0).map();
    long sumExponent = sumOverChannels(1).exponent;
    int steps = sums.length;
    double[] counts = new double[steps];
    long[] exponents = new long[steps];
    double count = 0; // of the step before, with its exponent
    long power = 0;
    for (int i = 0; i < steps; i++) {
      int step = backward ? steps - 1 - i : i;
      double input = Math.scalb(sums[step], (int) Math.max(-3000, -power));
      count = gates * (input + (double) hidden * count);
      int shift = count > 0 ? Math.getExponent(count) : 0;
      count = Math.scalb(count, -shift);
      power += shift;
      counts[step] = count;
      exponents[step] = power;
    }
    long most = Arrays.stream(exponents).max().orElse(0);
    for (int step = 0; step < steps; step++) {
      counts[step] = Math.scalb(counts[step], (int) Math.max(-3000, exponents[step] - most));
    }
    Shape after = new Shape(hidden, shape.extent());
    return of(after, List.of(new Block(hidden, counts)), sumExponent + most);
  }

  /** Channels from an index up to another, exclusive. */
  PathCounts channels(int from, int to) {
    List<Block> some = new ArrayList<>();
    int at = 0;
    for (Block block : blocks) {
      int taken = Math.min(to, at + block.channels()) - Math.max(from, at);
      if (taken > 0) {
        some.add(new Block(taken, block.map()));
      }
      at += block.channels();
    }
    return of(new Shape(to - from, shape.extent()), some, exponent);
  }

  /** The same scalars in the same order, channels slowest, under another shape. */
  PathCounts reshape(Shape after) {
    if (after.positions() == shape.positions()) {
      return new PathCounts(after, blocks, exponent);
    }
    int positions = Math.toIntExact(after.positions());
    List<Block> reshaped = new ArrayList<>();
    double[] map = new double[positions];
    int filled = 0;
    for (Block block : blocks) {
      for (int channel = 0; channel < block.channels(); channel++) {
        for (double count : block.map()) {
          map[filled++] = count;
          if (filled == positions) {
            append(reshaped, map);
            map = new double[positions];
            filled = 0;
          }
        }
      }
    }
    return of(after, reshaped, exponent);
  }

  private static void append(List<Block> blocks, double[] map) {
    int last = blocks.size() - 1;
    if (last >= 0 && Arrays.equals(blocks.get(last).map(), map)) {
      blocks.set(last, new Block(blocks.get(last).channels() + 1, map));
    } else {
      blocks.add(new Block(1, map));
    }
  }

  /** Squares of positions become channels. */
  PathCounts spaceToDepth(int block) {
    int height = shape.extent().get(0);
    int width = shape.extent().get(1);
    Shape after = Shape.of(shape.channels() * block * block, height / block, width / block);
    List<Block> moved = new ArrayList<>();
    for (int offset = 0; offset < block * block; offset++) {
      for (Block one : blocks) {
        double[] map = new double[Math.toIntExact(after.positions())];
        for (int i = 0; i < map.length; i++) {
          int y = i / (width / block) * block + offset / block;
          int x = i % (width / block) * block + offset % block;
          map[i] = one.map()[y * width + x];
        }
        moved.add(new Block(one.channels(), map));
      }
    }
    return of(after, moved, exponent);
  }

  /** Channels one after the other. */
  static PathCounts concat(List<PathCounts> parts, Shape after) {
    long most = parts.stream().mapToLong(part -> part.exponent).max().orElse(0);
    List<Block> all = new ArrayList<>();
    for (PathCounts part : parts) {
      for (Block block : part.blocks) {
        all.add(new Block(block.channels(), scaled(block.map(), part.exponent - most)));
      }
    }
    return of(after, all, most);
  }

  /** Sums, scalar by scalar. */
  static PathCounts add(List<PathCounts> parts, Shape after) {
    long most = parts.stream().mapToLong(part -> part.exponent).max().orElse(0);
    PathCounts sum = null;
    for (PathCounts part : parts) {
      PathCounts one =
          part.broadcast(after).mapBlocks(map -> scaled(map, part.exponent - most), most);
      sum = sum == null ? one : sum.combine(one, Double::sum, most);
    }
    return of(after, sum.blocks, most);
  }

  /** Products, scalar by scalar: the monomials of a gate. */
  static PathCounts multiply(List<PathCounts> parts, Shape after) {
    PathCounts product = null;
    for (PathCounts part : parts) {
      PathCounts one = part.broadcast(after);
      product =
          product == null
              ? one
              : product.combine(one, (a, b) -> a * b, product.exponent + one.exponent);
      product = of(after, product.blocks, product.exponent);
    }
    return product;
  }

  private PathCounts mapBlocks(UnaryOperator<double[]> change, long power) {
    return new PathCounts(
        shape,
        blocks.stream().map(b -> new Block(b.channels(), change.apply(b.map()))).toList(),
        power);
  }

  /** A single channel or position stands for all. */
  private PathCounts broadcast(Shape after) {
    PathCounts wide = this;
    if (shape.positions() == 1 && after.positions() > 1) {
      int positions = Math.toIntExact(after.positions());
      wide =
          mapBlocks(
              map -> {
                double[] all = new double[positions];
                Arrays.fill(all, map[0]);
                return all;
              },
              exponent);
    }
    return shape.channels() == 1 && after.channels() > 1
        ? wide.repeatChannels(after.channels())
        : wide;
  }

  /** Both cut into blocks at the same channels, and joined. */
  private PathCounts combine(PathCounts other, DoubleBinaryOperator join, long power) {
    List<Block> joined = new ArrayList<>();
    int i = 0;
    int j = 0;
    int left = blocks.get(0).channels();
    int right = other.blocks.get(0).channels();
    while (true) {
      int channels = Math.min(left, right);
      double[] a = blocks.get(i).map();
      double[] b = other.blocks.get(j).map();
      double[] map = new double[a.length];
      for (int k = 0; k < map.length; k++) {
        map[k] = join.applyAsDouble(a[k], b[k]);
      }
      joined.add(new Block(channels, map));
      left -= channels;
      right -= channels;
      if (left == 0 && ++i < blocks.size()) {
        left = blocks.get(i).channels();
      }
      if (right == 0 && ++j < other.blocks.size()) {
        right = other.blocks.get(j).channels();
      }
      if (i == blocks.size() || j == other.blocks.size()) {
        return new PathCounts(shape, joined, power);
      }
    }
  }
}
