package io.complexometer.export;

import io.complexometer.export.SessionMeter.Kind;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.NamingConvention;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of some sessions on a page, those of one name together, as they stay while these
 * sessions last.
 *
 * @param sessions whose they are
 * @param families by name
 */
record PageLayout(List<LiveSession> sessions, Map<String, Family> families) {

  /**
   * Lines of one name.
   *
   * @param textHead what stands above them in Prometheus's format
   * @param openMetricsHead the same in OpenMetrics
   * @param lines the lines
   */
  record Family(String textHead, String openMetricsHead, List<PageLine> lines) {
    byte[] head(PageFormat format) {
      String head = format == PageFormat.TEXT ? textHead : openMetricsHead;
      return head.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Puts the beginnings of all lines together.
   *
   * @param sessions whose they are
   * @param naming how names and tags are written
   * @param common tags of all meters; a meter's own come before
   */
  static PageLayout of(List<LiveSession> sessions, NamingConvention naming, Tags common) {
    Map<String, Family> families = new LinkedHashMap<>();
    for (LiveSession session : sessions) {
      for (SessionMeter meter : SessionMeters.of(session)) {
        String name = family(meter, naming);
        families
            .computeIfAbsent(name, any -> family(name, meter))
            .lines()
            .addAll(lines(name, meter, session, naming, common));
      }
    }
    return new PageLayout(List.copyOf(sessions), families);
  }

  private static String family(SessionMeter meter, NamingConvention naming) {
    String name = meter.name();
    return switch (meter.kind()) {
      case GAUGE, INFO -> naming.name(name, Meter.Type.GAUGE, null);
      case COUNTER -> naming.name(name, Meter.Type.COUNTER, null);
      case TIMER -> naming.name(name, Meter.Type.TIMER, null);
      case BUCKET ->
          naming.name(
              name.substring(0, name.length() - SessionMeter.BUCKETS.length()),
              Meter.Type.TIMER,
              null);
    };
  }

  private static Family family(String name, SessionMeter first) {
    String type =
        switch (first.kind()) {
          case GAUGE -> "gauge";
          case INFO -> "info";
          case COUNTER -> "counter";
          case TIMER -> "summary";
          case BUCKET -> "histogram";
        };
    String help = first.description();
    return new Family(
        PageFormat.TEXT.head(name, type, help),
        PageFormat.OPEN_METRICS.head(name, type, help),
        new ArrayList<>());
  }

  private static List<PageLine> lines(
      String name, SessionMeter meter, LiveSession session, NamingConvention naming, Tags common) {
    Map<String, String> sorted = new TreeMap<>();
    for (Tag tag : common.and(meter.tags())) {
      sorted.put(naming.tagKey(tag.getKey()), naming.tagValue(tag.getValue()));
    }
    Map<String, String> labels = new LinkedHashMap<>(sorted);
    if (meter.kind() == Kind.BUCKET) { // its bound comes last, as in every histogram
      labels.remove(SessionMeter.BOUND);
      labels.put(SessionMeter.BOUND, sorted.get(SessionMeter.BOUND));
    }
    String line =
        switch (meter.kind()) {
          case GAUGE -> name;
          case INFO -> name + "_info";
          case COUNTER -> name + "_total";
          case BUCKET -> name + "_bucket";
          case TIMER -> name + "_sum";
        };
    PageLine last = new PageLine(PageLine.start(line, labels), session, meter, false);
    return meter.kind() == Kind.TIMER
        ? List.of(new PageLine(PageLine.start(name + "_count", labels), session, meter, true), last)
        : List.of(last);
  }
}
