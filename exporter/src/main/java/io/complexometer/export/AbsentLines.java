package io.complexometer.export;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of {@code complexity_absent}, which are mostly the same from scrape to scrape. */
final class AbsentLines {
  static final String NAME = "complexity_absent";
  static final String HELP = "1 for each series that has no value now; the label reason says why.";

  private static final int MOST = 100_000; // a session's reasons are few; others come and go

  private record Key(String session, Absence absence) {}

  private final NamingConvention naming;
  private final Map<Key, byte[]> lines = new ConcurrentHashMap<>();

  AbsentLines(NamingConvention naming) {
    this.naming = naming;
  }

  /** Writes the lines of all sessions, below what explains them; nothing if all have all values. */
  void write(List<LiveSession> sessions, PageFormat format, PageBytes page) {
    int begin = page.length();
    page.append(format.head(NAME, "gauge", HELP));
    int head = page.length();
    if (lines.size() > MOST) {
      lines.clear();
    }
    for (LiveSession session : sessions) {
      String id = session.session().id();
      for (Absence absence : session.absences()) {
        page.append(lines.computeIfAbsent(new Key(id, absence), this::line));
      }
    }
    if (page.length() == head) {
      page.backTo(begin);
    }
  }

  private byte[] line(Key key) {
    TreeMap<String, String> labels = new TreeMap<>(labels(key.session(), key.absence(), naming));
    String start = new String(PageLine.start(NAME, labels), StandardCharsets.UTF_8);
    return (start + "1.0\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The labels of one line. */
  static Map<String, String> labels(String session, Absence absence, NamingConvention naming) {
    return Map.of(
        "session", session,
        "metric", naming.name(absence.meter(), Meter.Type.GAUGE, null),
        "series", absence.series(),
        "measure", absence.measure(),
        "profile", absence.profile(),
        "layer", absence.layer(),
        "parameter", absence.parameter(),
        "reason", absence.reason());
  }
}
