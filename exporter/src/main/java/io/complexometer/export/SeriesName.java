package io.complexometer.export;

import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one series is called in every monitoring system: its meter and the tags that tell it from the
 * meter's other series.
 *
 * @param series the series
 * @param meter dotted name of its meter
 * @param layer the layer's index and name, {@code 02_conv2}, or empty for the whole network
 * @param parameter Deeplearning4j's key of the weight matrix, or empty where the series has none
 */
record SeriesName(Series series, String meter, String layer, String parameter) {

  /**
   * Characters of a layer's name in labels: it is in each of its series. The index tells layers
   * apart whose names begin alike.
   */
  private static final int LONGEST = 100;

  /** What all meters of Complexometer begin with. */
  static final String PREFIX = "complexity.";

  /**
   * Names all series of a session whose values come with samples.
   *
   * @param session the session
   * @return the names, in the order of its series
   */
  static List<SeriesName> of(Session session) {
    int digits = digits(session);
    return session.series().stream().map(series -> of(series, digits)).toList();
  }

  /**
   * Names the series of a session whose values stay the same.
   *
   * @param session the session
   * @return the names, in the order of its constants
   */
  static List<SeriesName> ofConstants(Session session) {
    int digits = digits(session);
    return session.constants().stream().map(constant -> of(constant.series(), digits)).toList();
  }

  /**
   * Names the series of a session that laws are fitted to, each after its own meter.
   *
   * @param session the session
   * @return the names, in the order of every sample's trends
   */
  static List<SeriesName> ofFitted(Session session) {
    int digits = digits(session);
    return session.fitted().stream().map(series -> of(series, digits)).toList();
  }

  /**
   * Names a layer of a session.
   *
   * @param session the session
   * @param layer the layer, if it is about one
   * @return its index and name, {@code 02_conv2}, or empty for the whole network
   */
  static String layer(Session session, Optional<Layer> layer) {
    int digits = digits(session);
    return layer.map(one -> layer(one, digits)).orElse("");
  }

  /** As many in all of a session's names: then panels list the layers in forward order. */
  private static int digits(Session session) {
    int last = session.layers().stream().mapToInt(Layer::index).max().orElse(0);
    return Math.max(2, Integer.toString(last).length());
  }

  private static SeriesName of(Series series, int digits) {
    return new SeriesName(
        series,
        PREFIX + series.metric().name(),
        series.layer().map(layer -> layer(layer, digits)).orElse(""),
        series.matrix().map(WeightMatrix::parameter).orElse(""));
  }

  private static String layer(Layer layer, int digits) {
    String name = layer.name();
    if (name.codePointCount(0, name.length()) > LONGEST) {
      name = name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "..";
    }
    return String.format(Locale.ROOT, "%0" + digits + "d_%s", layer.index(), name);
  }

  /**
   * The tags of this series, always the same keys for one meter.
   *
   * @return the tags, without those of the session
   */
  Tags tags() {
    Metric metric = series.metric();
    Tags tags = metric.profile().isEmpty() ? Tags.empty() : Tags.of("profile", metric.profile());
    return switch (metric.scope()) {
      case NETWORK -> tags;
      case LAYER -> tags.and("layer", layer);
      case MATRIX -> tags.and("layer", layer, "parameter", parameter);
    };
  }

  /**
   * The tags of the law that is fitted to this series: one meter holds laws of all kinds of series,
   * so all have the same keys.
   *
   * @return the tags, without those of the session
   */
  Tags lawTags() {
    return Tags.of(
        "series",
        series.metric().key(),
        "profile",
        series.metric().profile(),
        "layer",
        layer,
        "parameter",
        parameter);
  }

  /**
   * The help text. The unit is in it and not in the meter's name: Prometheus knows only base units,
   * and its linter refuses others as a suffix.
   *
   * @return the metric's description, with the unit if it has one
   */
  String description() {
    Metric metric = series.metric();
    return metric.unit().isEmpty()
        ? metric.description()
        : metric.description() + " Unit: " + metric.unit() + ".";
  }
}
