package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kleene's tables for three truth values: T, F and U for unknown. */
final class VerdictTest {

  private static Verdict verdict(String value, String why) {
    return switch (value) {
      case "T" -> Verdict.met(why);
      case "F" -> Verdict.notMet(why);
      default -> Verdict.unknown(why);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "T, T, T, a; b, T, a; b",
    "T, F, F, b, T, a",
    "T, U, U, b, T, a",
    "F, T, F, a, T, b",
    "F, F, F, a; b, F, a; b",
    "F, U, F, a, U, b",
    "U, T, U, a, T, b",
    "U, F, F, b, U, a",
    "U, U, U, a; b, U, a; b",
  })
  void allOf_anyOf(String a, String b, String both, String whyBoth, String one, String whyOne) {
    List<Verdict> verdicts = List.of(verdict(a, "a"), verdict(b, "b"));
    assertEquals(verdict(both, whyBoth), Verdict.allOf(verdicts));
    assertEquals(verdict(one, whyOne), Verdict.anyOf(verdicts));
  }

  @Test
  void negated_keepsWhatIsUnknown() {
    assertEquals(Verdict.notMet("a"), Verdict.met("a").negated());
    assertEquals(Verdict.met("a"), Verdict.notMet("a").negated());
    assertEquals(Verdict.unknown("a"), Verdict.unknown("a").negated());
  }

  @Test
  void constructor_whatIsMetIsKnown() {
    assertThrows(IllegalArgumentException.class, () -> new Verdict(true, false, "a"));
  }
}
