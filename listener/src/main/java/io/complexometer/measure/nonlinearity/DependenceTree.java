package io.complexometer.measure.nonlinearity;

import java.util.Arrays;

/**
 * The tree of Chow and Liu (1968) over binary units: of all distributions in which each unit
 * depends on one other at most, the likeliest has the edges of a maximum spanning tree of the
 * pairwise mutual informations.
 *
 * <p>It grows by Prim's algorithm from unit 0. Of all pairs of units only those are counted that
 * the newest unit of the tree forms with the units outside, in one pass over the words of the
 * latter, so that memory grows with the number of units only and time with its square. The units
 * outside are kept side by side: the last takes the place of the one that joins the tree.
 *
 * <p>n times a mutual information, in nats, is a sum of terms c ln c of counts (Kullback's form of
 * the G statistic), which are looked up:
 *
 * <pre>
 *   n I = sum over the four cells of c ln c - sum over both units' two counts of c ln c + n ln n
 * </pre>
 *
 * <p>Informations closer than 1e-9, or in millions of rows than the rounding of n ln n, are equal:
 * then the lower unit joins first, and to the lower unit.
 */
final class DependenceTree {
  /** Words counted in one loop: one by one is as fast with vectors, half as fast without. */
  private static final int AT_ONCE = 4;

  private final int rows;
  private final double[] timesLog;
  private final double tie;
  private final int[] parents;
  private double information;

  /** What is known of the units outside the tree, in the order of their columns. */
  private final int[][] words;

  private final int[] unit;
  private final int[] on;
  private final double[] ownTerms;
  private final double[] strength;
  private final int[] strongestParent;
  private final int[] together;
  private int outside;

  /**
   * Grows a tree.
   *
   * @param words 32 rows of each unit, as {@link FoldedSamples} has them
   * @param units number of units, at least 1
   * @param rows number of rows in the words
   */
  DependenceTree(int[][] words, int units, int rows) {
    this.rows = rows;
    this.timesLog = timesLog(rows);
    this.tie = Math.max(1e-9, 8 * Math.ulp(timesLog[rows]));
    this.parents = new int[units];
    this.words = new int[(words.length + AT_ONCE - 1) / AT_ONCE * AT_ONCE][];
    for (int i = 0; i < this.words.length; i++) {
      this.words[i] = i < words.length ? words[i].clone() : new int[units];
    }
    this.unit = new int[units];
    this.on = new int[units];
    this.ownTerms = new double[units];
    this.strength = new double[units];
    this.strongestParent = new int[units];
    this.together = new int[units];
    grow();
  }

  private static double[] timesLog(int rows) {
    double[] timesLog = new double[rows + 1]; // 0 ln 0 is 0
    for (int count = 1; count <= rows; count++) {
      timesLog[count] = count * Math.log(count);
    }
    return timesLog;
  }

  /** The unit that each depends on; that of unit 0 means nothing. */
  int[] parents() {
    return parents;
  }

  /** n times the sum over the edges of the mutual informations, in nats. */
  double information() {
    return information;
  }

  private void grow() {
    for (outside = 0; outside < unit.length; outside++) {
      unit[outside] = outside;
      on[outside] = FoldedSamples.together(words, outside, outside);
      ownTerms[outside] = timesLog[on[outside]] + timesLog[rows - on[outside]];
      strength[outside] = Double.NEGATIVE_INFINITY;
    }
    int slot = 0;
    while (outside > 1) {
      int newest = unit[slot];
      int newestOn = on[slot];
      countWith(slot);
      remove(slot);
      slot = first(relax(newest, newestOn));
      parents[unit[slot]] = strongestParent[slot];
      information += strength[slot];
    }
  }

  /** In how many rows each unit outside is on together with that of a slot. */
  private void countWith(int slot) {
    Arrays.fill(together, 0, outside, 0);
    for (int i = 0; i < words.length; i += AT_ONCE) {
      addCounts(slot, words[i], words[i + 1], words[i + 2], words[i + 3]);
    }
  }

  private void addCounts(int slot, int[] a, int[] b, int[] c, int[] d) {
    addCounts(together, outside, a[slot], a, b[slot], b, c[slot], c, d[slot], d);
  }

  /** One index into all arrays: the shape that the compiler turns into vector instructions. */
  private static void addCounts(
      int[] counts,
      int length,
      int bitsOfA,
      int[] a,
      int bitsOfB,
      int[] b,
      int bitsOfC,
      int[] c,
      int bitsOfD,
      int[] d) {
    for (int i = 0; i < length; i++) {
      counts[i] +=
          Integer.bitCount(bitsOfA & a[i])
              + Integer.bitCount(bitsOfB & b[i])
              + Integer.bitCount(bitsOfC & c[i])
              + Integer.bitCount(bitsOfD & d[i]);
    }
  }

  private void remove(int slot) {
    int last = --outside;
    for (int[] word : words) {
      word[slot] = word[last];
    }
    unit[slot] = unit[last];
    on[slot] = on[last];
    ownTerms[slot] = ownTerms[last];
    strength[slot] = strength[last];
    strongestParent[slot] = strongestParent[last];
    together[slot] = together[last];
  }

  /**
   * Offers the newest unit of the tree to all units outside as the one to depend on.
   *
   * @return the strongest of all possible edges, as n I in nats
   */
  private double relax(int newest, int newestOn) {
    double[] x = timesLog;
    int newestOff = rows - newestOn;
    double newestTerms = x[rows] - x[newestOn] - x[newestOff];
    double strongest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < outside; i++) {
      int both = together[i];
      int alone = on[i] - both;
      double offer =
          newestTerms
              - ownTerms[i]
              + (x[both] + x[newestOn - both] + x[alone] + x[newestOff - alone]);
      if (offer > strength[i] - tie && (offer > strength[i] + tie || newest < strongestParent[i])) {
        strength[i] = offer;
        strongestParent[i] = newest;
      }
      strongest = Math.max(strongest, strength[i]);
    }
    return strongest;
  }

  /** Where the lowest of the units with the strongest edge is. */
  private int first(double strongest) {
    int first = -1;
    for (int i = 0; i < outside; i++) {
      if (strength[i] >= strongest - tie && (first < 0 || unit[i] < unit[first])) {
        first = i;
      }
    }
    return first;
  }
}
