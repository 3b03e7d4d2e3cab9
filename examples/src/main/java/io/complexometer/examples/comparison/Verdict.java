package io.complexometer.examples.comparison;

import io.complexometer.measure.Value;
import io.complexometer.measure.circular.EquivalenceThreshold;
import io.complexometer.measure.circular.MixedMatrixEnsemble;
import io.complexometer.measure.circular.NetworkEquivalence;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import java.util.Locale;
import java.util.Optional;

/**
 * What the comparison of two networks comes down to.
 *
 * @param equivalent whether E is at most delta; empty where that cannot be said
 * @param sentence the same for people, with what it does not mean
 * @param reason why it cannot be said
 */
public record Verdict(Optional<Boolean> equivalent, String sentence, Optional<String> reason) {
  private static final String SAYS_NOTHING =
      "whether they compute the same, or equally well, it cannot tell";

  static Verdict of(Optional<CircularComparison> circular) {
    if (circular.isEmpty()) {
      return none(MixedMatrixEnsemble.TOO_FEW_MATRICES, " in one of the files");
    }
    Optional<NetworkEquivalence> equivalence = circular.get().equivalence();
    if (equivalence.isEmpty()) {
      return none(circular.get().threshold());
    }
    EquivalenceThreshold threshold = equivalence.get().threshold();
    boolean equivalent = equivalence.get().equivalent().orElseThrow();
    boolean sameShapes = threshold.a().equals(threshold.b());
    String numbers =
        String.format(
            Locale.ROOT,
            "(E = %.3g, delta = %.3g)",
            circular.get().statistic().orNaN(),
            threshold.delta());
    String shapes = sameShapes ? "of these shapes" : "of either one's shapes";
    String sentence =
        equivalent
            ? "Equivalent: the weight spectra differ no more than those of two random networks %s %s; %s, and a change in a small layer may pass unseen."
                .formatted(shapes, numbers, SAYS_NOTHING)
            : "Not equivalent: the weight spectra differ more than those of two random networks %s would %s; %s."
                .formatted(shapes, numbers, SAYS_NOTHING);
    return new Verdict(
        Optional.of(equivalent),
        sameShapes
            ? sentence
            : sentence.substring(0, sentence.length() - 1)
                + ", and between shapes that differ it sees mostly these.",
        Optional.empty());
  }

  private static Verdict none(Value absent) {
    String reason = absent instanceof Value.Absent none ? none.reason() : "";
    boolean estimated = reason.equals(SpectrumAccuracy.NOT_RESOLVED);
    return none(
        reason, estimated ? " of a very large layer, whose error would pass for a difference" : "");
  }

  private static Verdict none(String reason, String more) {
    return new Verdict(Optional.empty(), "No verdict: " + reason + more + ".", Optional.of(reason));
  }
}
