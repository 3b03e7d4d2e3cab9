package io.complexometer.examples.comparison;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Two networks beside each other.
 *
 * @param a one network
 * @param b the other
 * @param settings how they were compared
 * @param circular their circular spectral differences; empty where one of them has no weights
 * @param verdict whether their weight spectra count as equivalent
 */
public record Comparison(
    Analysis a,
    Analysis b,
    ComparisonSettings settings,
    Optional<CircularComparison> circular,
    Verdict verdict) {

  private static final String NO_STRUCTURE = "no structure in the file";

  /**
   * Compares.
   *
   * @param a one network
   * @param b the other
   * @param settings how
   * @param meters told of the steps
   * @return the comparison
   */
  public static Comparison of(Analysis a, Analysis b, ComparisonSettings settings, Meters meters) {
    Optional<CircularComparison> circular =
        a.matrices().isEmpty() || b.matrices().isEmpty()
            ? Optional.empty()
            : Optional.of(CircularComparison.of(a, b, settings, meters));
    return new Comparison(a, b, settings, circular, Verdict.of(circular));
  }

  /**
   * The weight matrices, matched by their order.
   *
   * @return as many as the network with more of them has
   */
  public List<Pair> matrices() {
    return IntStream.range(0, Math.max(a.matrices().size(), b.matrices().size()))
        .mapToObj(i -> new Pair(i, at(a, i), at(b, i)))
        .toList();
  }

  private static Optional<MatrixAnalysis> at(Analysis analysis, int index) {
    return analysis.matrices().stream().skip(index).findFirst();
  }

  /**
   * The totals of both structures.
   *
   * @return nothing where neither has one
   */
  public List<Row> structure() {
    if (a.structure().isEmpty() && b.structure().isEmpty()) {
      return List.of();
    }
    return List.of(
        count("parameters", Totals::parameters),
        count("MACs", Totals::macs),
        count("connections", Totals::connections),
        layers(),
        count("depth", Totals::depth),
        row("effective depth", totals -> Value.of(totals.effectiveDepth())),
        row("path gain, bits", Totals::log2Gain),
        row("topological paths, log2", totals -> Value.of(totals.log2TopologicalPaths())),
        row("mean path length", totals -> Value.of(totals.meanPathLength())),
        count("bottleneck", Totals::outputBottleneck),
        row("intrinsic power, bits", totals -> Value.of(totals.intrinsicPower())),
        row("bypassed, bits", totals -> Value.of(totals.bypassed())),
        row("capacity", totals -> Value.of(totals.capacity())),
        row("VC bound", Totals::vcBound));
  }

  private Row row(String name, Function<Totals, Value> number) {
    return new Row(
        name,
        of(a, structure -> number.apply(structure.totals())),
        of(b, structure -> number.apply(structure.totals())));
  }

  private Row count(String name, ToLongFunction<Totals> number) {
    return row(name, totals -> Value.of((double) number.applyAsLong(totals)));
  }

  private Row layers() {
    Function<Structure, Value> count = structure -> Value.of(structure.layers().size());
    return new Row("layers and inputs", of(a, count), of(b, count));
  }

  private static Value of(Analysis analysis, Function<Structure, Value> number) {
    return analysis.structure().map(number).orElse(Value.absent(NO_STRUCTURE));
  }
}
