package io.complexometer.measure.structure;

import java.util.List;

/** The number of paths to each scalar, position by position: (+, x) on maps of counts. */
final class ExactPaths implements Algebra<PathCounts> {

  @Override
  public PathCounts input(Shape shape) {
    return PathCounts.ones(shape);
  }

  @Override
  public PathCounts series(PathCounts before, Leaf leaf) {
    return leaf.paths(before);
  }

  @Override
  public PathCounts add(List<PathCounts> branches, Shape after) {
    return PathCounts.add(branches, after);
  }

  @Override
  public PathCounts concat(List<PathCounts> branches, List<Shape> shapes, Shape after) {
    return PathCounts.concat(branches, after);
  }

  @Override
  public PathCounts product(List<PathCounts> branches, Shape after) {
    return PathCounts.multiply(branches, after);
  }
}
