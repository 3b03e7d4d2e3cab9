package io.complexometer.measure.spectrum;

import io.complexometer.measure.linalg.RitzValues;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which Ritz values are eigenvalues already, and how often, and which only stand for many.
 *
 * <p>How it works. Around each Ritz value lies an interval, its residual wide, that holds an
 * eigenvalue; intervals that overlap make a group. A group that is far from all others in
 * comparison with its own extent is settled: its c Ritz vectors span an invariant subspace. Of an
 * eigenvalue of multiplicity p, s starting vectors show min(p, s) copies, so c &lt; s settled Ritz
 * values are c eigenvalues. Where c reaches s there may be more, and the share of the starting
 * vectors that lies in the group tells: n W eigenvalues are expected, with a standard error of
 * sqrt(2 c / s) if there are c (the share of one unit vector is chi-squared with c degrees of
 * freedom, divided by n).
 *
 * @param singles eigenvalues one by one, smallest first
 * @param multiples groups of Ritz values that are one eigenvalue of a large multiplicity
 * @param rest the other Ritz values, ascending
 */
record Resolution(List<Integer> singles, List<Group> multiples, List<Integer> rest) {
  /** A group is settled if the distance to the next is so many times its extent. */
  private static final double SEPARATION = 50;

  /** The extent, as a share of its place, of a group that may be one eigenvalue. */
  private static final double POINT = 1e-6;

  /** Standard errors by which the expected number must exceed that of the Ritz values. */
  private static final double SIGNIFICANT = 3;

  /**
   * Neighbours among the Ritz values.
   *
   * @param from index of the first
   * @param to index after the last
   * @param low where the union of their intervals begins
   * @param high where it ends
   */
  record Group(int from, int to, double low, double high) {
    int count() {
      return to - from;
    }

    double extent() {
      return high - low;
    }

    /** The share of a starting vector that lies in it. */
    double weight(double[] weights) {
      return Arrays.stream(weights, from, to).sum();
    }

    double meanWeight(RitzValues ritz) {
      return Arrays.stream(ritz.weights()).mapToDouble(this::weight).average().orElseThrow();
    }
  }

  /**
   * Tells Ritz values apart. The largest always counts as an eigenvalue.
   *
   * @param order n, the number of all eigenvalues
   * @param noise the absolute error of an eigenvalue by rounding
   */
  static Resolution of(RitzValues ritz, int order, double noise) {
    Resolution resolution = new Resolution(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Group> groups = groups(ritz, noise);
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      double below = i == 0 ? Double.POSITIVE_INFINITY : group.low() - groups.get(i - 1).high();
      double above =
          i == groups.size() - 1
              ? Double.POSITIVE_INFINITY
              : groups.get(i + 1).low() - group.high();
      boolean settled = SEPARATION * group.extent() <= Math.min(below, above);
      resolution.add(group, settled, ritz, order, noise);
    }
    resolution.settleLargest(ritz.values().length - 1);
    if (resolution.rest.isEmpty()
        && resolution.multiples.isEmpty()
        && resolution.singles.size() < order) {
      resolution.multiply(groups, ritz);
    }
    return resolution;
  }

  private void add(Group group, boolean settled, RitzValues ritz, int order, double noise) {
    int count = group.count();
    int vectors = ritz.vectors();
    List<Integer> members = IntStream.range(group.from(), group.to()).boxed().toList();
    boolean point = group.extent() <= Math.max(POINT * ritz.values()[group.to() - 1], 100 * noise);
    if (!settled || (count >= vectors && !point)) {
      rest.addAll(members);
    } else if (count < vectors
        || order * group.meanWeight(ritz)
            <= count + SIGNIFICANT * Math.sqrt(2.0 * count / vectors)) {
      singles.addAll(members);
    } else {
      multiples.add(group);
    }
  }

  /** Whether settled or not: the best that is known of the largest eigenvalue. */
  private void settleLargest(int last) {
    if (!rest.isEmpty() && rest.get(rest.size() - 1) == last) {
      rest.remove(rest.size() - 1);
      singles.add(last);
    }
  }

  /** All is settled, and yet eigenvalues are missing: they are where most of the weight is. */
  private void multiply(List<Group> groups, RitzValues ritz) {
    Group heaviest = groups.get(0);
    for (Group group : groups) {
      if (group.meanWeight(ritz) / group.count() > heaviest.meanWeight(ritz) / heaviest.count()) {
        heaviest = group;
      }
    }
    singles.removeAll(IntStream.range(heaviest.from(), heaviest.to()).boxed().toList());
    multiples.add(heaviest);
  }

  /** Whether the smallest Ritz value that is not rounding was found, or stands for many. */
  boolean resolvesSmallest(RitzValues ritz, double noise) {
    int smallest = 0;
    while (smallest < ritz.values().length - 1 && ritz.values()[smallest] <= noise) {
      smallest++;
    }
    return !rest.contains(smallest);
  }

  private static List<Group> groups(RitzValues ritz, double noise) {
    Deque<Group> groups = new ArrayDeque<>();
    for (int i = 0; i < ritz.values().length; i++) {
      double radius = Math.max(ritz.residuals()[i], noise);
      double value = ritz.values()[i];
      Group group = new Group(i, i + 1, value - radius, value + radius);
      while (!groups.isEmpty() && groups.getLast().high() >= group.low()) {
        Group last = groups.removeLast();
        group =
            new Group(
                last.from(),
                group.to(),
                Math.min(last.low(), group.low()),
                Math.max(last.high(), group.high()));
      }
      groups.addLast(group);
    }
    return List.copyOf(groups);
  }
}
