package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.CodeLength;
import io.complexometer.measure.nonlinearity.EntropyEstimator;
import io.complexometer.measure.nonlinearity.Folds;
import io.complexometer.measure.nonlinearity.JointEntropy;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.ProbedLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NonlinearityInstrumentTest {

  /**
   * Unit 0 is on in every second row, unit 1 in every fourth, unit 2 never, unit 3 always, unit 4
   * with unit 0: patterns 11011 (2 rows), 10011 (2 rows), 00010 (4 rows).
   */
  private static final double[][] ROWS = {
    {1, 1, 0, 1, 1}, {1, 1, -1, 1, 1}, {1, 0, 0, 1, 1}, {1, 0, 0, 1, 1},
    {0, 0, 0, 1, 0}, {-1, 0, 0, 1, 0}, {0, 0, 0, 1, 0}, {0, -1, 0, 1, -1}
  };

  private static final ProbedLayer HIDDEN = LayerInstruments.layer(0, "hidden", 8, 5, "");
  private static final ProbedLayer OUT =
      LayerInstruments.layer(1, "out", 8, 5, LayerActivations.OUTPUT);
  private static final ProbedLayer WIDE = LayerInstruments.layer(2, "wide", 8, 100, "");
  private static final List<ProbedLayer> LAYERS = List.of(HIDDEN, OUT, WIDE);

  /** Says what it was told to. */
  private static final class Told implements EntropyEstimator {
    private final String label;
    private final CodeLength length;

    Told(String label, double bits, double remainingGain) {
      this.label = label;
      this.length = new CodeLength(bits, remainingGain);
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public CodeLength estimate(BinarySamples samples, Folds folds) {
      assertEquals(samples.rows(), folds.rows());
      return length;
    }
  }

  private final Costs costs = new Costs(Set.of(Measure.NONLINEARITY), List.of(), LAYERS);

  private static NonlinearityInstrument instrument(EntropyEstimator estimator) {
    return new NonlinearityInstrument(
        LAYERS, bits -> bits == 5 ? Optional.of(estimator) : Optional.empty());
  }

  private Map<String, Value> measure(Instrument instrument, LayerActivations hidden) {
    LayerActivations wide = LayerInstruments.activations(new double[8][100]);
    return LayerInstruments.measure(
        instrument, costs, hidden, LayerInstruments.absent(LayerActivations.OUTPUT), wide);
  }

  @Test
  void measure_numbersWorkedOutByHand() {
    Map<String, Value> values =
        measure(instrument(new Told("chain", 1.5, 0.25)), LayerInstruments.activations(ROWS));
    assertEquals(Value.of(1.5), values.get("hidden nonlinearity.complexity chain"));
    assertEquals(Value.of(0.25), values.get("hidden nonlinearity.remaining.gain chain"));
    double independent = 1 + (2 - 0.75 * Math.log(3) / Math.log(2)) + 1; // h(1/2), h(1/4), h(1/2)
    assertEquals(independent, values.get("hidden nonlinearity.independent").orNaN(), 1e-12);
    assertEquals(
        independent - 1.5, values.get("hidden nonlinearity.multi.information").orNaN(), 1e-12);
    assertTrue(values.get("hidden nonlinearity.joint").isPresent());
    assertEquals(Value.of(1), values.get("hidden nonlinearity.coverage"));
    assertEquals(Value.of(3), values.get("hidden nonlinearity.distinct.patterns"));
    assertEquals(Value.of(1), values.get("hidden nonlinearity.dead.units"));
    assertEquals(Value.of(1), values.get("hidden nonlinearity.always.on.units"));
    assertEquals(Value.of(5), values.get("hidden nonlinearity.units"));
    assertEquals(Value.of(8), values.get("hidden nonlinearity.rows"));
    assertEquals(Value.of(1), values.get("hidden nonlinearity.smooth"));
  }

  @Test
  void measure_layersWithoutAValueSayWhy() {
    Instrument instrument = instrument(new Told("chain", 1.5, 0));
    Map<String, Value> values =
        measure(instrument, LayerInstruments.absent(LayerActivations.NON_FINITE));
    Value nonFinite = Value.absent("non-finite activations");
    assertEquals(nonFinite, values.get("hidden nonlinearity.complexity chain"));
    assertEquals(nonFinite, values.get("hidden nonlinearity.dead.units"));
    assertEquals(Value.of(5), values.get("hidden nonlinearity.units"));
    assertEquals(Value.absent("output"), values.get("out nonlinearity.complexity tree"));
    Value tooMany = Value.absent("too many units");
    assertEquals(tooMany, values.get("wide nonlinearity.complexity tree"));
    assertEquals(tooMany, values.get("wide nonlinearity.coverage"));
    assertEquals(Value.of(100), values.get("wide nonlinearity.units"));
    assertEquals(12 + 1 + 12, values.size());
  }

  /** Eight patterns, each seen once: nothing can be said of their entropy. */
  @Test
  void measure_unseenPatternsLeaveJointAbsent() {
    double[][] rows = new double[8][5];
    for (int row = 0; row < 8; row++) {
      for (int unit = 0; unit < 3; unit++) {
        rows[row][unit] = row >> unit & 1;
      }
    }
    Map<String, Value> values =
        measure(instrument(new Told("chain", 3, 0)), LayerInstruments.activations(rows));
    assertEquals(Value.of(0), values.get("hidden nonlinearity.coverage"));
    assertEquals(Value.of(8), values.get("hidden nonlinearity.distinct.patterns"));
    assertEquals(Value.absent(JointEntropy.LOW_COVERAGE), values.get("hidden nonlinearity.joint"));
  }

  @Test
  void measure_onlyWhatIsNew() {
    Instrument instrument = instrument(new Told("chain", 1.5, 0));
    LayerActivations same = LayerInstruments.activations(ROWS);
    assertEquals(measure(instrument, same), measure(instrument, same));
    assertEquals(1, LayerInstruments.count(costs, Measure.NONLINEARITY, HIDDEN));
    measure(instrument, LayerInstruments.activations(ROWS));
    assertEquals(2, LayerInstruments.count(costs, Measure.NONLINEARITY, HIDDEN));
  }

  /**
   * Three units vary over 8 rows: 1 + 2 + 3 parameters, 6 / (2 x 8 ln 2) = 0.54 bits to be expected
   * of the rows alone, a tenth of 5.4 bits.
   */
  @ParameterizedTest
  @CsvSource({"chain,5.3,true", "chain,5.5,false", "tree,5.3,false"})
  void caution_namesLayersWithTooFewRows(String label, double bits, boolean biased) {
    Instrument instrument = instrument(new Told(label, bits, 0));
    measure(instrument, LayerInstruments.activations(ROWS));
    assertEquals(biased, instrument.caution().isPresent());
    instrument
        .caution()
        .ifPresent(caution -> assertTrue(caution.endsWith("layers 'hidden'"), caution));
  }

  @ParameterizedTest
  @CsvSource({
    "256,16384,0,chain",
    "256,16384,256,chain",
    "256,16384,257,tree",
    "256,16384,16384,tree",
    "256,16384,16385,",
    "0,10,1,tree",
    "0,10,11,",
    "100,10,100,chain",
    "100,10,101,"
  })
  void limits_chooseTheEstimator(int chain, int tree, int bits, String label) {
    Optional<String> chosen =
        new EstimatorLimits(chain, tree).estimator(bits).map(EntropyEstimator::label);
    assertEquals(Optional.ofNullable(label), chosen);
  }
}
