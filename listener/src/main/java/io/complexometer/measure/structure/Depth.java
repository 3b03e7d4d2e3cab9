package io.complexometer.measure.structure;

import java.util.List;

/** Weighted layers on the longest path: (max, +) on whole numbers. */
final class Depth implements Algebra<Integer> {

  @Override
  public Integer input(Shape shape) {
    return 0;
  }

  @Override
  public Integer series(Integer before, Leaf leaf) {
    return before + (leaf.weighted() ? 1 : 0);
  }

  @Override
  public Integer add(List<Integer> branches, Shape after) {
    return branches.stream().max(Integer::compare).orElseThrow();
  }

  @Override
  public Integer concat(List<Integer> branches, List<Shape> shapes, Shape after) {
    return add(branches, after);
  }

  @Override
  public Integer product(List<Integer> branches, Shape after) {
    return add(branches, after);
  }
}
