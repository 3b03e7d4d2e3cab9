package io.complexometer.measure.nonlinearity;

/**
 * Entropy of the units one by one, as if they knew nothing of each other: no joint entropy exceeds
 * it.
 *
 * @param bits sum over the units of h(p), where p is the share of the samples in which it is on and
 *     h(p) = -p log2 p - (1 - p) log2 (1 - p)
 * @param deadUnits number of units that are on in no sample
 * @param alwaysOnUnits number of units that are on in all samples
 */
public record IndependentEntropy(double bits, int deadUnits, int alwaysOnUnits) {

  /**
   * Counts each unit.
   *
   * @param samples the rows
   * @return the sum of the units' entropies
   */
  public static IndependentEntropy of(BinarySamples samples) {
    int dead = 0;
    int alwaysOn = 0;
    double nats = 0; // n times those of a row
    for (int unit = 0; unit < samples.units(); unit++) {
      int on = samples.count(unit);
      if (on == 0) {
        dead++;
      } else if (on == samples.rows()) {
        alwaysOn++;
      } else {
        nats += nats(on, samples.rows());
      }
    }
    return new IndependentEntropy(nats / (samples.rows() * Math.log(2)), dead, alwaysOn);
  }

  /** n h(p) in nats of a unit that is on in some of n samples and off in others. */
  private static double nats(int on, int rows) {
    int off = rows - on;
    return on * Math.log((double) rows / on) + off * Math.log((double) rows / off);
  }
}
