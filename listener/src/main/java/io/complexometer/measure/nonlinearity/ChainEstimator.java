package io.complexometer.measure.nonlinearity;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The chain rule H(z) = sum_k H(z_k | z_1 .. z_{k-1}), each term the cross-validated log-loss of a
 * logistic regression of unit k on the units before it (Janik, "Entropy from Machine Learning",
 * arXiv:1909.10831).
 *
 * <p>For each fold the regressions minimise 1/2 |w|^2 + 1/2 b^2 + C sum log(1 + exp(-y (w z + b)))
 * with C = 1 over the other rows, y = +-1, z = 0/1; {@link NestedRegressions} says how. The first
 * unit that is not constant has its plug-in entropy; constant units add nothing and predict
 * nothing.
 *
 * <p>The weights are kept. The problems are convex, with the same optimum wherever one begins: the
 * next estimate begins with the last weights, and a fold with what the fold before it, with which
 * it shares three quarters of its rows, has added to them. The same samples again have the same
 * estimate again: nothing is gained by going on. Not thread-safe.
 */
public final class ChainEstimator implements EntropyEstimator {
  private static final double GAIN = 1e-9;
  private static final int STEPS = 500;
  private static final int WORDS_AT_A_TIME = 1 << 13;

  private final double gain;
  private Memory memory = Memory.NONE;

  /**
   * What an estimate begins with: another estimator that is given it goes on exactly as this one.
   *
   * @param units that were not constant in the last samples, ascending
   * @param weights for each fold, and each of these units but the first: its bias, then the weights
   *     of the units before it
   * @param samples SHA-256 of the last samples and folds; empty before any
   * @param length the last estimate
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Memory(int[] units, float[][][] weights, byte[] samples, CodeLength length) {
    static final Memory NONE =
        new Memory(new int[0], new float[Folds.COUNT][0][], new byte[0], new CodeLength(0, 0));

    // what a later estimate would stumble over
    public Memory {
      if (weights.length != Folds.COUNT
          || !IntStream.range(1, units.length).allMatch(k -> units[k - 1] < units[k])) {
        throw new IllegalArgumentException("units not ascending, or weights not of all folds");
      }
      for (float[][] fold : weights) {
        if (fold.length != Math.max(0, units.length - 1)
            || !IntStream.range(0, fold.length).allMatch(k -> fold[k].length == k + 2)) {
          throw new IllegalArgumentException("weights not of the units before each unit");
        }
      }
    }
  }

  /**
   * An estimator that leaves 1e-9 bits a row to be gained: on up to 512 units of trained networks
   * its value was then within 2e-4 bits of the optimum, at 1e-7 within 3e-3.
   */
  public ChainEstimator() {
    this(GAIN);
  }

  /**
   * An estimator of another accuracy.
   *
   * @param gain bits a row, of all units together, that may remain to be gained; positive
   */
  public ChainEstimator(double gain) {
    this.gain = gain;
  }

  @Override
  public String label() {
    return "chain";
  }

  @Override
  public CodeLength estimate(BinarySamples samples, Folds folds) {
    if (folds.rows() != samples.rows()) {
      throw new IllegalArgumentException(
          "folds of %d rows for %d samples".formatted(folds.rows(), samples.rows()));
    }
    int[] units = samples.varyingUnits();
    if (units.length == 0) {
      return new CodeLength(0, 0);
    }
    byte[] fingerprint = fingerprint(samples, folds);
    if (Arrays.equals(fingerprint, memory.samples())) {
      return memory.length();
    }
    float[][] columns = columns(samples, units);
    float[][][] last = startingWeights(units);
    float[][][] weights = new float[Folds.COUNT][0][];
    double bits = 0;
    double remaining = 0;
    for (int fold = 0; fold < Folds.COUNT && units.length > 1; fold++) {
      float[][] training = select(columns, folds, fold, false);
      float[][] others = select(columns, folds, fold, true);
      weights[fold] = fold == 0 ? last[0] : moved(last[fold], last[fold - 1], weights[fold - 1]);
      if (training[0].length == 0 || others[0].length == 0) {
        bits += (double) others[0].length * (units.length - 1); // nothing learnt: fair coins
        continue;
      }
      try (NestedRegressions regressions = new NestedRegressions(training)) {
        regressions.start(weights[fold]);
        remaining += regressions.solve(gain, STEPS) / Folds.COUNT;
        weights[fold] = regressions.weights();
        bits += regressions.codeLength(others);
      }
    }
    double first = entropy(samples.count(units[0]) / (double) samples.rows());
    CodeLength length = new CodeLength(first + bits / samples.rows(), remaining);
    memory = new Memory(units, weights, fingerprint, length);
    return length;
  }

  /**
   * What the next estimate will begin with.
   *
   * @return not to be changed
   */
  public Memory memory() {
    return memory;
  }

  /**
   * Goes on where another estimator was.
   *
   * @param other its memory
   */
  public void restore(Memory other) {
    memory = other;
  }

  private static byte[] fingerprint(BinarySamples samples, Folds folds) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long[] words = samples.words();
      ByteBuffer part = ByteBuffer.allocate(Long.BYTES * WORDS_AT_A_TIME);
      for (int from = 0; from < words.length; from += WORDS_AT_A_TIME) {
        int count = Math.min(WORDS_AT_A_TIME, words.length - from);
        part.clear().asLongBuffer().put(words, from, count);
        digest.update(part.limit(Long.BYTES * count));
      }
      ByteBuffer shape = ByteBuffer.allocate(Integer.BYTES * (2 + folds.rows()));
      shape.putInt(samples.rows()).putInt(samples.units());
      IntStream.range(0, folds.rows()).forEach(row -> shape.putInt(folds.of(row)));
      digest.update(shape.flip());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  private static double entropy(double p) {
    return -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
  }

  /** Zeros and ones of all rows, unit after unit. */
  private static float[][] columns(BinarySamples samples, int[] units) {
    float[][] columns = new float[units.length][samples.rows()];
    for (int k = 0; k < units.length; k++) {
      for (int row = 0; row < samples.rows(); row++) {
        columns[k][row] = samples.get(row, units[k]) ? 1 : 0;
      }
    }
    return columns;
  }

  /** Those of the rows of a fold, or of all others. */
  private static float[][] select(float[][] columns, Folds folds, int fold, boolean inside) {
    int[] rows =
        IntStream.range(0, folds.rows()).filter(row -> (folds.of(row) == fold) == inside).toArray();
    float[][] selected = new float[columns.length][rows.length];
    for (int k = 0; k < columns.length; k++) {
      for (int i = 0; i < rows.length; i++) {
        selected[k][i] = columns[k][rows[i]];
      }
    }
    return selected;
  }

  /** The last weights, as far as both their unit and their predictor are there again, else zero. */
  private float[][][] startingWeights(int[] units) {
    int[] before = new int[units.length];
    for (int k = 0; k < units.length; k++) {
      before[k] = Arrays.binarySearch(memory.units(), units[k]);
    }
    float[][][] start = new float[Folds.COUNT][units.length - 1][];
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      for (int k = 1; k < units.length; k++) {
        start[fold][k - 1] = new float[k + 1];
        if (before[k] > 0) {
          translate(memory.weights()[fold][before[k] - 1], before, start[fold][k - 1]);
        }
      }
    }
    return start;
  }

  private static void translate(float[] old, int[] before, float[] target) {
    target[0] = old[0];
    for (int j = 0; j < target.length - 1; j++) {
      if (before[j] >= 0) {
        target[j + 1] = old[before[j] + 1];
      }
    }
  }

  /** The last weights of a fold, moved as far as those of the fold before it have gone. */
  private static float[][] moved(float[][] last, float[][] lastBefore, float[][] before) {
    float[][] moved = new float[last.length][];
    for (int k = 0; k < last.length; k++) {
      moved[k] = last[k].clone();
      for (int i = 0; i < moved[k].length; i++) {
        moved[k][i] += before[k][i] - lastBefore[k][i];
      }
    }
    return moved;
  }
}
