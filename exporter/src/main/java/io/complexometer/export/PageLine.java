package io.complexometer.export;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A line of a page: all but its number is put together once. */
final class PageLine {
  private final byte[] start;
  private final LiveSession live;
  private final SessionMeter meter;
  private final boolean counts;

  /**
   * A line.
   *
   * @param start name and labels, and the space behind them
   * @param live the session that is read
   * @param meter what is read of it
   * @param counts whether it is the count of a timer, and not its seconds
   */
  PageLine(byte[] start, LiveSession live, SessionMeter meter, boolean counts) {
    this.start = start;
    this.live = live;
    this.meter = meter;
    this.counts = counts;
  }

  /**
   * The beginning of a line.
   *
   * @param name with its suffix
   * @param labels in their order
   */
  static byte[] start(String name, Map<String, String> labels) {
    return (key(name, labels) + " ").getBytes(StandardCharsets.UTF_8);
  }

  /** A name and its labels, as both languages write them. */
  static String key(String name, Map<String, String> labels) {
    StringBuilder text = new StringBuilder(name);
    char before = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      text.append(before).append(label.getKey()).append("=\"");
      text.append(PageFormat.escaped(label.getValue())).append('"');
      before = ',';
    }
    return text.append(labels.isEmpty() ? "" : "}").toString();
  }

  /** Writes it, unless its value is absent. */
  void write(PageBytes page) {
    switch (meter.kind()) {
      case GAUGE -> {
        double number = meter.value().applyAsDouble(live);
        if (!Double.isNaN(number)) {
          page.append(start);
          page.append(number);
          page.endLine();
        }
      }
      case INFO -> write(page, 1);
      case BUCKET -> write(page, (long) meter.value().applyAsDouble(live));
      case COUNTER, TIMER -> {
        if (counts) {
          write(page, meter.count().applyAsLong(live));
        } else {
          page.append(start);
          page.append(meter.value().applyAsDouble(live));
          page.endLine();
        }
      }
    }
  }

  private void write(PageBytes page, long number) {
    page.append(start);
    page.append(number);
    page.endLine();
  }
}
