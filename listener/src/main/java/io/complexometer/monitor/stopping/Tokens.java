package io.complexometer.monitor.stopping;

/** The words of a criterion's text, one after the other. */
final class Tokens {
  private static final String BRACKETS = "()[],";

  private final String text;
  private int position;
  private Token next;

  Tokens(String text) {
    this.text = text;
    this.next = read();
  }

  /** The next one, which stays. */
  Token peek() {
    return next;
  }

  /** The next one. */
  Token next() {
    Token token = next;
    next = read();
    return token;
  }

  /** Goes past the next one if it is this word of the language. */
  boolean skip(String word) {
    boolean here = next.is(word);
    if (here) {
      next = read();
    }
    return here;
  }

  Place place(Token token) {
    return new Place(text, token.column());
  }

  private Token read() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    int start = position;
    if (start == text.length()) {
      return new Token("", start, false);
    }
    if (text.charAt(start) == '"') {
      return quoted(start);
    }
    position++;
    if (BRACKETS.indexOf(text.charAt(start)) < 0) {
      while (position < text.length() && isOfWord(text.charAt(position))) {
        position++;
      }
    }
    return new Token(text.substring(start, position), start, false);
  }

  /** Whether a name can be written without quotes. */
  static boolean isWord(String name) {
    return !name.isEmpty() && name.chars().allMatch(letter -> isOfWord((char) letter));
  }

  private static boolean isOfWord(char letter) {
    return !Character.isWhitespace(letter) && BRACKETS.indexOf(letter) < 0 && letter != '"';
  }

  private Token quoted(int start) {
    StringBuilder name = new StringBuilder();
    for (position = start + 1; position < text.length(); position++) {
      char letter = text.charAt(position);
      if (letter == '"') {
        position++;
        return new Token(name.toString(), start, true);
      }
      if (letter == '\\' && position + 1 < text.length()) {
        letter = text.charAt(++position);
      }
      name.append(letter);
    }
    throw new Place(text, start).fault("this quote is not closed");
  }
}
