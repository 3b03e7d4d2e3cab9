package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Random networks of the model's shapes, to compare it with: drawn once, and evaluated anew when
 * the norms of its layers have moved, in small steps while nobody waits.
 */
final class NullModel implements Stateful {
  static final String NOT_DRAWN = "null not drawn yet";

  /** Number of random networks: their standard deviation is then known to about 16 %. */
  private static final int DRAWS = 20;

  /** By which share a squared norm may move before the networks are evaluated anew. */
  private static final double MOVED = 0.02;

  private static final double NANOS_PER_ENTRY = 30; // of a side squared; measured later
  private static final int LARGE = 64;

  private final GaussianDraws draws;
  private final Map<CpseProfile, DepthMatchedNull> cpse = new EnumMap<>(CpseProfile.class);
  private final List<Cascade> round = new ArrayList<>();
  private final List<WeightMatrix> matrices;
  private final boolean wantsCpse;
  private final boolean wantsTails;
  private final List<List<Double>> alphas;
  private Optional<String> failure = Optional.empty();
  private double[] newestNorms;
  private double[] roundNorms;
  private double nanosPerEntry = NANOS_PER_ENTRY;
  private double evaluationNanos;

  /**
   * Nothing is drawn yet.
   *
   * @param matrices of the model
   * @param seed of the draws
   * @param noCpse why cPSE of the random networks is not wanted; empty if it is
   * @param wantsTails whether their tail exponents are wanted
   */
  NullModel(List<WeightMatrix> matrices, long seed, Optional<String> noCpse, boolean wantsTails) {
    this.matrices = matrices;
    this.wantsCpse = noCpse.isEmpty();
    this.wantsTails = wantsTails;
    this.alphas =
        Stream.generate(() -> (List<Double>) new ArrayList<Double>())
            .limit(matrices.size())
            .toList();
    this.draws =
        new GaussianDraws(
            matrices.stream().map(m -> new MatrixShape((int) m.rows(), (int) m.columns())).toList(),
            DRAWS,
            seed);
    setAbsent(noCpse.orElse(NOT_DRAWN));
  }

  /**
   * For what is measured. An estimated spectrum is not compared with exact ones: their counts
   * differ so little from draw to draw that the error of the estimate would pass for a finding.
   */
  static NullModel of(List<WeightMatrix> matrices, Settings settings) {
    Optional<String> noCpse = Optional.empty();
    if (!settings.measures().contains(Measure.CPSE)) {
      noCpse = Optional.of(Analyser.NOT_MEASURED);
    } else if (matrices.stream().anyMatch(settings::isEstimated)) {
      noCpse = Optional.of(SpectrumAccuracy.NOT_RESOLVED);
    }
    boolean tails = settings.measures().contains(Measure.SPECTRUM);
    return new NullModel(matrices, settings.seed(), noCpse, tails);
  }

  private void setAbsent(String reason) {
    for (CpseProfile profile : CpseProfile.values()) {
      cpse.put(profile, DepthMatchedNull.absent(profile, DRAWS, reason));
    }
  }

  /** After a fault: there will be no random networks, for a reason. */
  void giveUp(String reason) {
    setAbsent(reason);
    failure = Optional.of(reason);
  }

  /** Takes note of the newest spectra: the random networks are scaled to their norms. */
  void observe(List<WeightSpectrum> spectra) {
    double[] norms = spectra.stream().mapToDouble(WeightSpectrum::squaredFrobeniusNorm).toArray();
    for (double norm : norms) {
      if (!Double.isFinite(norm)) {
        return; // a network that has diverged: the null stays what it was
      }
    }
    newestNorms = norms;
  }

  /** Whether there is a step to do. */
  boolean hasWork() {
    return !matrices.isEmpty()
        && newestNorms != null
        && failure.isEmpty()
        && (wantsCpse || wantsTails)
        && (!draws.isComplete() || (wantsCpse && (!round.isEmpty() || isStale())));
  }

  private boolean isStale() {
    if (roundNorms == null) {
      return true;
    }
    for (int i = 0; i < roundNorms.length; i++) {
      if (Math.abs(newestNorms[i] - roundNorms[i]) > MOVED * roundNorms[i]) {
        return true;
      }
    }
    return false;
  }

  /** What the next step will cost, in nanoseconds, as far as can be told. */
  long nextNanos() {
    double side = draws.isComplete() ? 0 : draws.nextSide();
    return (long) (draws.isComplete() ? evaluationNanos : nanosPerEntry * side * side);
  }

  /** Draws one layer of one random network, or evaluates one of them. */
  void step() {
    long start = System.nanoTime();
    if (draws.isComplete()) {
      evaluate();
      evaluationNanos = System.nanoTime() - start;
    } else {
      double side = draws.nextSide();
      draw();
      if (side >= LARGE) {
        nanosPerEntry = (System.nanoTime() - start) / (side * side);
      }
    }
  }

  private void draw() {
    int layer = draws.nextLayer();
    WeightSpectrum spectrum = draws.drawNext();
    if (!wantsTails) {
      return;
    }
    Value alpha = SpectralSummary.of(spectrum, (int) matrices.get(layer).columns()).tail().alpha();
    if (alpha.isPresent()) {
      alphas.get(layer).add(alpha.orNaN());
    }
  }

  private void evaluate() {
    if (round.isEmpty()) {
      roundNorms = newestNorms;
    }
    round.add(DepthMatchedNull.scaled(draws, round.size(), roundNorms));
    if (round.size() == draws.draws()) {
      cpse.replaceAll((profile, before) -> DepthMatchedNull.of(round, profile));
      round.clear();
    }
  }

  /** The spectra are few numbers beside the matrices: 20 n for one whose smaller side is n. */
  @Override
  public void save(StateWriter state) {
    state.list(draws.drawn(), NullModel::save);
    state.list(
        alphas,
        (to, ofMatrix) -> to.reals(ofMatrix.stream().mapToDouble(Double::doubleValue).toArray()));
    state.optional(Optional.ofNullable(newestNorms), StateWriter::reals);
    state.optional(Optional.ofNullable(roundNorms), StateWriter::reals);
    state.count(round.size());
    for (CpseProfile profile : CpseProfile.values()) {
      state.value(cpse.get(profile).mean());
      state.value(cpse.get(profile).standardDeviation());
    }
    state.optional(failure, StateWriter::text);
  }

  @Override
  public void restore(StateReader state) {
    draws.resume(state.list(NullModel::readSpectrum));
    List<double[]> numbers = state.list(StateReader::reals);
    requireOneEach(numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      alphas.get(i).addAll(DoubleStream.of(numbers.get(i)).boxed().toList());
    }
    newestNorms = readNorms(state);
    roundNorms = readNorms(state);
    int evaluated = state.count();
    for (CpseProfile profile : CpseProfile.values()) {
      DepthMatchedNull saved = new DepthMatchedNull(profile, DRAWS, state.value(), state.value());
      cpse.computeIfPresent(profile, (key, absent) -> wantsCpse ? saved : absent);
    }
    failure = state.optional(StateReader::text);
    if (evaluated > 0 && (evaluated >= DRAWS || !draws.isComplete() || roundNorms == null)) {
      throw new StateException("it has networks evaluated that are not drawn");
    }
    for (int i = 0;
        wantsCpse && i < evaluated;
        i++) { // less than a round: faster done again than kept
      round.add(DepthMatchedNull.scaled(draws, i, roundNorms));
    }
  }

  private static void save(StateWriter state, WeightSpectrum spectrum) {
    state.count(spectrum.order());
    state.reals(IntStream.range(0, spectrum.stored()).mapToDouble(spectrum::eigenvalue).toArray());
  }

  private static WeightSpectrum readSpectrum(StateReader state) {
    return WeightSpectrum.ofEigenvalues(state.count(), state.reals());
  }

  private double[] readNorms(StateReader state) {
    Optional<double[]> norms = state.optional(StateReader::reals);
    norms.ifPresent(all -> requireOneEach(all.length));
    return norms.orElse(null);
  }

  private void requireOneEach(int count) {
    if (count != matrices.size()) {
      throw new StateException("it has " + count + " entries for " + matrices.size() + " matrices");
    }
  }

  /** cPSE of random networks, of the last complete evaluation. */
  DepthMatchedNull cpse(CpseProfile profile) {
    return cpse.get(profile);
  }

  /**
   * The median tail exponent of random matrices of one matrix's shape, which does not depend on
   * norms; a median, because single ones are far out.
   */
  Value tailAlpha(int matrix) {
    if (!draws.isComplete()) {
      return Value.absent(failure.orElse(NOT_DRAWN));
    }
    List<Double> sorted = alphas.get(matrix).stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() < draws.draws()
        ? Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES)
        : Value.of((sorted.get(half - 1) + sorted.get(half)) / 2); // of an even number of draws
  }
}
