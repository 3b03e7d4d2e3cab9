package io.complexometer.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table from classes of layers or vertices to what becomes of them in a graph: in words for the
 * documentation, and as code that does it.
 *
 * @param <I> what a layer takes: one flow, or a vertex several
 */
final class LayerTable<I> {

  /** Adds a layer to the graph. */
  interface Rule<T, I> {

    /**
     * Adds it.
     *
     * @param layer its configuration
     * @param in what it takes
     * @param graph where it goes
     * @return what it hands on
     */
    Flow add(T layer, I in, LayerGraph graph);
  }

  private record Row<I>(String words, Rule<Object, I> rule) {}

  private final Map<Class<?>, Row<I>> rows = new LinkedHashMap<>();

  <T> void add(Class<T> type, String words, Rule<? super T, I> rule) {
    rows.put(type, new Row<>(words, (layer, in, graph) -> rule.add(type.cast(layer), in, graph)));
  }

  /** Adds the row of all types that are not named. */
  void addOther(String words, Rule<Object, I> rule) {
    rows.put(Object.class, new Row<>(words, rule));
  }

  /** The rule of a type, or of the nearest type that it extends. */
  Rule<Object, I> of(Class<?> type) {
    Class<?> known = type;
    while (!rows.containsKey(known)) {
      known = known.getSuperclass();
    }
    return rows.get(known).rule();
  }

  /** The types of the table. */
  List<Class<?>> types() {
    return List.copyOf(rows.keySet());
  }

  /** The table as it stands in the documentation: types that are read alike share a line. */
  String markdown(String what) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    rows.forEach(
        (type, row) ->
            lines
                .computeIfAbsent(row.words(), line -> new ArrayList<>())
                .add(type == Object.class ? "any other" : "`" + type.getSimpleName() + "`"));
    StringBuilder table = new StringBuilder();
    table.append("| %s | operation |\n|---|---|\n".formatted(what));
    lines.forEach(
        (line, names) -> table.append("| %s | %s |\n".formatted(String.join(", ", names), line)));
    return table.toString();
  }
}
