package io.complexometer.monitor;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a session had come when its state was saved: the beginning of the file.
 *
 * @param id of the session
 * @param name of the run
 * @param startMillis when the session began
 * @param iteration the last that was done; -1 if there was none
 * @param modelIterations the model's own count, which is one more, or the same in a callback
 * @param lastTaken when what each measure looks at was last copied
 * @param stopped why the criterion has stopped the training; empty if it has not
 */
record SavedSession(
    String id,
    String name,
    long startMillis,
    long iteration,
    long modelIterations,
    Map<Measure, Long> lastTaken,
    Optional<String> stopped) {

  void save(StateWriter state, Session session) {
    state.section("session");
    aspects(session)
        .forEach(
            (aspect, lines) -> {
              state.text(aspect);
              state.list(lines, StateWriter::text);
            });
    state.text(id);
    state.text(name);
    state.number(startMillis);
    state.number(iteration);
    state.number(modelIterations);
    state.count(lastTaken.size());
    lastTaken.forEach(
        (measure, taken) -> {
          state.text(measure.name());
          state.number(taken);
        });
    state.optional(stopped, StateWriter::text);
  }

  /**
   * Reads how far a session had come.
   *
   * @param session of which it must be, but for its id and its start
   * @throws StateException if it is of another
   */
  static SavedSession read(StateReader state, Session session) {
    state.section("session");
    aspects(session).forEach((aspect, lines) -> compare(state, aspect, lines));
    String id = state.text();
    String name = state.text();
    long startMillis = state.number();
    long iteration = state.number();
    long modelIterations = state.number();
    Map<Measure, Long> lastTaken = new EnumMap<>(Measure.class);
    for (int left = state.count(); left > 0; left--) {
      lastTaken.put(Measure.valueOf(state.text()), state.number());
    }
    return new SavedSession(
        id,
        name,
        startMillis,
        iteration,
        modelIterations,
        lastTaken,
        state.optional(StateReader::text));
  }

  private static void compare(StateReader state, String aspect, List<String> lines) {
    state.section(aspect);
    List<String> saved = state.list(StateReader::text);
    for (int i = 0; i < Math.max(lines.size(), saved.size()); i++) {
      String there = i < saved.size() ? saved.get(i) : "nothing";
      String here = i < lines.size() ? lines.get(i) : "nothing";
      if (!there.equals(here)) {
        throw new StateException(
            "it is of another %s: there it has '%s', here '%s'".formatted(aspect, there, here));
      }
    }
  }

  /**
   * All that must be the same for series to go on. Not how often and in which thread they are
   * measured, which may change; and not what the probe holds, which would have to be read through.
   */
  private static Map<String, List<String>> aspects(Session session) {
    Map<String, List<String>> aspects = new LinkedHashMap<>();
    aspects.put(
        "network",
        Stream.concat(
                session.layers().stream()
                    .map(l -> "layer %d %s %s".formatted(l.index(), l.name(), l.type())),
                session.matrices().stream()
                    .map(
                        m ->
                            "matrix %s/%s %d x %d"
                                .formatted(m.layer().name(), m.parameter(), m.rows(), m.columns())))
            .toList());
    aspects.put(
        "set of measures or probe",
        Stream.concat(
                session.series().stream().map(Series::label),
                Stream.of("probeExamples", "rowsPerLayer", "flatten", "trainingBatchesEvery")
                    .map(key -> key + " " + session.settings().getOrDefault(key, "none")))
            .toList());
    aspects.put("set of fitted series", session.fitted().stream().map(Series::label).toList());
    aspects.put(
        "criterion",
        session
            .criterion() // of which the headline may be a part: that is what a plain "cpse" means
            .map(text -> List.of(text, "headline " + session.headline().label()))
            .orElse(List.of("none")));
    aspects.put("seed", List.of(String.valueOf(session.settings().get("seed"))));
    return aspects;
  }
}
