package io.complexometer.export;

import io.complexometer.monitor.Session;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tags that all meters of a session have: its id, and those of the user that every monitoring
 * system can take. One that cannot be had is better left out than all meters with it.
 */
final class SessionTags {

  private static final Logger log = LoggerFactory.getLogger(SessionTags.class);
  private static final PrometheusNamingConvention PROMETHEUS = new PrometheusNamingConvention();

  /** Keys with a meaning of their own, which a user's tag would blur. */
  private static final Set<String> RESERVED =
      Set.of(
          "session",
          "name",
          "model.type",
          "headline",
          "layer",
          "parameter",
          "profile",
          "measure",
          "series",
          "decision",
          "criterion",
          SessionMeter.BOUND,
          "quantile"); // Prometheus' own, as the one before

  private SessionTags() {}

  /** Whether the metrics use a key themselves, in the dotted form or in that of Prometheus. */
  static boolean isReserved(String key) {
    return RESERVED.contains(key) || RESERVED.contains(key.replace('_', '.'));
  }

  static Tags of(Session session) {
    Tags tags = Tags.of("session", session.id());
    Set<String> taken = new HashSet<>();
    for (var tag : session.tags().entrySet()) {
      String key = tag.getKey();
      if (key.isEmpty() || isReserved(key) || !taken.add(PROMETHEUS.tagKey(key))) {
        log.warn(
            "The tag '{}' of session {} is left out of its meters: they use that key themselves, or"
                + " another tag does in Prometheus' spelling; choose another",
            key,
            session.id());
      } else {
        tags = tags.and(key, tag.getValue());
      }
    }
    return tags;
  }
}
