package io.complexometer.monitor.stopping;

import static io.complexometer.monitor.stopping.Replay.CPSE;
import static io.complexometer.monitor.stopping.Replay.THIRD;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CriterionTextTest {

  /** The canonical texts: what is read from them describes itself in the same words. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpse converged",
        "cpse converged within 0.01 over 20 for 5 after 1000",
        "cpse.paper converged for 3",
        "effectiveDimension/dense1 settled within 0.05",
        "\"effectiveDimension/a \\\"layer\\\" (odd), \\\\ [1]\" converged after 0",
        "cpseZ above 3",
        "cpseZ below -1.5E-7",
        "score exponent in [-0.6, -0.4]",
        "score exponent interval in [-0.6, -0.4]",
        "iteration above 2000",
        "iteration below 10",
        "\"not\" above 1",
        "\"iteration\" above 1",
        "not cpse converged and score below 0.1 or iteration above 5",
        "not (cpse converged or score below 0.1) and iteration above 5",
        "(cpse converged or score below 0.1) and (cpseZ above 1 or cpseZ below -1)",
        "not not cpse converged",
        "not (cpse converged and not (score above 1 or score below 0))",
      })
  void parse_readsWhatDescribeWrites(String text) {
    assertEquals(text, CriterionText.parse(text).describe());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  cpse   converged  after 500 within 2e-3 | cpse converged",
        "cpse.paper converged for 20 | cpse.paper converged",
        "stableRank/out converged for 10 within 5e-3 | stableRank/out converged",
        "stableRank/out converged for 20 within 3e-3 | stableRank/out converged within 0.003 for 20",
        "((cpse converged)) | cpse converged",
        "a above 1 and (b above 2 and c above 3) | a above 1 and b above 2 and c above 3",
        "a above 1 or (b above 2 and c above 3) | a above 1 or b above 2 and c above 3",
        "(a above 1 and b above 2) or c above 3 | a above 1 and b above 2 or c above 3",
        "a/0 above +1.50 | a/0 above 1.5",
        "(a above 1)and(b above 2) | a above 1 and b above 2",
        "score exponent in[-.5,0] | score exponent in [-0.5, 0]",
      })
  void parse_otherWaysToWriteTheSame(String text, String canonical) {
    assertEquals(canonical, CriterionText.parse(text).describe());
  }

  @Test
  void describe_ofWhatIsComposedInCode() {
    assertEquals(
        "cpse converged and (score below 0.1 or not iteration above 9)",
        Convergence.of("cpse")
            .and(Threshold.below("score", 0.1).or(Threshold.iterationAbove(9).not()))
            .describe());
    // a text and code
    assertEquals(
        "(cpse converged or score below 1) and cpseZ above 3",
        CriterionText.parse("cpse converged or score below 1")
            .and(Threshold.above("cpseZ", 3))
            .describe());
  }

  /** Not before and before or: with a true, b false, c true. */
  @ParameterizedTest
  @CsvSource({
    "not a or a, true",
    "not (a or a), false",
    "a or b and b, true",
    "(a or b) and b, false",
    "not b and b, false",
    "not (b and b), true",
    "b and a or a, true",
    "b and (a or a), false",
    "not not a, true",
  })
  void parse_precedence(String letters, boolean met) {
    String text =
        letters.replaceAll("\\ba\\b", "score above 0").replaceAll("\\bb\\b", "score below 0");
    Replay replay = new Replay();
    assertEquals(met, replay.test(replay.begin(CriterionText.parse(text)), 0).met());
  }

  @Test
  void parse_givesWhatTheCodeGives() {
    Replay replay = new Replay();
    Criterion code = replay.begin(Convergence.of("cpse").within(0.1).over(1).during(2).after(0));
    Criterion text =
        replay.begin(CriterionText.parse("cpse converged within 0.1 over 1 for 2 after 0"));
    for (int i = 0; i < 5; i++) {
      replay.set(CPSE, i, i < 2 ? 2 - i : 0);
      Verdict verdict = replay.test(code, i);
      assertEquals(verdict, replay.test(text, i));
      assertArrayEquals(code.state(), text.state());
    }
    assertTrue(replay.test(text, 5).met());
  }

  /** Column, and what the message must hold. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bored | 5 | 'converged', 'settled', 'above', 'below' or 'exponent' but found the end",
        "cpse convreged | 5 | but found 'convreged'",
        "cpse converged wihtin 0.005 | 15 | expected 'within', 'over', 'for', 'after', 'and', 'or' or the end",
        "cpse converged within 1 within 2 | 24 | expected 'over', 'for', 'after', 'and', 'or' or the end",
        "cpse converged within small | 22 | expected a number above 0 but found 'small'",
        "cpse converged within 0 | 22 | above 0",
        "cpse converged within -1 | 22 | above 0",
        "cpse converged over 0 | 20 | a whole number from 1 to 10,000 but found '0'",
        "cpse converged over 20000 | 20 | a whole number from 1 to 10,000",
        "cpse converged for 2.5 | 19 | a whole number",
        "cpse converged after -1 | 21 | a whole number from 0",
        "cpse converged after 9999999999 | 21 | a whole number",
        "cpse above x | 11 | expected a number but found 'x'",
        "cpse above NaN | 11 | a number",
        "cpse above 0x1p3 | 11 | a number",
        "cpse above 1e999 | 11 | a number of at most",
        "cpse above | 10 | found the end",
        "cpse above 1 score below 2 | 13 | expected 'and', 'or' or the end but found 'score'",
        "cpse above 1 and | 16 | a measure, 'iteration', 'not' or '(' but found the end",
        "cpse above 1 and or | 17 | found 'or'",
        "and cpse above 1 | 0 | a measure",
        "(cpse above 1 | 13 | expected 'and', 'or' or ')' but found the end",
        "(cpse converged | 15 | expected 'within', 'over', 'for', 'after', 'and', 'or' or ')'",
        "cpse above 1) | 12 | found ')'",
        "() | 1 | found ')'",
        "not | 3 | found the end",
        "score exponent -0.5 | 15 | 'in' or 'interval'",
        "score exponent in -0.5 | 18 | '['",
        "score exponent in [-0.5] | 23 | ','",
        "score exponent in [-0.4, -0.6] | 25 | at least -0.4 but found '-0.6'",
        "score exponent in [-0.6, -0.4 | 29 | ']'",
        "score exponent interval [0, 1] | 24 | 'in'",
        "score settled 0.1 | 14 | 'within'",
        "iteration converged | 10 | 'above' or 'below'",
        "iteration above 2e3 | 16 | a whole number",
        "score above 1 and \"dense | 18 | quote is not closed",
        "a/ above 1 | 0 | names no measure",
        "\"\" above 1 | 0 | names no measure",
        "score \"above\" 1 | 6 | found 'above'",
        "score above 1 or é above 1 | 17 | names no measure",
      })
  void parse_pointsAtTheCharacter(String text, int column, String expected) {
    CriterionTextException fault =
        assertThrows(CriterionTextException.class, () -> CriterionText.parse(text));
    String[] lines = fault.getMessage().split("\n", -1);
    assertEquals(column, fault.column(), fault::getMessage);
    assertEquals(3, lines.length);
    assertTrue(lines[0].contains(expected), fault::getMessage);
    assertEquals("  " + text, lines[1]);
    assertEquals("  " + " ".repeat(column) + "^", lines[2]);
  }

  @Test
  void parse_ofNothing() {
    assertEquals(
        0, assertThrows(CriterionTextException.class, () -> CriterionText.parse("")).column());
  }

  @Test
  void parse_ofTooDeepNesting() {
    String deep = "(".repeat(100_000) + "score above 1" + ")".repeat(100_000);
    assertEquals(
        100, assertThrows(CriterionTextException.class, () -> CriterionText.parse(deep)).column());
    assertThrows(
        CriterionTextException.class, () -> CriterionText.parse("not ".repeat(9999) + "a above 1"));
  }

  /** A caret is one column of a terminal, and nothing in the text gives it orders. */
  @Test
  void parse_messageForATerminal() {
    CriterionTextException fault =
        assertThrows(
            CriterionTextException.class,
            () -> CriterionText.parse("\tscore\nabove\u001b[2J \ud83d\ude00 x"));
    assertEquals(
        List.of(
            "expected 'converged', 'settled', 'above', 'below' or 'exponent' but found 'above?'",
            "   score above?[2J \ud83d\ude00 x",
            "         ^"),
        fault.getMessage().lines().toList());
    CriterionTextException wide =
        assertThrows(
            CriterionTextException.class,
            () -> CriterionText.parse("\"a/\ud83d\ude00\" above 1 x"));
    assertEquals(" ".repeat(2 + 14) + "^", wide.getMessage().split("\n", -1)[2]);
  }

  @Test
  void begin_pointsAtTheNameThatIsNotMeasured() {
    Criterion criterion =
        CriterionText.parse("cpse converged and not efectiveDimension/dense1 above 3");
    CriterionTextException fault =
        assertThrows(CriterionTextException.class, () -> criterion.begin(new Replay().session));
    assertEquals(
        "'efectiveDimension/dense1' names nothing that is measured: did you mean"
            + " effectiveDimension? known are score, cpse, cpseZ, effectiveDimension\n"
            + "  cpse converged and not efectiveDimension/dense1 above 3\n"
            + "                         ^",
        fault.getMessage());
  }

  @Test
  void begin_ofCodeSaysItWithoutACaret() {
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () -> Convergence.of("cpse.papr").begin(new Replay().session));
    assertEquals(
        "'cpse.papr' names nothing that is measured: did you mean paper? its profiles are"
            + " scaleFree, paper",
        fault.getMessage());
  }

  @Test
  void begin_findsAnOddNameInQuotes() {
    Replay replay = new Replay();
    Criterion criterion =
        replay.begin(
            CriterionText.parse("\"effectiveDimension/a \\\"layer\\\" (odd), \\\\ [1]\" above 3"));
    assertFalse(replay.test(criterion, 0).met());
    assertTrue(replay.set(THIRD, 1, 4).test(criterion, 1).met());
  }
}
