package io.complexometer.monitor;

import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Random networks of the model's shapes, to compare it with: drawn once, and evaluated anew when
 * the norms of its layers have moved, in small steps while nobody waits.
 */
final class NullModel {
  static final String NOT_DRAWN = "null not drawn yet";

  /** Number of random networks: their standard deviation is then known to about 16 %. */
  private static final int DRAWS = 20;

  /** By which share a squared norm may move before the networks are evaluated anew. */
  private static final double MOVED = 0.02;

  private static final double NANOS_PER_ENTRY = 30; // of a side squared; measured later
  private static final int LARGE = 64;

  private final GaussianDraws draws;
  private final boolean empty;
  private final Map<CpseProfile, DepthMatchedNull> cpse = new EnumMap<>(CpseProfile.class);
  private final List<Cascade> round = new ArrayList<>();
  private double[] newestNorms;
  private double[] roundNorms;
  private double nanosPerEntry = NANOS_PER_ENTRY;
  private double evaluationNanos;

  /**
   * Nothing is drawn yet.
   *
   * @param matrices of the model
   * @param seed of the draws
   */
  NullModel(List<WeightMatrix> matrices, long seed) {
    this.empty = matrices.isEmpty();
    this.draws =
        new GaussianDraws(
            matrices.stream()
                .map(m -> new GaussianDraws.Shape((int) m.rows(), (int) m.columns()))
                .toList(),
            DRAWS,
            seed);
    for (CpseProfile profile : CpseProfile.values()) {
      cpse.put(profile, DepthMatchedNull.absent(profile, DRAWS, NOT_DRAWN));
    }
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
    return !empty && newestNorms != null && (!draws.isComplete() || !round.isEmpty() || isStale());
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
      draws.drawNext();
      if (side >= LARGE) {
        nanosPerEntry = (System.nanoTime() - start) / (side * side);
      }
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

  /** cPSE of random networks, of the last complete evaluation. */
  DepthMatchedNull cpse(CpseProfile profile) {
    return cpse.get(profile);
  }
}
