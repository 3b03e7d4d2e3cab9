package io.complexometer.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** Rows of the {@link ActivationTable}: in words for the README, and as code that does it. */
final class LayerRows {

  /**
   * Which axis holds the units.
   *
   * @param words in the README
   * @param unitsLast whether the last one instead of the second; empty: as in the layer before
   */
  record Axis<T>(String words, Function<T, Optional<Boolean>> unitsLast) {
    static final Axis<Object> AS_BEFORE =
        new Axis<>("as in the layer before", any -> Optional.empty());

    static final Axis<Object> SECOND = new Axis<>("second", any -> Optional.of(false));

    static <T> Axis<T> steps(Function<T, RNNFormat> format) {
      return new Axis<>("NCW or NWC", layer -> Optional.of(format.apply(layer) == RNNFormat.NWC));
    }

    static <T> Axis<T> pixels(Function<T, CNN2DFormat> format) {
      return new Axis<>(
          "NCHW or NHWC", layer -> Optional.of(format.apply(layer) == CNN2DFormat.NHWC));
    }

    static <T> Axis<T> voxels(Function<T, Convolution3D.DataFormat> format) {
      return new Axis<>(
          "NCDHW or NDHWC",
          layer -> Optional.of(format.apply(layer) == Convolution3D.DataFormat.NDHWC));
    }
  }

  /**
   * When a unit is on.
   *
   * @param words in the README
   * @param rule the same as code
   */
  record Bits<T>(String words, Function<T, BitRule> rule) {
    static Bits<Object> none(String absence) {
      return new Bits<>("none: " + absence, any -> BitRule.none(absence));
    }
  }

  /**
   * What is known of a type of layer.
   *
   * @param words both columns in the README
   * @param unitsLast of a configuration
   * @param bits of a configuration
   */
  record Row(
      String words,
      Function<Object, Optional<Boolean>> unitsLast,
      Function<Object, BitRule> bits) {}

  private final Map<Class<?>, Row> rows = new LinkedHashMap<>();

  <T> void add(Class<T> type, Axis<? super T> axis, Bits<? super T> bits) {
    rows.put(
        type,
        new Row(
            axis.words() + " | " + bits.words(),
            layer -> axis.unitsLast().apply(type.cast(layer)),
            layer -> bits.rule().apply(type.cast(layer))));
  }

  /** The row of a type, or of the nearest type that it extends. */
  Optional<Row> of(Class<?> type) {
    for (Class<?> known = type; known != null; known = known.getSuperclass()) {
      Row row = rows.get(known);
      if (row != null) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /** The table as it stands in the README: types that are read alike share a line. */
  String markdown() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    rows.forEach(
        (type, row) ->
            lines
                .computeIfAbsent(row.words(), line -> new ArrayList<>())
                .add("`" + type.getSimpleName() + "`"));
    StringBuilder table = new StringBuilder();
    table.append("| layer or vertex | axis of its units | its bits |\n|---|---|---|\n");
    lines.forEach(
        (line, names) -> table.append("| %s | %s |\n".formatted(String.join(", ", names), line)));
    return table.toString();
  }
}
