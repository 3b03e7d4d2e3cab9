package io.complexometer.examples.report;

import io.complexometer.measure.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * A cell of a table.
 *
 * @param text what is shown
 * @param number whether it is aligned as a number
 * @param title what is shown under the pointer: all digits of a number, or why there is none; empty
 *     for nothing
 */
record Cell(String text, boolean number, String title) {
  private static final String NOTHING = "–";
  private static final MathContext SHOWN = new MathContext(4);
  private static final double SMALL = 1e-3;
  private static final double WHOLE = 1e4; // from here on without decimals
  private static final double LARGE = 1e9;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  static Cell text(String text) {
    return new Cell(text, false, "");
  }

  static Cell count(long count) {
    return new Cell(String.format(Locale.ROOT, "%,d", count), true, "");
  }

  static Cell of(double number) {
    return new Cell(shown(number), true, Double.toString(number));
  }

  static Cell of(Value value) {
    return value instanceof Value.Absent absent
        ? new Cell(NOTHING, true, absent.reason())
        : of(value.orNaN());
  }

  /** A number, marked for what the text below the table says of it. */
  Cell marked(String mark) {
    return new Cell(text + mark, number, title);
  }

  /** Four digits, without an exponent where they are few. */
  static String shown(double number) {
    double size = Math.abs(number);
    if (size == 0) {
      return "0";
    } else if (size >= WHOLE && size < LARGE) {
      return String.format(Locale.ROOT, "%,.0f", number);
    } else if (size >= SMALL && size < WHOLE) {
      BigDecimal rounded = new BigDecimal(number).round(SHOWN);
      return rounded.setScale(Math.max(0, rounded.scale())).toPlainString();
    }
    String text = String.format(Locale.ROOT, "%.3e", number);
    int e = text.indexOf('e');
    return text.substring(0, e) + " × 10" + superscript(Integer.parseInt(text.substring(e + 1)));
  }

  private static String superscript(int exponent) {
    StringBuilder raised = new StringBuilder(exponent < 0 ? "⁻" : "");
    for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
      raised.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return raised.toString();
  }
}
