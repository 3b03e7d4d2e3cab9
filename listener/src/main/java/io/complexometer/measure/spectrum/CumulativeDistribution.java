package io.complexometer.measure.spectrum;

import java.util.Arrays;
import java.util.List;

/**
 * A distribution on the positive axis whose cumulative distribution function is a polygon: between
 * two knots mass is spread evenly, where two knots share a place it stands in a point, and where
 * they share a height there is none.
 */
final class CumulativeDistribution {
  private final double[] places; // ascending; of equal ones the first is the limit from the left
  private final double[] heights; // ascending, from 0 to 1

  /** Takes knots over: places and heights ascending, heights from 0 to 1. */
  CumulativeDistribution(double[] places, double[] heights) {
    this.places = places;
    this.heights = heights;
  }

  /** All mass in one place. */
  static CumulativeDistribution at(double place) {
    return new CumulativeDistribution(new double[] {place, place}, new double[] {0, 1});
  }

  /**
   * A sum of distributions.
   *
   * @param parts at least one
   * @param shares of the parts, none negative, 1 together
   */
  static CumulativeDistribution mixture(List<CumulativeDistribution> parts, double[] shares) {
    double[] joint = jointPlaces(parts);
    double[] places = new double[2 * joint.length];
    double[] heights = new double[places.length];
    for (int i = 0; i < joint.length; i++) {
      places[2 * i] = joint[i];
      places[2 * i + 1] = joint[i];
      for (int k = 0; k < shares.length; k++) {
        heights[2 * i] += shares[k] * parts.get(k).below(joint[i]);
        heights[2 * i + 1] += shares[k] * parts.get(k).upTo(joint[i]);
      }
    }
    return new CumulativeDistribution(places, heights);
  }

  /** A mean of distributions. */
  static CumulativeDistribution mean(List<CumulativeDistribution> parts) {
    double[] shares = new double[parts.size()];
    Arrays.fill(shares, 1.0 / shares.length);
    return mixture(parts, shares);
  }

  /** The standard error of the mean of at least two distributions, where it is largest. */
  static double standardError(List<CumulativeDistribution> parts) {
    double largest = 0;
    for (double place : jointPlaces(parts)) {
      largest =
          Math.max(largest, variance(parts.stream().mapToDouble(p -> p.below(place)).toArray()));
      largest =
          Math.max(largest, variance(parts.stream().mapToDouble(p -> p.upTo(place)).toArray()));
    }
    return Math.sqrt(largest / parts.size());
  }

  /** The Kolmogorov distance: polygons are farthest apart at a knot of one of them. */
  double distance(CumulativeDistribution other) {
    double largest = 0;
    for (double place : jointPlaces(List.of(this, other))) {
      largest = Math.max(largest, Math.abs(below(place) - other.below(place)));
      largest = Math.max(largest, Math.abs(upTo(place) - other.upTo(place)));
    }
    return largest;
  }

  /** The mass at places smaller than this. */
  double below(double place) {
    int low = 0; // the first knot that is not below
    int high = places.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle] < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return between(low, place);
  }

  /** The mass at this place and smaller ones. */
  double upTo(double place) {
    int low = 0; // the first knot above
    int high = places.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (places[middle] <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low > 0 && places[low - 1] == place) {
      return heights[low - 1];
    }
    return between(low, place);
  }

  private double between(int next, double place) {
    if (next == 0) {
      return 0;
    }
    if (next == places.length) {
      return 1;
    }
    if (places[next] == place) {
      return heights[next];
    }
    double share = (place - places[next - 1]) / (places[next] - places[next - 1]);
    return heights[next - 1] + share * (heights[next] - heights[next - 1]);
  }

  /**
   * Squares of the places, of equal shares of the mass each their mean: so that they add up to the
   * mean square of the distribution, as quantiles would not.
   *
   * @param count number of shares
   * @return as many numbers, smallest first
   */
  double[] squaredMeans(int count) {
    double[] means = new double[count];
    int share = 0;
    for (int next = 1; next < places.length && share < count; next++) {
      double from = heights[next - 1] * count; // in shares
      double to = next == places.length - 1 ? count : heights[next] * count;
      double slope = to > from ? (places[next] - places[next - 1]) / (to - from) : 0;
      for (double begin = from; begin < to && share < count; ) {
        double end = Math.min(to, share + 1.0);
        double low = places[next - 1] + slope * (begin - from);
        double high = places[next - 1] + slope * (end - from);
        means[share] += (end - begin) * (low * low + low * high + high * high) / 3;
        if (end == share + 1.0) {
          share++;
        }
        begin = end;
      }
    }
    return means;
  }

  private static double[] jointPlaces(List<CumulativeDistribution> parts) {
    return parts.stream()
        .flatMapToDouble(p -> Arrays.stream(p.places))
        .sorted()
        .distinct()
        .toArray();
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
  }
}
