package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.measure.structure.Level;
import io.complexometer.network.ProbedLayer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Options of a listener: what is measured, how often and how closely, and at what cost.
 *
 * @param <B> the builder that has them
 */
abstract class MeasureOptions<B extends MeasureOptions<B>> extends ProbeOptions<B> {

  /** What laws are fitted to unless another choice is made. */
  private static final List<SeriesPattern> FITTED =
      Stream.of("score", "cpse", "effectiveDimension", "nonlinearityComplexity")
          .map(SeriesPattern::of)
          .toList();

  final Map<Measure, Integer> intervals = new EnumMap<>(Measure.class);
  Sampling sampling = Sampling.REGULAR;
  Set<Measure> measures = EnumSet.allOf(Measure.class);
  CpseProfile headline = CpseProfile.SCALE_FREE;
  int largestExactOrder = WeightSpectrum.LARGEST_EXACT_ORDER;
  boolean spectralDensity;
  EstimatorLimits estimators = EstimatorLimits.DEFAULT;
  Level structureLevel = Level.NOMINAL;
  List<InputType> inputs = List.of();
  List<SeriesPattern> fits = FITTED;
  boolean fitsAreChosen;
  long seed = 1;
  Mode mode = Mode.AUTO;
  OptionalDouble share = OptionalDouble.empty();

  /** Weights every 100 iterations, a probe every 500, all measures. */
  MeasureOptions() {
    every(Input.WEIGHTS, 100);
    every(Input.PROBE, 500);
  }

  /**
   * How often the weights are measured: sets the interval of all their measures.
   *
   * @param iterations at least 1; by default 100
   * @return this
   */
  public B everyIterations(int iterations) {
    every(Input.WEIGHTS, positive("everyIterations", iterations));
    return self();
  }

  /**
   * How often one measure is taken. What it looks at is copied, or run, when one of its measures is
   * due.
   *
   * @param measure the measure
   * @param iterations at least 1
   * @return this
   */
  public B every(Measure measure, int iterations) {
    intervals.put(Objects.requireNonNull(measure, "measure"), positive("every", iterations));
    return self();
  }

  private void every(Input input, int iterations) {
    for (Measure measure : Measure.values()) {
      if (measure.input() == input) {
        intervals.put(measure, iterations);
      }
    }
  }

  /**
   * How often the probe is run: sets the interval of all its measures. A forward pass of 1,000
   * examples costs as much as six to seven training iterations of a LeNet.
   *
   * @param iterations at least 1; by default 500
   * @return this
   */
  public B probeEvery(int iterations) {
    every(Input.PROBE, positive("probeEvery", iterations));
    return self();
  }

  /**
   * Whether early samples are added to the regular ones, as scaling laws need them.
   *
   * @param sampling by default {@link Sampling#REGULAR}
   * @return this
   */
  public B schedule(Sampling sampling) {
    this.sampling = Objects.requireNonNull(sampling, "sampling");
    return self();
  }

  /**
   * Which measures are taken.
   *
   * @param first one
   * @param others further ones; by default all
   * @return this
   */
  public B measures(Measure first, Measure... others) {
    this.measures = EnumSet.of(first, others);
    return self();
  }

  /**
   * Which cPSE progress lines and dashboards show first; all of them are measured.
   *
   * @param headline by default {@link CpseProfile#SCALE_FREE}
   * @return this
   */
  public B headline(CpseProfile headline) {
    this.headline = Objects.requireNonNull(headline, "headline");
    return self();
  }

  /**
   * Up to which size weight matrices are decomposed; the spectra of larger ones are estimated.
   *
   * @param order of the smaller side, at least 1; by default 4,096
   * @return this
   */
  public B largestExactOrder(int order) {
    this.largestExactOrder = positive("largestExactOrder", order);
    return self();
  }

  /**
   * Whether samples also tell how the eigenvalues of each weight matrix are spread, for heatmaps:
   * {@link Sample#densities}. It costs next to nothing to measure; but it is {@link Density#BOUNDS}
   * and one more time series for each matrix.
   *
   * @param wanted by default not
   * @return this
   */
  public B spectralDensity(boolean wanted) {
    this.spectralDensity = wanted;
    return self();
  }

  /**
   * In which thread snapshots are analysed.
   *
   * @param mode by default {@link Mode#AUTO}
   * @return this
   */
  public B mode(Mode mode) {
    this.mode = mode;
    return self();
  }

  /**
   * The largest share of one core's time that the monitor may take altogether: copying, running the
   * probe, analysing. Where that does not suffice, samples become rarer by powers of two. The early
   * samples of {@link Sampling#LOGARITHMIC} are exempt.
   *
   * @param share above 0, at most 1, which is no limit; by default 0.25 in mode {@link
   *     Mode#BACKGROUND} and 0.02 in mode {@link Mode#INLINE}, where it is the training's own time
   * @return this
   */
  public B share(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be above 0 and at most 1: " + share);
    }
    this.share = OptionalDouble.of(share);
    return self();
  }

  /**
   * Up to how many bits of a layer its nonlinearity complexity is measured by the chain of
   * regressions, whose cost grows with their cube; beyond, by the tree of pairs. It is fixed for
   * each layer when the listener attaches.
   *
   * @param bits not negative; 0 for never; by default 256
   * @return this
   */
  public B chainLimit(int bits) {
    this.estimators = new EstimatorLimits(notNegative("chainLimit", bits), estimators.tree());
    return self();
  }

  /**
   * Up to how many bits of a layer its nonlinearity complexity is measured at all.
   *
   * @param bits from 0 to 16,384, the default: of wider layers none are kept
   * @return this
   */
  public B treeLimit(int bits) {
    if (bits > ProbedLayer.MOST_BITS) {
      throw new IllegalArgumentException(
          "treeLimit must be at most %d: %d".formatted(ProbedLayer.MOST_BITS, bits));
    }
    this.estimators = new EstimatorLimits(estimators.chain(), notNegative("treeLimit", bits));
    return self();
  }

  /**
   * How closely paths through the network are counted when its structure is measured, once as the
   * listener attaches: layer complexity, layer intrinsic power and their like. These two bear the
   * names of Badias and Banerjee, arXiv:2107.01081, whose formulas were not available; the
   * definitions are this project's.
   *
   * @param level by default {@link Level#NOMINAL}
   * @return this
   */
  public B structureLevel(Level level) {
    this.structureLevel = Objects.requireNonNull(level, "level");
    return self();
  }

  /**
   * The types of the network's inputs, which its structure cannot be measured without. Needed only
   * where there is no probe and the layers do not tell: the size of images, most often.
   *
   * @param types one for each input, in order
   * @return this
   */
  public B inputs(InputType... types) {
    this.inputs = List.of(types);
    return self();
  }

  /**
   * To which series scaling laws are fitted while the training goes on.
   *
   * @param patterns each as {@link SeriesPattern} reads it: {@code NAME[.PROFILE][/LAYER]}; none
   *     for no fits; by default {@code score}, {@code cpse}, {@code effectiveDimension} and {@code
   *     nonlinearityComplexity}, of all layers
   * @return this
   * @throws IllegalArgumentException if one is no pattern; one that names nothing of the training
   *     is found when the listener attaches
   */
  public B fit(String... patterns) {
    this.fits = Stream.of(patterns).map(SeriesPattern::of).toList();
    this.fitsAreChosen = true;
    return self();
  }

  /**
   * Seed of what is drawn: positions where a layer has more than can be measured, and the random
   * networks that cPSE is compared with.
   *
   * @param seed by default 1
   * @return this
   */
  public B seed(long seed) {
    this.seed = seed;
    return self();
  }
}
