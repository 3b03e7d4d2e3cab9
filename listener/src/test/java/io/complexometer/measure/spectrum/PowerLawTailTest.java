package io.complexometer.measure.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerLawTailTest {

  /** {@code pareto.json}: random values of a known exponent, and the fit of another program. */
  @ParameterizedTest
  @ValueSource(strings = {"pareto25", "pareto4"})
  void of_paretoValues(String name) {
    JsonNode fixture = SpectralFixtures.json("pareto.json").get(name);
    PowerLawTail tail = PowerLawTail.of(numbers(fixture.get("values")));
    check(fixture.get("tail"), tail);
    assertEquals(Value.of(1), tail.reliable());
    double deviation = tail.alpha().orNaN() - fixture.get("alpha_true").asDouble();
    assertTrue(Math.abs(deviation) < 2 * tail.standardError().orNaN());
  }

  static void check(JsonNode expected, PowerLawTail tail) {
    assertEquals(expected.get("alpha").asDouble(), tail.alpha().orNaN(), 1e-9);
    assertEquals(expected.get("xmin").asDouble(), tail.xmin().orNaN(), 1e-9);
    assertEquals(expected.get("ks").asDouble(), tail.distance().orNaN(), 1e-9);
    assertEquals(Value.of(expected.get("tail").asInt()), tail.eigenvalues());
    assertEquals(expected.get("standard_error").asDouble(), tail.standardError().orNaN(), 1e-9);
  }

  /** Clauset et al., eqs. 3.1, 3.2 and 3.9, written down candidate by candidate. */
  @Test
  void of_valuesWithTies_isTheDefinition() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(11);
    for (int trial = 0; trial < 300; trial++) {
      double exponent = 1.2 + 4 * random.nextDouble();
      double[] values =
          DoubleStream.generate(() -> Math.pow(random.nextDouble(), -1 / exponent))
              .map(x -> Math.round(8 * x) / 8.0) // few different values
              .limit(20 + random.nextInt(100))
              .toArray();
      PowerLawTail tail = PowerLawTail.of(values);
      Arrays.sort(values);
      double[] best = {Double.POSITIVE_INFINITY, 0, 0, 0};
      for (int from = 0; from <= values.length - 10; from++) {
        double xmin = values[from];
        int n = values.length - from;
        double sum = Arrays.stream(values, from, values.length).map(x -> Math.log(x / xmin)).sum();
        if (sum > 0 && (from == 0 || values[from - 1] < xmin)) {
          double alpha = 1 + n / sum;
          double distance = distance(Arrays.copyOfRange(values, from, values.length), alpha);
          if (distance < best[0]) {
            best = new double[] {distance, alpha, xmin, n};
          }
        }
      }
      assertEquals(best[0], tail.distance().orNaN(), 1e-13);
      assertEquals(best[1], tail.alpha().orNaN(), 1e-11 * best[1]);
      assertEquals(best[2], tail.xmin().orNaN());
      assertEquals(best[3], tail.eigenvalues().orNaN());
    }
  }

  private static double distance(double[] tail, double alpha) {
    int n = tail.length;
    return IntStream.rangeClosed(1, n)
        .mapToDouble(
            i -> {
              double law = 1 - Math.pow(tail[i - 1] / tail[0], 1 - alpha);
              return Math.max((double) i / n - law, law - (double) (i - 1) / n);
            })
        .max()
        .orElseThrow();
  }

  @Test
  void of_scaledValues_hasTheSameExponent() {
    double[] values = numbers(SpectralFixtures.json("pareto.json").get("pareto4").get("values"));
    PowerLawTail tail = PowerLawTail.of(values);
    for (double scale : new double[] {0x1p-1060, 0x1p1000}) { // near both ends of the doubles
      double[] scaled = Arrays.stream(values).map(x -> x * scale).toArray();
      double digits = scale < 1 ? 1e-2 : 1e-12; // few of them in subnormal numbers
      assertEquals(tail.alpha().orNaN(), PowerLawTail.of(scaled).alpha().orNaN(), digits);
    }
  }

  @Test
  void of_valuesOfAllMagnitudes_staysFinite() {
    double[] values = IntStream.range(-1074, 1024).mapToDouble(i -> Math.scalb(1.0, i)).toArray();
    PowerLawTail tail = PowerLawTail.of(values);
    assertTrue(tail.alpha().orNaN() > 1, tail::toString);
  }

  /** ln(x / xmin) = ln 2 for ten of twenty values: alpha = 1 + 20 / (10 ln 2). */
  @Test
  void of_twoDifferentValues() {
    double[] values = new double[20];
    Arrays.fill(values, 0, 10, 3);
    Arrays.fill(values, 10, 20, 6); // a tail of these alone has no exponent
    PowerLawTail tail = PowerLawTail.of(values);
    assertEquals(1 + 2 / Math.log(2), tail.alpha().orNaN(), 1e-14);
    assertEquals(Value.of(3), tail.xmin());
    assertEquals(Value.of(20), tail.eigenvalues());
  }

  @Test
  void of_tooFewOrEqualValues() {
    double[] values = IntStream.rangeClosed(1, 50).mapToDouble(i -> i).toArray();
    Value tooFew = Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES);
    assertEquals(tooFew, PowerLawTail.of().alpha());
    assertEquals(tooFew, PowerLawTail.of(Arrays.copyOf(values, 19)).reliable());
    assertEquals(Value.of(0), PowerLawTail.of(Arrays.copyOf(values, 20)).reliable());
    assertEquals(Value.of(0), PowerLawTail.of(Arrays.copyOf(values, 49)).reliable());
    assertEquals(Value.of(1), PowerLawTail.of(values).reliable());
    double[] equal = new double[30];
    Arrays.fill(equal, 7.3);
    Value same = Value.absent(PowerLawTail.EQUAL_EIGENVALUES);
    assertEquals(same, PowerLawTail.of(equal).alpha());
    equal[4] = Math.nextUp(7.3); // to values that are no eigenvalues no rounding is imputed
    double ulp = Math.ulp(7.3) / 7.3;
    assertEquals(30 / ulp, PowerLawTail.of(equal).alpha().orNaN(), 1e-9 / ulp);
  }

  @Test
  void of_valuesThatHaveNoLogarithm_throws() {
    double[] values = IntStream.rangeClosed(0, 50).mapToDouble(i -> i).toArray();
    assertThrows(IllegalArgumentException.class, () -> PowerLawTail.of(values));
    for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      values[0] = wrong;
      assertThrows(IllegalArgumentException.class, () -> PowerLawTail.of(values));
    }
  }

  private static double[] numbers(JsonNode array) {
    return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
  }
}
