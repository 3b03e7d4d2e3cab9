package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.Value;
import org.junit.jupiter.api.Test;

final class CellTest {

  @Test
  void shown_fourDigits() {
    assertEquals("0", Cell.shown(0));
    assertEquals("1", Cell.shown(1));
    assertEquals("-0.6453", Cell.shown(-0.645312));
    assertEquals("0.001235", Cell.shown(0.00123456));
    assertEquals("9999", Cell.shown(9999.4));
    assertEquals("12,346", Cell.shown(12345.6));
    assertEquals("138,357,544", Cell.shown(138_357_544));
    assertEquals("4.523 × 10¹²", Cell.shown(4.5227e12));
    assertEquals("-1.235 × 10⁻⁷", Cell.shown(-1.2346e-7));
    assertEquals("4.941 × 10⁻³⁰⁰", Cell.shown(4.9407e-300));
  }

  @Test
  void of_hasAllDigitsOrTheReason() {
    assertEquals(new Cell("0.3333", true, "0.3333333333333333"), Cell.of(1 / 3.0));
    assertEquals(new Cell("–", true, "no tail"), Cell.of(Value.absent("no tail")));
  }
}
