package io.complexometer.measure.scaling;

/**
 * Products of the basis of a broken power law, u = (t / t0)^-alpha with one exponent before t0 and
 * another from it on, with itself and with y.
 *
 * <p>Each side is summed towards the break. From one break to the next u changes by a factor, (t0 /
 * t0')^-alpha, so that one pass gives the sums for every break.
 */
final class PowerSides {
  private final double[] y;
  private final double[] logarithms;
  private final int last;

  PowerSides(Points points) {
    this.y = points.y();
    this.last = y.length - 1;
    this.logarithms = new double[y.length];
    for (int i = 0; i <= last; i++) {
      logarithms[i] = Math.log(points.t()[i]);
    }
  }

  /**
   * Sums over the points of one side, or of both.
   *
   * @param uu of u with itself
   * @param uy of u with y
   */
  record Side(WhitenedProduct uu, WhitenedProduct uy) {
    Side plus(Side other) {
      return new Side(uu.plus(other.uu), uy.plus(other.uy));
    }
  }

  /** Adds up one point after the other; u is always relative to the newest. */
  private final class Sum {
    private final double alpha;
    private double uu;
    private double uuNeighbours;
    private double uuInner;
    private double uy;
    private double uyNeighbours;
    private double uyInner;

    Sum(double alpha) {
      this.alpha = alpha;
    }

    /** Makes u relative to point {@code to} instead of {@code from}: the factor that does it. */
    double rescale(int from, int to) {
      double factor = Math.exp(alpha * (logarithms[to] - logarithms[from]));
      uu *= factor * factor;
      uuNeighbours *= factor * factor;
      uuInner *= factor * factor;
      uy *= factor;
      uyNeighbours *= factor;
      uyInner *= factor;
      return factor;
    }

    /** Adds a point with u = 1. */
    void add(int i) {
      uu += 1;
      uy += y[i];
      if (i > 0 && i < last) {
        uuInner += 1;
        uyInner += y[i];
      }
    }

    /** Adds the products across two neighbours, of which the newer has u = 1. */
    void join(int older, double uOfOlder, int newer) {
      uuNeighbours += 2 * uOfOlder;
      uyNeighbours += uOfOlder * y[newer] + y[older];
    }

    Side side() {
      return new Side(
          new WhitenedProduct(uu, uuNeighbours, uuInner),
          new WhitenedProduct(uy, uyNeighbours, uyInner));
    }
  }

  /** For each break from a first to a last the points before it, with the products across it. */
  Side[] before(double alpha, int firstBreak, int lastBreak) {
    Side[] sides = new Side[lastBreak - firstBreak + 1];
    Sum sum = new Sum(alpha);
    for (int k = 1; k <= lastBreak; k++) {
      sum.add(k - 1);
      double factor = sum.rescale(k - 1, k);
      sum.join(k - 1, factor, k);
      if (k >= firstBreak) {
        sides[k - firstBreak] = sum.side();
      }
    }
    return sides;
  }

  /** For each break from a first to a last the points from it on. */
  Side[] after(double alpha, int firstBreak, int lastBreak) {
    Side[] sides = new Side[lastBreak - firstBreak + 1];
    Sum sum = new Sum(alpha);
    sum.add(last);
    for (int k = last - 1; k >= firstBreak; k--) {
      double factor = sum.rescale(k + 1, k);
      sum.join(k + 1, factor, k);
      sum.add(k);
      if (k <= lastBreak) {
        sides[k - firstBreak] = sum.side();
      }
    }
    return sides;
  }

  /** All points, for one break and two exponents. */
  Side both(int k, double before, double after) {
    return before(before, k, k)[0].plus(after(after, k, k)[0]);
  }

  /** The basis itself. */
  double[] basis(int k, double before, double after) {
    double[] basis = new double[y.length];
    for (int i = 0; i <= last; i++) {
      basis[i] = Math.exp((i < k ? before : after) * (logarithms[k] - logarithms[i]));
    }
    return basis;
  }
}
