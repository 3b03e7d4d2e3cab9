package io.complexometer.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongConsumer;
import picocli.CommandLine.Help.Ansi;

/** Seconds that remain: a line that counts down on a terminal, and said once anywhere else. */
final class Countdown implements LongConsumer, AutoCloseable {
  private final PrintWriter out;
  private final String text;
  private final boolean terminal;
  private boolean told;

  /**
   * A countdown that nothing has been said of.
   *
   * @param out where to
   * @param text with {@code %d} where the seconds stand
   */
  Countdown(PrintWriter out, String text) {
    this(out, text, Ansi.AUTO.enabled());
  }

  Countdown(PrintWriter out, String text, boolean terminal) {
    this.out = out;
    this.text = text;
    this.terminal = terminal;
  }

  @Override
  public void accept(long seconds) {
    String line = String.format(Locale.ROOT, text, seconds);
    if (terminal) {
      out.print("\r" + line + " "); // fewer digits leave one of those before
    } else if (!told) {
      out.println(line);
    }
    told = true;
    out.flush();
  }

  /** Ends the line. */
  @Override
  public void close() {
    if (terminal && told) {
      out.println();
      out.flush();
    }
  }
}
