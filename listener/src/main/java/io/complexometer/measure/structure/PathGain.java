package io.complexometer.measure.structure;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Log2 of the mean number of paths to one scalar, from fan-ins alone: (+, x) on positive reals. It
 * takes all scalars of a vertex for alike.
 *
 * @param log2Gain log2 of what a leaf multiplies paths by
 */
record PathGain(ToDoubleFunction<Leaf> log2Gain) implements Algebra<Double> {

  @Override
  public Double input(Shape shape) {
    return 0.0;
  }

  @Override
  public Double series(Double before, Leaf leaf) {
    return before + log2Gain.applyAsDouble(leaf);
  }

  @Override
  public Double add(List<Double> branches, Shape after) {
    return Log2.sum(branches.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public Double concat(List<Double> branches, List<Shape> shapes, Shape after) {
    double[] paths = new double[branches.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = branches.get(i) + Log2.of((double) shapes.get(i).size());
    }
    return Log2.sum(paths) - Log2.of((double) after.size());
  }

  @Override
  public Double product(List<Double> branches, Shape after) {
    return branches.stream().mapToDouble(Double::doubleValue).sum();
  }
}
