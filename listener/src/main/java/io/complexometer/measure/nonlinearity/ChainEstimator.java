package io.complexometer.measure.nonlinearity;

/** Stands in for the estimator of this name: units that know nothing of each other. */
public final class ChainEstimator implements EntropyEstimator, AutoCloseable {
  @Override
  public String label() {
    return "chain";
  }

  @Override
  public CodeLength estimate(BinarySamples samples, Folds folds) {
    double bits = 0;
    for (int unit : samples.varyingUnits()) {
      double p = (double) samples.count(unit) / samples.rows();
      bits -= (p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }
    return new CodeLength(bits, 0);
  }

  @Override
  public void close() {}
}
