package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalingLawTest {
  private static final Map<String, Family> FAMILIES =
      Map.of(
          "const", Family.CONSTANT,
          "log", Family.LOGARITHM,
          "pow", Family.POWER,
          "offpow", Family.POWER_WITH_OFFSET,
          "exp", Family.EXPONENTIAL,
          "broken", Family.BROKEN_POWER);

  /** Against an independent implementation in numpy and scipy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "powerlaw_offset",
        "powerlaw_offset_ar",
        "powerlaw_growth",
        "powerlaw_broken",
        "powerlaw_not_exponential"
      })
  void of_referenceSeries(String name) {
    ScalingLaw law = ScalingLaw.of(points(name));
    JsonNode expected = read("expected.json").get(name).get("ar1_ml");
    assertEquals(expected.get("decision").asText(), law.decision().label());
    assertEquals(expected.get("n").asInt(), law.points());
    FAMILIES.forEach(
        (key, family) -> {
          JsonNode one = expected.get(key);
          Fit fit = law.fit(family).orElseThrow();
          boolean broken = family == Family.BROKEN_POWER;
          assertEquals(one.get("bic").asDouble(), fit.bic(), broken ? 0.5 : 0.05, key);
          if (!broken) {
            assertEquals(one.get("rho").asDouble(), fit.rho(), 2e-3, key);
          }
          if (one.has("alpha")) {
            assertEquals(-one.get("alpha").asDouble(), fit.exponent().orNaN(), 1e-4, key);
            List<JsonNode> ends =
                List.of(one.at("/alpha_interval_95/0"), one.at("/alpha_interval_95/1"));
            assertEquals(
                -ends.get(1).asDouble(), fit.interval().orElseThrow().low().orNaN(), 2e-5, key);
            assertEquals(
                -ends.get(0).asDouble(), fit.interval().orElseThrow().high().orNaN(), 2e-5, key);
          }
          if (broken) {
            assertEquals(-one.get("alpha1").asDouble(), fit.earlierExponent().orNaN(), 0.01);
            assertEquals(-one.get("alpha2").asDouble(), fit.exponent().orNaN(), 0.01);
            assertEquals(one.get("t0").asDouble(), fit.breakTime().orNaN());
          }
          if (one.has("tau")) {
            assertEquals(1, fit.timeConstant().orNaN() / one.get("tau").asDouble(), 1e-4);
          }
        });
  }

  private static Points points(String name) {
    try (var in = ScalingLawTest.class.getResourceAsStream(name + ".csv");
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<double[]> rows =
          lines
              .lines()
              .filter(line -> !line.isBlank() && Character.isDigit(line.charAt(0)))
              .map(line -> line.split(",", -1))
              .map(
                  cells ->
                      new double[] {Double.parseDouble(cells[0]), Double.parseDouble(cells[1])})
              .toList();
      return new Points(
          rows.stream().mapToDouble(row -> row[0]).toArray(),
          rows.stream().mapToDouble(row -> row[1]).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String file) {
    try (var in = ScalingLawTest.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without noise the floor of rounding decides: only the law and its numbers are compared. */
  @Test
  void of_withoutNoise() {
    ScalingLaw law = ScalingLaw.of(points("powerlaw_pure"));
    assertEquals(Decision.POWER, law.decision());
    Fit power = law.best().orElseThrow();
    assertEquals(-0.4, power.exponent().orNaN(), 1e-7);
    assertEquals(5, power.amplitude(), 1e-6);
  }

  @Test
  void of_lessThanADecade_isTooShort() {
    double[] t = IntStream.rangeClosed(11, 109).mapToDouble(i -> i).toArray();
    Points points = new Points(t, DoubleStream.of(t).map(x -> 3 * Math.pow(x, -0.5)).toArray());
    assertEquals(Decision.TOO_SHORT, ScalingLaw.of(points).decision());
  }

  @Test
  void of_theSameValueAgainAndAgain_isNoTrend() {
    double[] t = IntStream.rangeClosed(1, 40).mapToDouble(i -> i).toArray();
    ScalingLaw law = ScalingLaw.of(new Points(t, DoubleStream.of(t).map(x -> 7).toArray()));
    assertEquals(Decision.NO_TREND, law.decision());
    assertEquals(List.of(), law.fits());
  }

  /**
   * y = 1 + 4 t^-0.6 exactly: its values, and where its rate times 1000 is a threshold, by hand.
   */
  @Test
  void projection_ofAnOffsetPower() {
    double[] t = DoubleStream.iterate(1, x -> x < 2000, x -> Math.ceil(x * 1.12)).toArray();
    Random random = new Random(5);
    double[] y =
        DoubleStream.of(t)
            .map(x -> 1 + 4 * Math.pow(x, -0.6) + 0.001 * random.nextGaussian())
            .toArray();
    Fit fit = ScalingLaw.of(new Points(t, y)).best().orElseThrow();
    assertEquals(Family.POWER_WITH_OFFSET, fit.family());
    within(Projection.value(fit, 1e5), 1 + 4 * Math.pow(1e5, -0.6));
    within(Projection.asymptote(fit), 1);
    // 1000 * 4 * 0.6 t^-1.6 = 0.01
    within(Projection.settled(fit, 0.01), Math.pow(2400 / 0.01, 1 / 1.6));
    assertEquals(-0.6 * 4 / (4 + Math.pow(100, 0.6)), fit.localSlope(100).orNaN(), 1e-2);
  }

  /** y = t^30 over five decades: rounding of the large values is more than all the small ones. */
  @Test
  void of_moreOrdersOfMagnitudeThanNumbersHave_isAnAnswer() {
    double[] t = IntStream.range(0, 48).mapToDouble(i -> Math.pow(1.3, i)).toArray();
    ScalingLaw law =
        ScalingLaw.of(new Points(t, DoubleStream.of(t).map(x -> Math.pow(x, 30)).toArray()));
    assertEquals(Family.values().length, law.fits().size());
  }

  /** Its square is no number beside 0, and yet it is no law: not even one of rounding. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-150, 1e-160, 1e-300, Double.MIN_VALUE, 1e300})
  void of_oneValueAmongZeros_isNoTrend(double value) {
    double[] t = IntStream.rangeClosed(1, 40).mapToDouble(i -> i).toArray();
    double[] y = new double[40];
    y[20] = value;
    ScalingLaw law = ScalingLaw.of(new Points(t, y));
    assertEquals(Decision.NO_TREND, law.decision());
    assertEquals(value / 40, law.best().orElseThrow().offset(), value / 100);
  }

  /** In another unit it is the same law: BIC moves by 2 n ln(unit), the same for all. */
  @ParameterizedTest
  @ValueSource(ints = {-900, -40, 3, 900})
  void of_whateverTheUnit(int exponent) {
    Points points = points("powerlaw_offset");
    double[] y = DoubleStream.of(points.y()).map(one -> Math.scalb(one, exponent)).toArray();
    ScalingLaw law = ScalingLaw.of(points);
    ScalingLaw other = ScalingLaw.of(new Points(points.t(), y));
    assertEquals(Decision.POWER_WITH_OFFSET, other.decision());
    for (Fit fit : law.fits()) {
      Fit same = other.fit(fit.family()).orElseThrow();
      assertEquals(fit.exponent().orNaN(), same.exponent().orNaN(), 1e-9);
      assertEquals(fit.amplitude(), Math.scalb(same.amplitude(), -exponent), 1e-6);
      assertEquals(fit.offset(), Math.scalb(same.offset(), -exponent), 1e-6);
      assertEquals(fit.determination().orNaN(), same.determination().orNaN(), 1e-9);
      double moved = 2 * points.count() * exponent * Math.log(2);
      assertEquals(fit.bic() + moved, same.bic(), 1e-6);
    }
    Projection limit = Projection.asymptote(other.best().orElseThrow());
    Projection expected = Projection.asymptote(law.best().orElseThrow());
    assertEquals(expected.low().orNaN(), Math.scalb(limit.low().orNaN(), -exponent), 1e-6);
  }

  /** A law of which only the evidence matters. */
  private static Fit fit(Family family, double bic) {
    Value none = Value.absent(Fit.NOT_OF_THIS_LAW);
    return new Fit(
        family, none, Optional.empty(), none, none, none, 1, 0, 0, 1, bic, none, List.of());
  }

  /**
   * Odds of 10 : 1 are a difference of 4.6: what differs by 4.5 is not told apart, by 4.7 it is.
   */
  @ParameterizedTest
  @CsvSource({
    // constant, power, with offset, broken, exponential, logarithm
    "0,  -4.5, 50, 50, 50, 50, no trend",
    "0,  -4.7, 50, 50, 50, 50, power",
    "0, 50, 50, 50, -4.5, 50, no trend",
    "0, 50, 50, 50, -4.7, 50, exponential",
    // the best kind against the second
    "0, -50, 0, 0, -45.5, 0, undecided",
    "0, -50, 0, 0, -45.3, 0, power",
    "0, -45.5, 0, 0, 0, -50, undecided",
    "0, -45.3, 0, 0, 0, -50, logarithm",
    "0, 0, 0, 0, -45.5, -50, undecided",
    // within the powers the simplest, unless a richer one is better by that much
    "0, -50, -54.5, 0, 0, 0, power",
    "0, -50, -54.7, 0, 0, 0, power with offset",
    "0, -50, -54.7, -59.2, 0, 0, power with offset",
    "0, -50, -54.7, -59.4, 0, 0, broken power",
    "0, -50, -54.5, -59.0, 0, 0, power", // by the lower of both: 4.5
    "0, -50, -54.5, -59.2, 0, 0, broken power",
    // an offset that is not taken speaks for powers all the same; a break only where it is
    "0, -50, -54, 0, -49.5, 0, undecided",
    "0, -50, -54, 0, -49.3, 0, power",
    "0, -3, -4.7, 50, 50, 50, power",
    "0, -50, 0, -54.5, -45.5, 0, undecided",
    "0, -50, 0, -54.7, -50.2, 0, undecided",
    "0, -50, 0, -54.7, -50.0, 0, broken power",
  })
  void decide_atOddsOfTenToOne(
      double constant,
      double power,
      double offset,
      double broken,
      double exponential,
      double logarithm,
      String decision) {
    List<Fit> fits =
        Stream.of(
                fit(Family.CONSTANT, constant),
                fit(Family.POWER, power),
                fit(Family.POWER_WITH_OFFSET, offset),
                fit(Family.BROKEN_POWER, broken),
                fit(Family.EXPONENTIAL, exponential),
                fit(Family.LOGARITHM, logarithm))
            .sorted(Comparator.comparingDouble(Fit::bic))
            .toList();
    Points decade = new Points(new double[] {1, 10}, new double[] {2, 1});
    ScalingLaw law = ScalingLaw.decide(decade, fits);
    assertEquals(decision, law.decision().label());
    assertEquals(law.decision() == Decision.UNDECIDED, law.best().isEmpty());
    assertEquals(law.decision() == Decision.UNDECIDED ? 2 : 0, law.between().size());
    Points less = new Points(new double[] {1, 9.99}, new double[] {2, 1});
    assertEquals(Decision.TOO_SHORT, ScalingLaw.decide(less, fits).decision());
  }

  /** A law wants three points more than it has parameters. */
  @ParameterizedTest
  @CsvSource({"3, 0", "4, 1", "5, 3", "6, 5", "7, 6"})
  void of_fewPoints(int points, int laws) {
    double[] t = IntStream.range(0, points).mapToDouble(i -> Math.pow(10, i)).toArray();
    double[] y = DoubleStream.of(t).map(x -> 1 / x + Math.sin(x)).toArray();
    assertEquals(laws, ScalingLaw.of(new Points(t, y)).fits().size());
  }

  private static void within(Projection projection, double truth) {
    assertTrue(projection.low().orNaN() <= truth, projection::toString);
    assertTrue(projection.high().orNaN() >= truth, projection::toString);
    assertTrue(projection.low().orNaN() < projection.high().orNaN(), projection::toString);
    assertEquals(1, projection.value().orNaN() / truth, 0.05);
  }

  /** A series that falls within its first points: all laws are at an edge of what is searched. */
  @Test
  void of_fitsWhatIsSteeperThanTheRange() {
    double[] t = new double[20];
    double[] y = new double[20];
    for (int i = 0; i < t.length; i++) {
      t[i] = i + 1;
      y[i] = i == 0 ? 1 : 0;
    }
    ScalingLaw law = ScalingLaw.of(new Points(t, y));
    assertEquals(Family.values().length, law.fits().size());
    assertEquals(-3, law.fit(Family.POWER).orElseThrow().exponent().orNaN(), 1e-3);
  }
}
