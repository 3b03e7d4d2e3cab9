package io.complexometer.examples.fitting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.LogLogSlope;
import java.util.ArrayList;
import java.util.List;

/** Writes the slopes of measures against each other, for people and for programs. */
public final class SlopesText {
  private SlopesText() {}

  /**
   * For people.
   *
   * @param slopes what was found
   * @return lines
   */
  public static List<String> lines(Slopes slopes) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(slopes.name(), slopes.contents()));
    slopes.notices().forEach(notice -> lines.add("notice: " + notice));
    lines.add("");
    for (Slopes.One one : slopes.all()) {
      lines.add("%s against %s: %s".formatted(one.y(), one.x(), found(one.slope())));
    }
    lines.add("");
    lines.add("Slopes on log-log axes with 95 % intervals, from blocks of neighbours drawn with");
    lines.add("replacement. Descriptive: both sides are noisy, and no law is claimed.");
    return lines;
  }

  private static String found(LogLogSlope slope) {
    String points = "%,d %s".formatted(slope.points(), slope.points() == 1 ? "point" : "points");
    return slope.slope() instanceof Value.Absent absent
        ? "none, %s: %s".formatted(points, absent.reason())
        : "%s %s, %s"
            .formatted(
                DecisionSentence.exponent(slope.slope()),
                DecisionSentence.interval(new Interval(slope.low(), slope.high())),
                points);
  }

  /**
   * For programs; what is absent is null, and its reason is there.
   *
   * @param slopes what was found
   * @return one JSON object
   */
  public static String json(Slopes slopes) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("file", slopes.name()).put("contents", slopes.contents());
    ArrayNode all = root.putArray("slopes");
    for (Slopes.One one : slopes.all()) {
      ObjectNode node = all.addObject().put("y", one.y()).put("x", one.x());
      LogLogSlope slope = one.slope();
      if (slope.slope() instanceof Value.Absent absent) {
        node.putNull("slope").putNull("interval95").put("reason", absent.reason());
      } else {
        node.put("slope", slope.slope().orNaN());
        node.putArray("interval95").add(slope.low().orNaN()).add(slope.high().orNaN());
      }
      node.put("points", slope.points());
    }
    slopes.notices().forEach(root.putArray("notices")::add);
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
