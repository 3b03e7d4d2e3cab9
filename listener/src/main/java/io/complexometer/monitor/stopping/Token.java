package io.complexometer.monitor.stopping;

/**
 * A word of a criterion's text.
 *
 * @param text without its quotes; empty at the end
 * @param column of its first character, from 0
 * @param quoted whether it was in quotes, and so is a name
 */
record Token(String text, int column, boolean quoted) {

  boolean isEnd() {
    return text.isEmpty() && !quoted;
  }

  /** Whether it is a word of the language. */
  boolean is(String word) {
    return !quoted && text.equals(word);
  }

  /** For messages. */
  @Override
  public String toString() {
    return isEnd() ? "the end" : "'" + text + "'";
  }
}
