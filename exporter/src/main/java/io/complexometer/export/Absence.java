package io.complexometer.export;

/**
 * A value that a meter cannot show, and why: empty text where a component does not apply.
 *
 * @param meter dotted name of the meter that has no value
 * @param series key of the series, of a meter that belongs to its law
 * @param measure the measure it belongs to
 * @param profile which definition of the measure
 * @param layer the layer, named as in the meter's tags
 * @param parameter the weight matrix's parameter
 * @param reason a short constant phrase
 */
record Absence(
    String meter,
    String series,
    String measure,
    String profile,
    String layer,
    String parameter,
    String reason) {

  /**
   * A value of the whole network that belongs to no metric of the session.
   *
   * @param meter dotted name of the meter
   * @param measure the measure, or empty
   * @param reason a short constant phrase
   * @return the absence
   */
  static Absence of(String meter, String measure, String reason) {
    return new Absence(meter, "", measure, "", "", "", reason);
  }

  /**
   * A value of a series.
   *
   * @param name the series
   * @param reason a short constant phrase
   * @return the absence
   */
  static Absence of(SeriesName name, String reason) {
    return of(name.meter(), "", name, reason);
  }

  /**
   * A value of the law that is fitted to a series.
   *
   * @param meter dotted name of the meter
   * @param name the series
   * @param reason a short constant phrase
   * @return the absence
   */
  static Absence ofLaw(String meter, SeriesName name, String reason) {
    return of(meter, name.series().metric().key(), name, reason);
  }

  /**
   * The density of a weight matrix.
   *
   * @param layer named as in the meter's tags
   * @param parameter of the weight matrix
   * @param reason a short constant phrase
   * @return the absence
   */
  static Absence ofDensity(String layer, String parameter, String reason) {
    return new Absence(SessionMeters.DENSITY, "", "spectrum", "", layer, parameter, reason);
  }

  private static Absence of(String meter, String series, SeriesName name, String reason) {
    return new Absence(
        meter,
        series,
        name.series().metric().measure(),
        name.series().metric().profile(),
        name.layer(),
        name.parameter(),
        reason);
  }
}
