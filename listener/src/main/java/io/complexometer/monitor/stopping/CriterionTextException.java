package io.complexometer.monitor.stopping;

/**
 * A text that says no criterion, or one that names something that is not measured. Its message has
 * three lines: what was expected and what was found, the text, and a caret under the character.
 */
public final class CriterionTextException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private static final String INDENT = "  ";

  private final int column;

  /**
   * An error.
   *
   * @param what is wrong, in one line
   * @param text as it was written
   * @param column of the character, from 0
   */
  CriterionTextException(String what, String text, int column) {
    super(shown(what) + "\n" + INDENT + shown(text) + "\n" + INDENT + caret(text, column));
    this.column = column;
  }

  /**
   * Where in the text it is wrong.
   *
   * @return the character, from 0; the length of the text where that ends too early
   */
  public int column() {
    return column;
  }

  /** One line, one column for each character: no line ends, no tabs, no orders to a terminal. */
  private static String shown(String text) {
    return text.replaceAll("\\s", " ").replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static String caret(String text, int column) {
    return " ".repeat(text.codePointCount(0, column)) + "^";
  }
}
