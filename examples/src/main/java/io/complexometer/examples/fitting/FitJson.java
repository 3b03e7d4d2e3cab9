package io.complexometer.examples.fitting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Projection;
import java.util.List;

/** Writes laws for programs. What is absent is null, and its reason is listed. */
public final class FitJson {
  private final ObjectMapper mapper = new ObjectMapper();
  private ArrayNode absent = mapper.createArrayNode();

  private FitJson() {}

  /**
   * Writes one JSON object: of one series its law, of several a list of these.
   *
   * @param source what was read
   * @param series its series with their laws, at least one
   * @return the text
   */
  public static String of(SeriesSource source, List<FittedSeries> series) {
    FitJson json = new FitJson();
    ObjectNode root = json.mapper.createObjectNode();
    root.put("file", source.name()).put("contents", source.contents());
    if (series.size() == 1) {
      json.put(root, series.get(0));
    } else {
      ArrayNode all = root.putArray("series");
      series.forEach(one -> json.put(all.addObject(), one));
    }
    source.notices().forEach(root.putArray("notices")::add);
    try {
      return json.mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void put(ObjectNode node, FittedSeries one) {
    absent = mapper.createArrayNode();
    node.put("name", one.name());
    node.put("decision", one.law().decision().label());
    node.put("sentence", DecisionSentence.of(one));
    node.put("points", one.law().points());
    node.put("decades", one.law().decades());
    one.law().between().stream().map(Family::label).forEach(node.putArray("between")::add);
    ArrayNode models = node.putArray("models");
    one.law().fits().forEach(fit -> putModel(models.addObject(), fit));
    put(node, "", "determination", one.determination());
    put(node, "", "localSlope", one.localSlope());
    ObjectNode projection = node.putObject("projection");
    put(projection, "asymptote", one.asymptote());
    projection.put("at", one.at());
    put(projection, "value", one.value());
    projection.put("settledBelow", one.threshold());
    put(projection, "settled", one.settled());
    one.caveats().forEach(node.putArray("caveats")::add);
    node.set("absent", absent);
  }

  /** What a law does not have is null without a reason: that is the same for all series. */
  private static void putModel(ObjectNode node, Fit fit) {
    node.put("family", fit.family().label());
    put(node, "exponent", fit.exponent());
    fit.interval()
        .ifPresentOrElse(
            interval -> {
              ArrayNode ends = node.putArray("interval95");
              List.of(interval.low(), interval.high())
                  .forEach(
                      end -> {
                        if (end.isPresent()) {
                          ends.add(end.orNaN());
                        } else {
                          ends.addNull();
                        }
                      });
            },
            () -> node.putNull("interval95"));
    node.put("amplitude", fit.amplitude());
    node.put("offset", fit.offset());
    node.put("rho", fit.rho());
    node.put("bic", fit.bic());
    put(node, "determination", fit.determination());
    put(node, "earlierExponent", fit.earlierExponent());
    put(node, "breakTime", fit.breakTime());
    put(node, "timeConstant", fit.timeConstant());
  }

  private static void put(ObjectNode node, String name, Value value) {
    if (value.isPresent()) {
      node.put(name, value.orNaN());
    } else {
      node.putNull(name);
    }
  }

  private void put(ObjectNode parent, String name, Projection projection) {
    ObjectNode node = parent.putObject(name);
    String path = "projection." + name + ".";
    put(node, path, "value", projection.value());
    put(node, path, "low", projection.low());
    put(node, path, "high", projection.high());
  }

  private void put(ObjectNode node, String path, String name, Value value) {
    put(node, name, value);
    if (value instanceof Value.Absent reason) {
      absent.addObject().put("measure", path + name).put("reason", reason.reason());
    }
  }
}
