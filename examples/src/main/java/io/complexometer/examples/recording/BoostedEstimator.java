package io.complexometer.examples.recording;

import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.CodeLength;
import io.complexometer.measure.nonlinearity.EntropyEstimator;
import io.complexometer.measure.nonlinearity.Folds;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Entropy by the chain rule with gradient-boosted trees: each unit is predicted from those before
 * it [1], and the cross-validated log-loss of the prediction is the length of its code. Unlike a
 * chain of logistic regressions it sees that a unit is the exclusive or of two others.
 *
 * <p>It is slow: one model of {@value #TREES} trees for each unit and fold. The first unit that
 * varies has the entropy of its own rate. A model starts from the unit's rate among the training
 * rows, (count + 1/2) / (n + 1); where the unit is constant among them, that is all it knows.
 *
 * <p>[1] R. A. Janik, "Entropy from Machine Learning", arXiv:1909.10831, with depth, number and
 * rate of its trees. [2] T. Chen, C. Guestrin, "XGBoost: A Scalable Tree Boosting System", 2016.
 */
public final class BoostedEstimator implements EntropyEstimator {
  private static final int TREES = 100;
  private static final Map<String, Object> PARAMETERS =
      Map.of(
          "objective",
          "binary:logistic",
          "tree_method",
          "hist",
          "max_depth",
          3,
          "eta",
          0.1,
          "nthread",
          1,
          "verbosity",
          0);

  private final Runnable afterModel;

  /**
   * An estimator that tells how far it is.
   *
   * @param afterModel run after each of the {@link #models} models
   */
  public BoostedEstimator(Runnable afterModel) {
    this.afterModel = afterModel;
  }

  /**
   * How many models an estimate takes.
   *
   * @param samples what is to be estimated
   * @return a model for each fold and unit that varies, but the first
   */
  public static long models(BinarySamples samples) {
    return (long) Folds.COUNT * Math.max(0, samples.varyingUnits().length - 1);
  }

  @Override
  public String label() {
    return "boosted";
  }

  @Override
  public CodeLength estimate(BinarySamples samples, Folds folds) {
    if (folds.rows() != samples.rows()) {
      throw new IllegalArgumentException(
          "folds of " + folds.rows() + " rows for " + samples.rows() + " samples");
    }
    int[] units = samples.varyingUnits();
    double nats = 0;
    try {
      for (int k = 0; k < units.length; k++) {
        if (k == 0) {
          double rate = (double) samples.count(units[0]) / samples.rows();
          nats -= samples.rows() * (rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
          continue;
        }
        for (int fold = 0; fold < Folds.COUNT; fold++) {
          nats += heldOutLoss(new Rows(samples, units, k, folds, fold));
          afterModel.run();
        }
      }
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
    return new CodeLength(nats / Math.log(2) / samples.rows(), 0);
  }

  private static double heldOutLoss(Rows rows) throws XGBoostError {
    int heldOut = rows.count(true);
    int training = rows.count(false);
    if (heldOut == 0) {
      return 0;
    }
    float[] labels = rows.labels(false);
    double active = 0;
    for (float label : labels) {
      active += label;
    }
    double rate = (active + 0.5) / (training + 1);
    float[] truth = rows.labels(true);
    if (active == 0 || active == training) {
      return loss(truth, row -> Math.log(rate / (1 - rate)));
    }
    DMatrix known = new DMatrix(rows.predictors(false), training, rows.unit, Float.NaN);
    DMatrix unknown = new DMatrix(rows.predictors(true), heldOut, rows.unit, Float.NaN);
    Booster booster = null;
    try {
      known.setLabel(labels);
      Map<String, Object> parameters = new HashMap<>(PARAMETERS);
      parameters.put("base_score", rate);
      booster = XGBoost.train(known, parameters, TREES, Map.of(), null, null);
      float[][] logOdds = booster.predict(unknown, true);
      return loss(truth, row -> logOdds[row][0]);
    } finally {
      known.dispose();
      unknown.dispose();
      if (booster != null) {
        booster.dispose();
      }
    }
  }

  /** Log-odds of each row. */
  private interface Prediction {
    double logOdds(int row);
  }

  /** In nats: log(1 + e^-x) without overflow, x being the log-odds of what came. */
  private static double loss(float[] truth, Prediction prediction) {
    double loss = 0;
    for (int row = 0; row < truth.length; row++) {
      double odds = prediction.logOdds(row);
      double x = truth[row] > 0 ? odds : -odds;
      loss += Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, -x);
    }
    return loss;
  }

  /** The rows as XGBoost wants them: those of one fold, or all others. */
  private static final class Rows {
    private final BinarySamples samples;
    private final int[] units;
    private final int unit;
    private final Folds folds;
    private final int fold;

    Rows(BinarySamples samples, int[] units, int unit, Folds folds, int fold) {
      this.samples = samples;
      this.units = units;
      this.unit = unit;
      this.folds = folds;
      this.fold = fold;
    }

    int count(boolean heldOut) {
      int count = 0;
      for (int row = 0; row < samples.rows(); row++) {
        count += isTaken(row, heldOut) ? 1 : 0;
      }
      return count;
    }

    float[] labels(boolean heldOut) {
      float[] labels = new float[count(heldOut)];
      int at = 0;
      for (int row = 0; row < samples.rows(); row++) {
        if (isTaken(row, heldOut)) {
          labels[at++] = samples.get(row, units[unit]) ? 1 : 0;
        }
      }
      return labels;
    }

    /** Rows x units before this one. */
    float[] predictors(boolean heldOut) {
      float[] predictors = new float[Math.multiplyExact(count(heldOut), unit)];
      int at = 0;
      for (int row = 0; row < samples.rows(); row++) {
        for (int k = 0; k < unit && isTaken(row, heldOut); k++) {
          predictors[at++] = samples.get(row, units[k]) ? 1 : 0;
        }
      }
      return predictors;
    }

    private boolean isTaken(int row, boolean heldOut) {
      return (folds.of(row) == fold) == heldOut;
    }
  }
}
