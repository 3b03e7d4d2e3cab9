package io.complexometer.examples.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.examples.progress.Meters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

/** Error bars against closed forms, and against what really differs between recordings. */
final class FindingsTest {
  private static final double[] RATES = {0.05, 0.1, 0.2, 0.3};
  private static final Meters NOBODY =
      (what, steps) ->
          new Meters.Meter() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  private static Recording independent(int rows, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    RecordingBuilder recording = new RecordingBuilder(Path.of("test"), Optional.empty());
    double[] row = new double[RATES.length];
    for (int i = 0; i < rows; i++) {
      for (int unit = 0; unit < row.length; unit++) {
        row[unit] = random.nextDouble() < RATES[unit] ? 1 : 0;
      }
      recording.add(row);
    }
    return recording.build();
  }

  private static Findings measure(Recording recording, int blocks, int replicates, int chained) {
    return Findings.of(
        recording,
        new Settings(
            true, new Blocks(recording.rows(), blocks), replicates, chained, false, false, 7),
        NOBODY);
  }

  private static double deviation(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (numbers.length - 1));
  }

  private static double error(Estimate estimate) {
    return estimate.error().orNaN();
  }

  /**
   * Of independent units every estimator of the entropy has, to first order, the deviation of the
   * mean of -log2 P(word): sqrt(sum over units of p (1 - p) log2((1 - p)/p)^2 / n). A deviation
   * from 200 recordings is itself uncertain by 5 %, one from 400 draws of 100 blocks by 8 %, from
   * 100 draws by 10 %; asserted are three times that.
   */
  @Test
  void errors_areTheDeviationsOverFreshRecordings() {
    int rows = 1000;
    double variance = 0;
    for (double p : RATES) {
      double slope = Math.log((1 - p) / p) / Math.log(2);
      variance += p * (1 - p) * slope * slope / rows;
    }
    double deviation = Math.sqrt(variance);
    EntropyFindings once = measure(independent(rows, 1), 100, 400, 100).entropy().orElseThrow();
    double[][] fresh = new double[4][200];
    Function<EntropyFindings, Estimate[]> estimates =
        found ->
            new Estimate[] {
              found.independent(), found.tree(), found.chain(), found.jointGrassberger()
            };
    for (int draw = 0; draw < 200; draw++) {
      Estimate[] found =
          estimates.apply(
              measure(independent(rows, 100 + draw), 100, 0, 0).entropy().orElseThrow());
      for (int i = 0; i < fresh.length; i++) {
        fresh[i][draw] = found[i].value().orNaN();
      }
    }
    for (int i = 0; i < fresh.length; i++) {
      assertEquals(deviation, deviation(fresh[i]), 0.15 * deviation);
      double uncertain = i == 2 ? 0.30 : 0.24;
      assertEquals(deviation, error(estimates.apply(once)[i]), uncertain * deviation);
    }
    assertEquals(100, once.chain().replicates());
    assertEquals(400, once.tree().replicates());
  }

  /**
   * A unit that stays as it is with correlation 0.9 from bin to bin: the mean of n bins has the
   * variance p (1 - p)/n (1 + 0.9)/(1 - 0.9), 19 times that of independent bins, and the entropy of
   * the unit is log2((1 - p)/p) times as uncertain. Blocks of 200 bins lose 1/20 of the variance;
   * from 50 blocks and 400 draws the error is uncertain by 11 %.
   */
  @Test
  void errors_knowOfTime() {
    int rows = 20_000;
    double p = 0.2;
    double correlation = 0.9;
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(12);
    RecordingBuilder recording = new RecordingBuilder(Path.of("test"), Optional.empty());
    double[] row = {0};
    for (int i = 0; i < rows; i++) {
      if (random.nextDouble() >= correlation) {
        row[0] = random.nextDouble() < p ? 1 : 0;
      }
      recording.add(row);
    }
    double slope = Math.log((1 - p) / p) / Math.log(2);
    double deviation = slope * Math.sqrt(p * (1 - p) / rows * 19);
    EntropyFindings found = measure(recording.build(), 100, 400, 0).entropy().orElseThrow();
    assertEquals(deviation, error(found.independent()), 0.27 * deviation);
  }

  /**
   * The deviation over 100 fresh recordings is uncertain by 7 %, that from 400 draws of 50 blocks
   * by 11 %: by 13 % together, of which three times are asserted.
   */
  @Test
  void errors_ofTheDimension() {
    double[] fresh = new double[100];
    for (int draw = 0; draw < fresh.length; draw++) {
      Findings found = measure(gaussian(500 + draw), 50, 0, 0);
      fresh[draw] = found.dimension().effectiveDimension().value().orNaN();
    }
    double deviation = deviation(fresh);
    double error = error(measure(gaussian(1), 50, 400, 0).dimension().effectiveDimension());
    assertEquals(deviation, error, 0.4 * deviation);
  }

  /** Two directions of variances 4 and 1, and a little noise in each unit. */
  private static Recording gaussian(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    ContinuousSampler gauss = ZigguratSampler.NormalizedGaussian.of(random);
    RecordingBuilder recording = new RecordingBuilder(Path.of("test"), Optional.empty());
    double[] row = new double[4];
    for (int i = 0; i < 1000; i++) {
      double first = 2 * gauss.sample();
      double second = gauss.sample();
      for (int unit = 0; unit < row.length; unit++) {
        row[unit] = (unit % 2 == 0 ? first : second) + 0.5 * gauss.sample();
      }
      recording.add(row);
    }
    return recording.build();
  }
}
