package io.complexometer.export;

/**
 * A value that a meter cannot show, and why: empty text where a component does not apply.
 *
 * @param meter dotted name of the meter that has no value
 * @param measure the measure it belongs to
 * @param profile which definition of the measure
 * @param layer the layer, named as in the meter's tags
 * @param parameter the weight matrix's parameter
 * @param reason a short constant phrase
 */
record Absence(
    String meter, String measure, String profile, String layer, String parameter, String reason) {

  /**
   * A value of the whole network that belongs to no metric of the session.
   *
   * @param meter dotted name of the meter
   * @param measure the measure, or empty
   * @param reason a short constant phrase
   * @return the absence
   */
  static Absence of(String meter, String measure, String reason) {
    return new Absence(meter, measure, "", "", "", reason);
  }

  /**
   * A value of a series.
   *
   * @param name the series
   * @param reason a short constant phrase
   * @return the absence
   */
  static Absence of(SeriesName name, String reason) {
    return new Absence(
        name.meter(),
        name.series().metric().measure(),
        name.series().metric().profile(),
        name.layer(),
        name.parameter(),
        reason);
  }
}
