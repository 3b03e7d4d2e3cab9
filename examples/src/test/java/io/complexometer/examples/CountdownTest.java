package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class CountdownTest {
  @Test
  void countdown_terminal_countsInOneLine() {
    assertEquals("\rwaiting 10 s \rwaiting 9 s \n", told(true));
  }

  @Test
  void countdown_elsewhere_saysItOnce() {
    assertEquals("waiting 10 s\n", told(false));
  }

  private static String told(boolean terminal) {
    StringWriter text = new StringWriter();
    try (Countdown countdown = new Countdown(new PrintWriter(text), "waiting %d s", terminal)) {
      countdown.accept(10);
      countdown.accept(9);
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
