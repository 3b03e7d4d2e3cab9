package io.complexometer.export;

import io.complexometer.monitor.Session;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tags that all meters of a session have: its id, and those of the user. */
final class SessionTags {

  private static final Logger log = LoggerFactory.getLogger(SessionTags.class);

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
          "criterion");

  private SessionTags() {}

  /** Whether the metrics use a key themselves, in the dotted form or in that of Prometheus. */
  static boolean isReserved(String key) {
    return RESERVED.contains(key) || RESERVED.contains(key.replace('_', '.'));
  }

  static Tags of(Session session) {
    Tags tags = Tags.of("session", session.id());
    for (var tag : session.tags().entrySet()) {
      if (RESERVED.contains(tag.getKey())) {
        log.warn(
            "The tag {} of session {} is left out of its meters: they use that key themselves;"
                + " choose another",
            tag.getKey(),
            session.id());
      } else {
        tags = tags.and(tag.getKey(), tag.getValue());
      }
    }
    return tags;
  }
}
