package io.complexometer.monitor.stopping;

/**
 * A character of a text.
 *
 * @param text the text
 * @param column from 0; the length of the text stands for its end
 */
record Place(String text, int column) {

  /** What is wrong there. */
  CriterionTextException fault(String what) {
    return new CriterionTextException(what, text, column);
  }
}
