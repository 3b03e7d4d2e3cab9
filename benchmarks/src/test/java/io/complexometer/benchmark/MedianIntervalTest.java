package io.complexometer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MedianIntervalTest {

  // from the binomial distribution with p = 1/2: for ten runs 1 - 2 (1 + 10) / 2^10, the second
  // smallest to the second largest; for five runs even the widest interval stays below 0.95
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0",
    "5, 3, 1, 5, 0.9375",
    "6, 3.5, 1, 6, 0.96875",
    "10, 5.5, 2, 9, 0.978515625",
    "15, 8, 4, 12, 0.96484375"
  })
  void of_consecutiveNumbers(int runs, double median, double low, double high, double coverage) {
    double[] descending = IntStream.range(0, runs).mapToDouble(i -> runs - i).toArray();

    assertEquals(new MedianInterval(median, low, high, coverage), MedianInterval.of(descending));
  }
}
