package io.complexometer.measure.structure;

import java.math.BigInteger;
import java.util.List;

/**
 * Ways through the graph, each layer counted as one step, with the weighted layers on all of them:
 * the expectation semiring, in whole numbers because there may be more than 2^63.
 *
 * @param count number of ways
 * @param length weighted layers, summed over all ways
 */
record Ways(BigInteger count, BigInteger length) {

  static final Algebra<Ways> ALGEBRA =
      new Algebra<>() {
        @Override
        public Ways input(Shape shape) {
          return new Ways(BigInteger.ONE, BigInteger.ZERO);
        }

        @Override
        public Ways series(Ways before, Leaf leaf) {
          return leaf.weighted() ? new Ways(before.count, before.length.add(before.count)) : before;
        }

        @Override
        public Ways add(List<Ways> branches, Shape after) {
          return sum(branches);
        }

        @Override
        public Ways concat(List<Ways> branches, List<Shape> shapes, Shape after) {
          return sum(branches);
        }

        @Override
        public Ways product(List<Ways> branches, Shape after) {
          return branches.stream().reduce(Ways::together).orElseThrow();
        }
      };

  /** One way or another. */
  static Ways sum(List<Ways> branches) {
    return branches.stream()
        .reduce((a, b) -> new Ways(a.count.add(b.count), a.length.add(b.length)))
        .orElseThrow();
  }

  /** A way through each of two factors. */
  private Ways together(Ways other) {
    return new Ways(
        count.multiply(other.count),
        count.multiply(other.length).add(length.multiply(other.count)));
  }

  double log2Count() {
    int shift = Math.max(0, count.bitLength() - 1000); // what a double holds
    return Log2.of(count.shiftRight(shift).doubleValue()) + shift;
  }

  double meanLength() {
    // Exact to the last digit of a double: a quotient of whole numbers with 64 bits to spare.
    int shift = 64;
    return length.shiftLeft(shift).divide(count).doubleValue() * Math.scalb(1.0, -shift);
  }
}
