package io.complexometer.measure.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a position sees along each axis of the input, and how far the next position looks from
 * there. At merges both are the largest of the branches. Dense layers and pools over all positions
 * leave it as it is.
 *
 * @param axes one for each axis that a window has gone along
 */
record ReceptiveField(List<Axis> axes) {

  /**
   * One axis.
   *
   * @param jump positions of the input from one position here to the next
   * @param size positions of the input that one position here sees, padding included
   */
  record Axis(double jump, double size) {
    static final Axis ONE = new Axis(1, 1);

    Axis through(Taps taps) {
      if (taps.transposed()) {
        double shorter = jump / taps.stride();
        return new Axis(shorter, size + (taps.kernel() - 1) * (double) taps.dilation() * shorter);
      }
      return new Axis(
          jump * taps.stride(), size + (taps.kernel() - 1) * (double) taps.dilation() * jump);
    }

    Axis or(Axis other) {
      return new Axis(Math.max(jump, other.jump), Math.max(size, other.size));
    }
  }

  static final Algebra<ReceptiveField> ALGEBRA =
      new Algebra<>() {
        @Override
        public ReceptiveField input(Shape shape) {
          return new ReceptiveField(List.of());
        }

        @Override
        public ReceptiveField series(ReceptiveField before, Leaf leaf) {
          return before.through(leaf.field());
        }

        @Override
        public ReceptiveField add(List<ReceptiveField> branches, Shape after) {
          return branches.stream().reduce(ReceptiveField::or).orElseThrow();
        }

        @Override
        public ReceptiveField concat(
            List<ReceptiveField> branches, List<Shape> shapes, Shape after) {
          return add(branches, after);
        }

        @Override
        public ReceptiveField product(List<ReceptiveField> branches, Shape after) {
          return add(branches, after);
        }
      };

  private Axis axis(int index) {
    return index < axes.size() ? axes.get(index) : Axis.ONE;
  }

  private ReceptiveField through(List<Taps> taps) {
    List<Axis> after = new ArrayList<>(axes);
    for (int i = 0; i < taps.size(); i++) {
      Axis axis = axis(i).through(taps.get(i));
      if (i < after.size()) {
        after.set(i, axis);
      } else {
        after.add(axis);
      }
    }
    return new ReceptiveField(after);
  }

  private ReceptiveField or(ReceptiveField other) {
    int most = Math.max(axes.size(), other.axes.size());
    return new ReceptiveField(
        IntStream.range(0, most).mapToObj(i -> axis(i).or(other.axis(i))).toList());
  }

  /** Along the axis where it is largest. */
  double size() {
    return axes.stream().mapToDouble(Axis::size).max().orElse(1);
  }
}
