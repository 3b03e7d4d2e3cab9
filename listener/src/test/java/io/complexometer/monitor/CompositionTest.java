package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CompositionTest {

  /** Met in the samples of which the iteration is a multiple of a number; counts all. */
  private static final class Multiple implements Criterion {
    private final int of;
    private int seen;
    private boolean begun;

    Multiple(int of) {
      this.of = of;
    }

    @Override
    public void begin(Session session) {
      begun = true;
      seen = 0;
    }

    @Override
    public Verdict test(Sample sample) {
      seen++;
      return new Verdict(sample.iteration() % of == 0, "of " + of);
    }

    @Override
    public String describe() {
      return Integer.toString(of);
    }

    @Override
    public double[] state() {
      return new double[] {of, seen};
    }

    @Override
    public void restore(double[] state) {
      assertEquals(of, state[0]);
      seen = (int) state[1];
    }
  }

  private final Multiple two = new Multiple(2);
  private final Multiple three = new Multiple(3);
  private final Multiple five = new Multiple(5);

  private static Sample sample(long iteration) {
    return new Sample(
        "s", iteration, 0, 0, Value.of(1), List.of(), List.of(), Optional.empty(), List.of());
  }

  @Test
  void test_ofAllNumbersTo60() {
    Criterion and = two.and(three).and(five);
    Criterion or = two.or(three).or(five);
    Criterion mixed = two.and(three.or(five.not()));
    for (int i = 1; i <= 60; i++) {
      assertEquals(i % 30 == 0, and.test(sample(i)).met());
      assertEquals(i % 2 == 0 || i % 3 == 0 || i % 5 == 0, or.test(sample(i)).met());
      assertEquals(i % 2 == 0 && (i % 3 == 0 || i % 5 != 0), mixed.test(sample(i)).met());
    }
    // no member was left out of any of the three at any sample
    assertEquals(List.of(180, 180, 180), List.of(two.seen, three.seen, five.seen));
  }

  @Test
  void test_saysWhichMembersDecided() {
    assertEquals("of 2; of 3", two.and(three).test(sample(6)).why());
    assertEquals("of 3", two.and(three).test(sample(4)).why());
    assertEquals("of 2; of 3", two.and(three).test(sample(5)).why());
    assertEquals("of 2", two.or(three).test(sample(4)).why());
    assertEquals("of 2; of 3", two.or(three).test(sample(5)).why());
    assertEquals(Verdict.met("of 3"), three.not().test(sample(4)));
  }

  @Test
  void begin_reachesAllMembers() {
    two.and(three.or(five.not())).begin(null);
    assertTrue(two.begun && three.begun && five.begun);
  }

  @Test
  void restore_dealsOutWhatStateHasCollected() {
    Criterion composed = two.and(three.or(five.not()));
    composed.test(sample(1));
    composed.test(sample(2));
    double[] state = composed.state();
    assertArrayEquals(new double[] {2, 2, 3, 2, 5, 2}, state);
    Multiple otherFive = new Multiple(5);
    Criterion other = new Multiple(2).and(new Multiple(3).or(otherFive.not()));
    other.restore(state);
    assertArrayEquals(state, other.state());
    assertEquals(2, otherFive.seen);
    assertThrows(IllegalArgumentException.class, () -> other.restore(new double[5]));
    assertThrows(IllegalArgumentException.class, () -> other.restore(new double[7]));
  }

  @Test
  void describe_bracketsWhereTheyAreNeeded() {
    assertEquals("2 and 3 and 5", two.and(three.and(five)).describe());
    assertEquals("2 or 3 or 5", two.or(three).or(five).describe());
    assertEquals("2 and 3 or 5", two.and(three).or(five).describe());
    assertEquals("(2 or 3) and 5", two.or(three).and(five).describe());
    assertEquals("not (2 and 3)", two.and(three).not().describe());
    assertEquals("not not 2", two.not().not().describe());
  }

  @Test
  void not_ofALambda() {
    Criterion never = sample -> Verdict.notMet("never");
    assertTrue(never.not().test(sample(1)).met());
    assertFalse(never.or(never).test(sample(1)).met());
  }
}
