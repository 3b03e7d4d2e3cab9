package io.complexometer.examples.data;

import java.util.List;
import java.util.SplittableRandom;

/** The ten families of figures, each a few polylines in the square from -1 to 1. */
enum StrokeFigure {
  LINE {
    @Override
    List<double[]> outline(SplittableRandom random) {
      return List.of(new double[] {-1, 0, 1, 0});
    }
  },
  ARC {
    @Override
    List<double[]> outline(SplittableRandom random) {
      return List.of(turn(between(random, 0.35, 0.55), 1, 1));
    }
  },
  CROSS {
    @Override
    List<double[]> outline(SplittableRandom random) {
      double x = between(random, -0.25, 0.25);
      double y = between(random, -0.25, 0.25);
      return List.of(new double[] {-1, y, 1, y}, new double[] {x, -1, x, 1});
    }
  },
  TEE {
    @Override
    List<double[]> outline(SplittableRandom random) {
      double x = between(random, -0.25, 0.25);
      return List.of(new double[] {-1, -1, 1, -1}, new double[] {x, -1, x, 1});
    }
  },
  ZIGZAG {
    @Override
    List<double[]> outline(SplittableRandom random) {
      double height = between(random, 0.45, 0.75);
      return List.of(new double[] {-1, height, -0.5, -height, 0, height, 0.5, -height, 1, height});
    }
  },
  CIRCLE {
    @Override
    List<double[]> outline(SplittableRandom random) {
      return List.of(turn(1, 1, 1));
    }
  },
  SQUARE {
    @Override
    List<double[]> outline(SplittableRandom random) {
      double half = 0.8;
      return List.of(
          new double[] {-half, -half, half, -half, half, half, -half, half, -half, -half});
    }
  },
  TRIANGLE {
    @Override
    List<double[]> outline(SplittableRandom random) {
      double apex = between(random, -0.3, 0.3);
      return List.of(new double[] {-0.95, 0.75, 0.95, 0.75, apex, -0.9, -0.95, 0.75});
    }
  },
  SPIRAL {
    @Override
    List<double[]> outline(SplittableRandom random) {
      return List.of(turn(between(random, 1.6, 2), 0.1, 1));
    }
  },
  PARALLEL {
    @Override
    List<double[]> outline(SplittableRandom random) {
      double half = between(random, 0.35, 0.6);
      return List.of(new double[] {-1, -half, 1, -half}, new double[] {-1, half, 1, half});
    }
  };

  private static final int SEGMENTS_PER_TURN = 16;

  /**
   * One variant of the figure.
   *
   * @return polylines, each as x and y of its points in turn
   */
  abstract List<double[]> outline(SplittableRandom random);

  /** From {@code nextDouble} alone, and StrictMath below: the same numbers on every JDK. */
  static double between(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static double[] turn(double turns, double startRadius, double endRadius) {
    int segments = (int) StrictMath.ceil(turns * SEGMENTS_PER_TURN);
    double[] points = new double[2 * segments + 2];
    for (int i = 0; i <= segments; i++) {
      double part = (double) i / segments;
      double angle = 2 * StrictMath.PI * turns * part;
      double radius = startRadius + (endRadius - startRadius) * part;
      points[2 * i] = radius * StrictMath.cos(angle);
      points[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return points;
  }
}
