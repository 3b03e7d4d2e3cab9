package io.complexometer.examples.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.ScalingLaw;

/** Writes a study for programs: every training, with points and laws. What is absent is null. */
public final class StudyJson {
  private final ObjectMapper mapper = new ObjectMapper();

  private StudyJson() {}

  /**
   * Writes a study as one JSON object.
   *
   * @param study what was found
   * @param version of this program
   * @return the text
   */
  public static String of(Study study, String version) {
    StudyJson json = new StudyJson();
    try {
      return json.mapper
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(json.node(study, version));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode node(Study study, String version) {
    ObjectNode root = mapper.createObjectNode();
    root.put("version", version);
    ObjectNode settings =
        root.putObject("settings")
            .put("data", study.data())
            .put("trainExamples", study.trainExamples())
            .put("probeExamples", study.probeExamples())
            .put("epochs", study.settings().epochs())
            .put("batch", study.settings().batch())
            .put("estimator", study.settings().estimator());
    study.settings().widths().forEach(settings.putArray("widths")::add);
    study.settings().seeds().forEach(settings.putArray("seeds")::add);
    ArrayNode runs = root.putArray("runs");
    study.runs().forEach(run -> put(runs.addObject(), run));
    return root;
  }

  private static void put(ObjectNode node, StudyRun run) {
    node.put("width", run.width())
        .put("labels", run.labels().label())
        .put("seed", run.seed())
        .put("iterations", run.iterations())
        .put("seconds", run.seconds())
        .put("trainAccuracy", run.trainAccuracy())
        .put("testAccuracy", run.testAccuracy());
    ArrayNode series = node.putArray("series");
    for (Course course : run.courses()) {
      ObjectNode one = series.addObject().put("name", course.name());
      put(one, course.trend().law());
      ArrayNode points = one.putArray("t");
      ArrayNode values = one.putArray("y");
      for (int i = 0; i < course.points().count(); i++) {
        points.add(course.points().t()[i]);
        values.add(course.points().y()[i]);
      }
    }
  }

  private static void put(ObjectNode node, ScalingLaw law) {
    node.put("decision", law.decision().label())
        .put("points", law.points())
        .put("decades", law.decades());
    ArrayNode between = node.putArray("between");
    law.between().forEach(family -> between.add(family.label()));
    ArrayNode models = node.putArray("models");
    law.fits().forEach(fit -> put(models.addObject(), fit));
  }

  private static void put(ObjectNode node, Fit fit) {
    node.put("family", fit.family().label());
    put(node, "exponent", fit.exponent());
    if (fit.interval().isPresent()) {
      Interval interval = fit.interval().get();
      ArrayNode ends = node.putArray("interval95");
      add(ends, interval.low());
      add(ends, interval.high());
    } else {
      node.putNull("interval95");
    }
    put(node, "earlierExponent", fit.earlierExponent());
    put(node, "breakTime", fit.breakTime());
    put(node, "timeConstant", fit.timeConstant());
    node.put("amplitude", fit.amplitude())
        .put("offset", fit.offset())
        .put("rho", fit.rho())
        .put("bic", fit.bic());
  }

  private static void put(ObjectNode node, String name, Value value) {
    if (value.isPresent()) {
      node.put(name, value.orNaN());
    } else {
      node.putNull(name);
    }
  }

  private static void add(ArrayNode array, Value value) {
    if (value.isPresent()) {
      array.add(value.orNaN());
    } else {
      array.addNull();
    }
  }
}
