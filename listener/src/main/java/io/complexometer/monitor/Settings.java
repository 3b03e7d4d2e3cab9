package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.ProbeData;
import io.complexometer.network.WeightMatrix;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the user set on the builder of a listener. */
record Settings(
    String name,
    Map<String, String> tags,
    Map<String, String> notes,
    int everyIterations,
    int probeEvery,
    Optional<ProbeData> probe,
    Set<Measure> measures,
    CpseProfile headline,
    int largestExactOrder,
    Mode mode,
    double inlineShare,
    long seed,
    List<SampleSink> sinks,
    Optional<Criterion> criterion) {

  Settings {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    sinks = List.copyOf(sinks);
    measures = Collections.unmodifiableSet(EnumSet.copyOf(measures));
  }

  /** Whether an input is sampled at all. */
  boolean uses(Input input) {
    return measures.stream().anyMatch(measure -> measure.input() == input)
        && (input == Input.WEIGHTS || probe.isPresent());
  }

  /** The measures that there is an input for. */
  List<Measure> usableMeasures() {
    return measures.stream().filter(measure -> uses(measure.input())).toList();
  }

  /** Whether a matrix is too large to be decomposed. */
  boolean isEstimated(WeightMatrix matrix) {
    return WeightSpectrum.isTooLarge(matrix.rows(), matrix.columns(), largestExactOrder);
  }

  int interval(Input input) {
    return input == Input.WEIGHTS ? everyIterations : probeEvery;
  }

  /** The settings and the notes as text, for the first line of a log. */
  Map<String, String> describe(Mode chosen, int probeExamples) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("everyIterations", Integer.toString(everyIterations));
    text.put("probeEvery", Integer.toString(probeEvery));
    text.put("probeExamples", Integer.toString(probeExamples));
    text.put(
        "measures", usableMeasures().stream().map(Measure::label).collect(Collectors.joining(",")));
    text.put("headline", headline.label());
    text.put("largestExactOrder", Integer.toString(largestExactOrder));
    text.put("mode", chosen.name());
    text.put("inlineShare", Double.toString(inlineShare));
    text.put("seed", Long.toString(seed));
    text.putAll(notes);
    return text;
  }
}
