package io.complexometer.examples.recording;

import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.ChainEstimator;
import io.complexometer.measure.nonlinearity.CodeLength;
import io.complexometer.measure.nonlinearity.Folds;
import io.complexometer.measure.nonlinearity.JointEntropy;
import io.complexometer.measure.nonlinearity.NonlinearityComplexity;
import io.complexometer.measure.nonlinearity.TreeEstimator;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Estimates the entropy of a recording's words, of the recording itself and of draws from it. */
final class EntropyMeasurement {
  /** Bins x units^2 up to which 20 replicates of the chain take a minute on one core. */
  private static final double RESAMPLED_LIMIT = 5e8;

  /** Bins x units^2 up to which the chain itself takes half a minute. */
  private static final double TIME_LIMIT = 5e9;

  /** Bins x units up to which the chain takes half a gigabyte. */
  private static final double MEMORY_LIMIT = 2e7;

  static final String CHAIN_TOO_LARGE = "large: ask by --estimator chain";

  private final Settings settings;
  private final Meters meters;
  private final BinarySamples words;
  private final Folds folds;
  private final boolean chained;
  private final int chainReplicates;
  private final Replicates independent = new Replicates();
  private final Replicates tree = new Replicates();
  private final Replicates chain = new Replicates();
  private final Replicates plugIn = new Replicates();
  private final Replicates millerMadow = new Replicates();
  private final Replicates grassberger = new Replicates();
  private final Replicates multiInformation = new Replicates();

  EntropyMeasurement(Recording recording, Settings settings, Meters meters) {
    this.settings = settings;
    this.meters = meters;
    this.words = recording.words();
    this.folds = settings.folds(words.rows());
    double units = words.varyingUnits().length;
    double size = words.rows() * units * units;
    this.chained =
        settings.largeChain() || (size <= TIME_LIMIT && words.rows() * units <= MEMORY_LIMIT);
    this.chainReplicates =
        settings.largeChain() || size <= RESAMPLED_LIMIT ? settings.chainReplicates() : 0;
  }

  EntropyFindings measure() {
    ChainEstimator regressions = new ChainEstimator();
    NonlinearityComplexity all = NonlinearityComplexity.of(words, folds, new TreeEstimator());
    Optional<CodeLength> code =
        chained ? Optional.of(regressions.estimate(words, folds)) : Optional.empty();
    Optional<Value> boosted = settings.boosted() ? Optional.of(boosted()) : Optional.empty();
    resample(regressions);
    return findings(all, code, boosted);
  }

  private Value boosted() {
    try (Meters.Meter meter = meters.begin("boosted", BoostedEstimator.models(words))) {
      return Value.of(new BoostedEstimator(meter::step).estimate(words, folds).bits());
    }
  }

  /** The chain starts from the weights of the draw before, which are close already. */
  private void resample(ChainEstimator regressions) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(settings.seed());
    TreeEstimator pairs = new TreeEstimator();
    try (Meters.Meter meter = meters.begin("error bars", settings.replicates())) {
      for (int replicate = 0; replicate < settings.replicates(); replicate++) {
        int[] drawn = settings.blocks().draw(random, folds);
        BinarySamples rows = settings.blocks().rows(words, drawn);
        Folds rowFolds = settings.blocks().folds(folds, drawn);
        NonlinearityComplexity draw = NonlinearityComplexity.of(rows, rowFolds, pairs);
        independent.add(draw.independent());
        tree.add(draw.value());
        plugIn.add(draw.joint().plugIn());
        millerMadow.add(draw.joint().millerMadow());
        grassberger.add(draw.joint().grassberger());
        if (!chained) {
          multiInformation.add(draw.multiInformation());
        } else if (replicate < chainReplicates) {
          double bits = regressions.estimate(rows, rowFolds).bits();
          chain.add(bits);
          multiInformation.add(less(draw.independent(), bits));
        }
        meter.step();
      }
    }
  }

  private static Value less(Value whole, double part) {
    return whole instanceof Value.Present present ? Value.of(present.number() - part) : whole;
  }

  private EntropyFindings findings(
      NonlinearityComplexity all, Optional<CodeLength> code, Optional<Value> boosted) {
    Blocks blocks = settings.blocks();
    JointEntropy joint = all.joint();
    Value tooLarge = Value.absent(CHAIN_TOO_LARGE);
    return new EntropyFindings(
        all.deadUnits(),
        all.alwaysOnUnits(),
        joint.distinctPatterns(),
        joint.singletons(),
        joint.coverage(),
        independent.of(all.independent(), blocks),
        tree.of(all.value(), blocks),
        chain.of(code.map(length -> Value.of(length.bits())).orElse(tooLarge), blocks),
        code.map(length -> Value.of(length.remainingGain())).orElse(tooLarge),
        code.map(length -> Value.of(all.chainBias())).orElse(tooLarge),
        boosted.map(Estimate::of),
        plugIn.of(Value.of(joint.plugIn()), blocks),
        millerMadow.of(Value.of(joint.millerMadow()), blocks),
        grassberger.of(Value.of(joint.grassberger()), blocks),
        multiInformation.of(
            code.map(length -> less(all.independent(), length.bits()))
                .orElse(all.multiInformation()),
            blocks),
        chained ? "chain" : "tree");
  }
}
