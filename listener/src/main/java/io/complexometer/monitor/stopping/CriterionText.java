package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.SeriesPattern;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a criterion from a line of text, as {@link Criterion#describe} writes it: {@code cpse
 * converged}, {@code effectiveDimension settled within 0.05 and iteration above 2000}.
 *
 * <pre>
 * criterion = both { "or" both }
 * both      = one { "and" one }
 * one       = "not" one | "(" criterion ")" | statement
 * statement = SERIES "converged" { "within" NUMBER | "over" COUNT | "for" COUNT | "after" COUNT }
 *           | SERIES "settled" "within" NUMBER
 *           | SERIES ( "above" | "below" ) NUMBER
 *           | SERIES "exponent" [ "interval" ] "in" "[" NUMBER "," NUMBER "]"
 *           | "iteration" ( "above" | "below" ) COUNT
 * </pre>
 *
 * <p>SERIES is what {@link SeriesPattern} reads, in double quotes where it has blanks, brackets,
 * commas or quotes; in these a backslash makes the next character an ordinary one. One method here
 * reads each line of the grammar.
 */
public final class CriterionText {
  private static final String ITERATION = "iteration";
  private static final Set<String> RESERVED = Set.of("not", "and", "or", ITERATION);
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
  private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
  private static final int DEEPEST = 100;

  private final Tokens tokens;
  private int depth;
  private String alternatives = ""; // what could also have come at the next word
  private int alternativesAt = -1;

  private CriterionText(String text) {
    this.tokens = new Tokens(text);
  }

  /**
   * Reads a criterion. Whether its series are there is found when a training begins.
   *
   * @param text the criterion in words
   * @return for one training at a time
   * @throws CriterionTextException if it is none; the message points at the character
   */
  public static Criterion parse(String text) {
    CriterionText reader = new CriterionText(text);
    Criterion criterion = reader.criterion();
    if (!reader.tokens.peek().isEnd()) {
      throw reader.unexpected(reader.tokens.peek(), "'and', 'or' or the end");
    }
    return criterion;
  }

  private Criterion criterion() {
    Criterion all = both();
    while (tokens.skip("or")) {
      all = all.or(both());
    }
    return all;
  }

  private Criterion both() {
    Criterion all = one();
    while (tokens.skip("and")) {
      all = all.and(one());
    }
    return all;
  }

  private Criterion one() {
    Token start = tokens.peek();
    if (++depth > DEEPEST) {
      throw tokens.place(start).fault("more than " + DEEPEST + " levels of 'not' and brackets");
    }
    Criterion one;
    if (tokens.skip("not")) {
      one = one().not();
    } else if (tokens.skip("(")) {
      one = criterion();
      expect(")", "'and', 'or' or ')'");
    } else if (tokens.skip(ITERATION)) {
      one = iteration();
    } else {
      one = statement();
    }
    depth--;
    return one;
  }

  private Criterion iteration() {
    Token side = tokens.next();
    if (!side.is("above") && !side.is("below")) {
      throw unexpected(side, "'above' or 'below'");
    }
    return new IterationLimit(side.is("above"), count(0));
  }

  private Criterion statement() {
    Token name = tokens.next();
    SeriesPattern series = series(name);
    Token verb = tokens.next();
    SeriesCriterion statement =
        switch (verb.quoted() ? "" : verb.text()) {
          case "converged" -> converged(series);
          case "settled" -> settled(series);
          case "above" -> new Threshold(series, true, number());
          case "below" -> new Threshold(series, false, number());
          case "exponent" -> exponent(series);
          default ->
              throw unexpected(verb, "'converged', 'settled', 'above', 'below' or 'exponent'");
        };
    return statement.readAt(tokens.place(name));
  }

  private SeriesPattern series(Token name) {
    boolean word = name.quoted() || Tokens.isWord(name.text());
    if (!word || (!name.quoted() && RESERVED.contains(name.text()))) {
      throw unexpected(name, "a measure, 'iteration', 'not' or '('");
    }
    try {
      return SeriesPattern.of(name.text());
    } catch (IllegalArgumentException e) {
      throw tokens.place(name).fault(e.getMessage());
    }
  }

  /** Each setting once, in any order; what is left out has its default. */
  private Convergence converged(SeriesPattern series) {
    Map<String, Setting> left = new LinkedHashMap<>();
    left.put("within", convergence -> convergence.within(positive()));
    left.put("over", convergence -> convergence.over(count(1, Convergence.LARGEST_WINDOW)));
    left.put("for", convergence -> convergence.during(count(1)));
    left.put("after", convergence -> convergence.after(count(0)));
    Convergence convergence = Convergence.of(series);
    while (!tokens.peek().quoted() && left.containsKey(tokens.peek().text())) {
      convergence = left.remove(tokens.next().text()).read(convergence);
    }
    alternativesAt = tokens.peek().column();
    alternatives = left.isEmpty() ? "" : "'" + String.join("', '", left.keySet()) + "', ";
    return convergence;
  }

  private interface Setting {
    Convergence read(Convergence convergence);
  }

  private SeriesCriterion settled(SeriesPattern series) {
    expect("within", "'within'");
    return new AsymptoteReached(series, positive());
  }

  private SeriesCriterion exponent(SeriesPattern series) {
    boolean whole = tokens.skip("interval");
    expect("in", whole ? "'in'" : "'in' or 'interval'");
    expect("[", "'['");
    double least = number();
    expect(",", "','");
    Token second = tokens.peek();
    double most = number();
    if (most < least) {
      throw unexpected(second, "a number of at least " + number(least));
    }
    expect("]", "']'");
    return new ExponentWithin(series, least, most, whole);
  }

  private double positive() {
    Token token = tokens.peek();
    double number = number("a number above 0");
    if (!(number > 0)) {
      throw unexpected(token, "a number above 0");
    }
    return number;
  }

  private double number() {
    return number("a number");
  }

  private double number(String expected) {
    Token token = tokens.next();
    if (token.quoted() || !NUMBER.matcher(token.text()).matches()) {
      throw unexpected(token, expected);
    }
    double number = Double.parseDouble(token.text());
    if (!Double.isFinite(number)) {
      throw unexpected(token, expected + " of at most 1.8E308");
    }
    return number;
  }

  private int count(int least) {
    return count(least, 999_999_999);
  }

  private int count(int least, int most) {
    Token token = tokens.next();
    boolean isCount = !token.quoted() && COUNT.matcher(token.text()).matches();
    int count = isCount ? Integer.parseInt(token.text()) : -1;
    if (count < least || count > most) {
      throw unexpected(token, "a whole number from %d to %,d".formatted(least, most));
    }
    return count;
  }

  private void expect(String word, String expected) {
    if (!tokens.skip(word)) {
      throw unexpected(tokens.peek(), expected);
    }
  }

  private CriterionTextException unexpected(Token found, String expected) {
    String also = found.column() == alternativesAt ? alternatives : "";
    return tokens.place(found).fault("expected %s%s but found %s".formatted(also, expected, found));
  }

  /** A number as it is read, and in few characters. */
  static String number(double number) {
    return Double.toString(number).replaceFirst("\\.0$", "");
  }

  /** The series as they are read, in quotes where they have to be. */
  static String word(SeriesPattern series) {
    String text = series.toString();
    return Tokens.isWord(text) && !RESERVED.contains(text)
        ? text
        : '"' + text.replaceAll("[\\\\\"]", "\\\\$0") + '"';
  }
}
