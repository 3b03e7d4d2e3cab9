package io.complexometer.monitor;

/**
 * What a criterion says of the newest sample.
 *
 * @param met whether the training has done enough
 * @param why in words: what was found, with its numbers
 */
public record Verdict(boolean met, String why) {

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
}
