package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadableNumberTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 0",
        "2.5; 2.5",
        "10293.9; 10,294",
        "9999999; 9,999,999",
        "10000000; 10.0 M",
        "25690112; 25.7 M",
        "999949999; 999.9 M",
        "999950000; 1.00 G",
        "9994999999; 9.99 G",
        "9995000000; 10.0 G",
        "8.5781e11; 857.8 G",
        "4.5227e12; 4.52 T",
        "3e22; 3.000e+22",
      })
  void count_threeDigitsOrMore(double number, String text) {
    assertEquals(text, ReadableNumber.count(number));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "8, 256", "2.321928094887362, 5", "58.00000001, 2^58", "58.5, 2^58.50"})
  void power_smallOnesAsANumber(double log2, String text) {
    assertEquals(text, ReadableNumber.power(log2));
  }

  @Test
  void bits_absentOrNegativeZero() {
    assertEquals("-", ReadableNumber.bits(Value.absent("unknown layer")));
    assertEquals("0.00", ReadableNumber.bits(-0.0));
  }
}
