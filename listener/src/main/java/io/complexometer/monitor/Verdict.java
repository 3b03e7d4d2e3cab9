package io.complexometer.monitor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a criterion says of the newest sample.
 *
 * <p>There is a third answer beside yes and no: where there is nothing to look at yet, neither a
 * condition nor its opposite holds. Without it {@code not (cpseZ above 3)} would end a training at
 * its first sample, since no z-score is there. Verdicts are put together by Kleene's rules for
 * three truth values.
 *
 * @param met whether the training has done enough
 * @param known whether it can be told; what is met is known
 * @param why in words: what was found, with its numbers; a statement that is as true of the
 *     opposite
 */
public record Verdict(boolean met, boolean known, String why) {

  public Verdict {
    if (met && !known) {
      throw new IllegalArgumentException("met, and not known: " + why);
    }
  }

  /**
   * A verdict that is known.
   *
   * @param met whether the training has done enough
   * @param why what was found
   */
  public Verdict(boolean met, String why) {
    this(met, true, why);
  }

  /**
   * The training has done enough.
   *
   * @param why what was found
   * @return the verdict
   */
  public static Verdict met(String why) {
    return new Verdict(true, why);
  }

  /**
   * The training has to go on.
   *
   * @param why what is missing
   * @return the verdict
   */
  public static Verdict notMet(String why) {
    return new Verdict(false, why);
  }

  /**
   * The training has to go on, since nothing can be said yet.
   *
   * @param why what is not there
   * @return the verdict
   */
  public static Verdict unknown(String why) {
    return new Verdict(false, false, why);
  }

  /**
   * The opposite; of what is not known that is not known either.
   *
   * @return with the same words
   */
  public Verdict negated() {
    return new Verdict(known && !met, known, why);
  }

  /**
   * Whether all are met.
   *
   * @param verdicts at least one
   * @return with the words of those that decide: of all if they are met, else of those that are not
   */
  public static Verdict allOf(List<Verdict> verdicts) {
    List<Verdict> against = verdicts.stream().filter(one -> one.known && !one.met).toList();
    if (!against.isEmpty()) {
      return notMet(words(against));
    }
    List<Verdict> open = verdicts.stream().filter(one -> !one.known).toList();
    return open.isEmpty() ? met(words(verdicts)) : unknown(words(open));
  }

  /**
   * Whether at least one is met.
   *
   * @param verdicts at least one
   * @return with the words of those that decide: of those that are met, else of all that matter
   */
  public static Verdict anyOf(List<Verdict> verdicts) {
    return allOf(verdicts.stream().map(Verdict::negated).toList()).negated();
  }

  private static String words(List<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::why).collect(Collectors.joining("; "));
  }
}
