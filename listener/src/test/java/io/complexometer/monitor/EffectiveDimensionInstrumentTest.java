package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.ProbedLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EffectiveDimensionInstrumentTest {
  private static final double[][] TWO_DIRECTIONS = {{2, 5, 0}, {-2, 5, 0}, {0, 5, 1}, {0, 5, -1}};

  private final ProbedLayer narrow = LayerInstruments.layer(0, "narrow", 4, 3, "");
  private final ProbedLayer wide = LayerInstruments.layer(1, "wide", 0, 0, "");
  private final List<ProbedLayer> layers = List.of(narrow, wide);
  private final Costs costs = new Costs(Set.of(Measure.EFFECTIVE_DIMENSION), List.of(), layers);
  private final EffectiveDimensionInstrument instrument = new EffectiveDimensionInstrument(layers);

  private Map<String, Value> measure(LayerActivations first) {
    return LayerInstruments.measure(
        instrument, costs, first, LayerInstruments.absent(LayerActivations.TOO_WIDE));
  }

  /** Scatter 8 along one unit, 2 along another, a third that is constant: shares 0.8 and 0.2. */
  @Test
  void measure_allNumbersOfOneSpectrum() {
    Map<String, Value> values = measure(LayerInstruments.activations(TWO_DIRECTIONS));
    double dimension = Math.exp(-0.8 * Math.log(0.8) - 0.2 * Math.log(0.2));
    assertEquals(dimension, values.get("narrow effective.dimension").orNaN(), 1e-12);
    assertEquals(1 / 0.68, values.get("narrow participation.ratio").orNaN(), 1e-12);
    assertEquals(1.25, values.get("narrow inverse.largest.share").orNaN(), 1e-12);
    assertEquals(Value.of(2), values.get("narrow leading.directions"));
    assertEquals(2 / 3.0, values.get("narrow saturation").orNaN(), 1e-12);
    assertEquals(Value.of(4), values.get("narrow feature.rows"));
    assertEquals(Value.of(3), values.get("narrow feature.units"));
    Value absent = Value.absent("too many units");
    assertEquals(absent, values.get("wide effective.dimension"));
    assertEquals(absent, values.get("wide saturation"));
    assertEquals(14, values.size());
  }

  @Test
  void measure_onlyWhatIsNew() {
    LayerActivations same = LayerInstruments.activations(TWO_DIRECTIONS);
    Map<String, Value> values = measure(same);
    assertEquals(values, measure(same));
    assertEquals(1, LayerInstruments.count(costs, Measure.EFFECTIVE_DIMENSION, narrow));
    measure(LayerInstruments.activations(TWO_DIRECTIONS));
    assertEquals(2, LayerInstruments.count(costs, Measure.EFFECTIVE_DIMENSION, narrow));
    assertEquals(0, LayerInstruments.count(costs, Measure.EFFECTIVE_DIMENSION, wide));
  }

  /** A dimension of 1.65: more than a fifth of 4 rows, less than a fifth of 12. */
  @Test
  void caution_namesLayersWithTooFewRows() {
    assertEquals(Optional.empty(), instrument.caution());
    measure(LayerInstruments.activations(TWO_DIRECTIONS));
    String caution = instrument.caution().orElseThrow();
    assertTrue(caution.endsWith("layers 'narrow'"), caution);
    double[][] rows = new double[12][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = TWO_DIRECTIONS[i % 4];
    }
    measure(LayerInstruments.activations(rows));
    assertEquals(Optional.empty(), instrument.caution());
  }
}
