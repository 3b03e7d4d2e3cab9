package io.complexometer.examples.recording;

import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.JointEntropy;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Prints findings for people: a line for each number, in columns. */
public final class FindingsTable {
  private static final String NOTHING = "-";

  private final PrintWriter out;
  private final Findings findings;
  private final Optional<Known> known;

  /**
   * A table.
   *
   * @param out where it goes
   * @param findings what was found
   * @param known what should have been found, where that is known
   */
  public FindingsTable(PrintWriter out, Findings findings, Optional<Known> known) {
    this.out = out;
    this.findings = findings;
    this.known = known;
  }

  /** Prints the table. */
  public void print() {
    printRecording();
    findings.entropy().ifPresent(this::printEntropy);
    printDimension();
    printMethod();
    out.flush();
  }

  private void printRecording() {
    Recording recording = findings.recording();
    line("%s: %,d time bins x %,d units", recording.name(), recording.rows(), recording.units());
    line("");
    line("%-12s %s (%s)", "kind", recording.kind().label(), recording.kindReason());
    if (findings.entropy().isPresent()) {
      EntropyFindings entropy = findings.entropy().get();
      int varying = recording.units() - entropy.silentUnits() - entropy.alwaysActiveUnits();
      line(
          "%-12s %,d vary, %,d silent, %,d always active",
          "units", varying, entropy.silentUnits(), entropy.alwaysActiveUnits());
      line(
          "%-12s %,d distinct, %,d of them seen once: coverage %.3f",
          "words", entropy.distinctPatterns(), entropy.singletons(), entropy.coverage());
    } else {
      line(
          "%-12s %,d vary, %,d constant",
          "units", recording.units() - recording.constantUnits(), recording.constantUnits());
    }
    for (String note : recording.notes()) {
      line("%-12s %s", "note", note);
    }
  }

  private void printEntropy(EntropyFindings entropy) {
    head("entropy of a word, bits");
    row("independent units", entropy.independent(), "upper bound", Known::independentBits);
    row("tree", entropy.tree(), "each unit from one other", Known::entropyBits);
    row("chain", entropy.chain(), chainRemark(entropy), Known::entropyBits);
    entropy
        .boosted()
        .ifPresent(
            boosted ->
                row(
                    "boosted trees",
                    boosted,
                    "from all before, any dependence",
                    Known::entropyBits));
    row("joint, plug-in", entropy.jointPlugIn(), cap(), Known::entropyBits);
    row("joint, Miller-Madow", entropy.jointMillerMadow(), "", Known::entropyBits);
    row("joint, Grassberger", entropy.jointGrassberger(), validity(entropy), Known::entropyBits);
    row(
        "multi-information",
        entropy.multiInformation(),
        "independent - %s: lower bound".formatted(entropy.multiInformationBy()),
        Known::multiInformationBits);
    if (entropy.coverage() < JointEntropy.SUFFICIENT_COVERAGE) {
      line("");
      line("The joint estimates are too low: most words that exist were not seen, or seen once.");
    }
  }

  private static String validity(EntropyFindings entropy) {
    return entropy.coverage() < JointEntropy.SUFFICIENT_COVERAGE
        ? "not valid: " + JointEntropy.LOW_COVERAGE
        : "";
  }

  private static String chainRemark(EntropyFindings entropy) {
    StringBuilder remark = new StringBuilder("from all before");
    if (entropy.chainBias() instanceof Value.Present bias) {
      remark.append(String.format(Locale.ROOT, "; bias about +%.3f", bias.number()));
    }
    if (entropy.remainingGain() instanceof Value.Present gain && gain.number() > 1e-3) {
      remark.append(String.format(Locale.ROOT, "; may shrink by %.3f", gain.number()));
    }
    return remark.toString();
  }

  private String cap() {
    double most = Math.log(findings.recording().rows()) / Math.log(2);
    return String.format(Locale.ROOT, "never above %.2f", most);
  }

  private void printDimension() {
    head(findings.recording().kind() == Kind.CONTINUOUS ? "dimension" : "dimension of the counts");
    DimensionFindings dimension = findings.dimension();
    row("effective dimension", dimension.effectiveDimension(), "", null);
    row("participation ratio", dimension.participationRatio(), "", null);
  }

  private void printMethod() {
    Settings settings = findings.settings();
    line("");
    if (findings.entropy().isPresent()) {
      boolean boosted = findings.entropy().get().boosted().isPresent();
      line(
          "%s cross-validated in 5 %s folds: upper bounds, but for chance.",
          boosted ? "Tree, chain and boosted trees are" : "Tree and chain are",
          settings.blocked() ? "blocked" : "interleaved");
    }
    line(
        "An error is one standard deviation, from %,d blocks of %,d bins drawn with replacement;",
        settings.blocks().count(), settings.blocks().length());
    line("draws: how often. It knows nothing of the bias of an estimator.");
  }

  private void head(String title) {
    line("");
    line(
        "%-25s %10s %9s %6s%s",
        title, "estimate", "error", "draws", known.isPresent() ? "      known" : "");
  }

  /** Reads a number of what is known. */
  private interface Truth {
    double of(Known known);
  }

  private void row(String name, Estimate estimate, String remark, Truth truth) {
    String right =
        known.isPresent() && truth != null
            ? String.format(Locale.ROOT, " %10.4f", truth.of(known.get()))
            : known.isPresent() ? " ".repeat(11) : "";
    String end = estimate.value() instanceof Value.Absent absent ? absent.reason() : remark;
    line(
        "%s",
        String.format(
                Locale.ROOT,
                "  %-23s %10s %9s %6s%s  %s",
                name,
                number(estimate.value()),
                number(estimate.error()),
                estimate.replicates() == 0 ? NOTHING : estimate.replicates(),
                right,
                end)
            .stripTrailing());
  }

  private static String number(Value value) {
    return value instanceof Value.Present present
        ? String.format(Locale.ROOT, "%.4f", present.number())
        : NOTHING;
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
