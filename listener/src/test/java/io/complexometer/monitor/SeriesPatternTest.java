package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SeriesPatternTest {
  private static final Layer DENSE = new Layer(0, "block/dense", "DenseLayer");
  private static final Layer OUT = new Layer(1, "out", "OutputLayer");
  private static final WeightMatrix WEIGHTS = new WeightMatrix(OUT, "W", 10, 20);
  private static final List<Series> ALL =
      List.of(
          Series.SCORE,
          Series.of(CpseInstrument.value(CpseProfile.SCALE_FREE)),
          Series.of(CpseInstrument.value(CpseProfile.PAPER)),
          Series.of(metric("effective.dimension", "", Metric.Scope.LAYER), DENSE),
          Series.of(metric("effective.dimension", "", Metric.Scope.LAYER), OUT),
          Series.of(metric("nonlinearity.complexity", "chain", Metric.Scope.LAYER), DENSE),
          Series.of(metric("stable.rank", "", Metric.Scope.MATRIX), WEIGHTS));

  private static Metric metric(String name, String profile, Metric.Scope scope) {
    return new Metric("measure", name, profile, scope, "", "Described.");
  }

  @ParameterizedTest
  @CsvSource({
    "score, 0",
    "cpse, 1",
    "cpse.paper, 2",
    "effectiveDimension, 3 4",
    "effectiveDimension/block/dense, 3",
    "effectiveDimension/1, 4",
    "nonlinearityComplexity, 5",
    "nonlinearityComplexity.tree, ''",
    "stableRank/out, 6",
    "stableRank/out/W, 6",
    "stableRank/1/W, 6",
    "stableRank/out/RW, ''",
    "Score, ''"
  })
  void matches_whatIsMeant(String text, String expected) {
    SeriesPattern pattern = SeriesPattern.of(text);
    List<String> matching =
        ALL.stream()
            .filter(series -> pattern.matches(series, CpseProfile.SCALE_FREE))
            .map(series -> Integer.toString(ALL.indexOf(series)))
            .toList();
    assertEquals(expected, String.join(" ", matching));
    assertEquals(text, pattern.toString());
  }

  @Test
  void label_namesItsOwnSeriesAndNoOther() {
    for (Series series : ALL) {
      SeriesPattern pattern = SeriesPattern.of(series.label());
      assertEquals(
          List.of(series),
          ALL.stream().filter(one -> pattern.matches(one, CpseProfile.CAUSAL)).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/dense", "cpse.", "cpse/", "effective dimension", "cpse.a.b"})
  void of_refusesWhatIsNoPattern(String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> SeriesPattern.of(text));
    assertTrue(refusal.getMessage().startsWith("'" + text + "' names no measure"));
  }
}
