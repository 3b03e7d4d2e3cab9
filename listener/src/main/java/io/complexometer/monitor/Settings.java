package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.measure.structure.Level;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.WeightMatrix;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** What the user set on the builder of a listener. */
record Settings(
    String name,
    Map<String, String> tags,
    Map<String, String> notes,
    Map<Measure, Integer> intervals,
    Sampling sampling,
    Optional<ProbeSettings> probe,
    Set<Measure> measures,
    CpseProfile headline,
    int largestExactOrder,
    boolean spectralDensity,
    Mode mode,
    OptionalDouble share,
    EstimatorLimits estimators,
    Level structureLevel,
    List<InputType> inputs,
    long seed,
    List<SeriesPattern> fits,
    boolean fitsAreChosen,
    List<SampleSink> sinks,
    Optional<Criterion> criterion,
    Optional<Path> resume) {
  private static final double BACKGROUND_SHARE = 0.25;
  private static final double INLINE_SHARE = 0.02;

  Settings {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    inputs = List.copyOf(inputs);
    fits = List.copyOf(fits);
    sinks = List.copyOf(sinks);
    measures = Collections.unmodifiableSet(EnumSet.copyOf(measures));
    intervals = Collections.unmodifiableMap(new EnumMap<>(intervals));
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

  /** What takes the measures that there is an input for. */
  Map<Measure, Instrument> instruments(List<WeightMatrix> matrices, List<ProbedLayer> layers) {
    Map<Measure, Instrument> instruments = new LinkedHashMap<>();
    for (Measure measure : usableMeasures()) {
      instruments.put(measure, measure.instrument(this, matrices, layers));
    }
    return instruments;
  }

  /** The intervals of the measures that there is an input for. */
  Map<Measure, Integer> usableIntervals() {
    Map<Measure, Integer> usable = new EnumMap<>(Measure.class);
    usableMeasures().forEach(measure -> usable.put(measure, intervals.get(measure)));
    return usable;
  }

  /** The share of one core's time that the monitor may take. */
  double share(Mode chosen) {
    return share.orElse(chosen == Mode.BACKGROUND ? BACKGROUND_SHARE : INLINE_SHARE);
  }

  /** The settings and the notes as text, for the first line of a log. */
  Map<String, String> describe(Mode chosen, int probeExamples) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("intervals", Schedule.describe(usableIntervals()));
    text.put("schedule", sampling.label());
    text.put("probeExamples", Integer.toString(probeExamples));
    probe.ifPresent(
        set -> {
          text.put("rowsPerLayer", Integer.toString(set.rowLimit()));
          text.put("flatten", Boolean.toString(set.flatten()));
          text.put("trainingBatchesEvery", Integer.toString(set.everyBatches()));
          text.put("trainingBatchesRemaining", Double.toString(set.remaining()));
        });
    text.put(
        "measures", usableMeasures().stream().map(Measure::label).collect(Collectors.joining(",")));
    text.put("headline", headline.label());
    text.put("largestExactOrder", Integer.toString(largestExactOrder));
    text.put("spectralDensity", Boolean.toString(spectralDensity));
    text.put("mode", chosen.name());
    text.put("share", Double.toString(share(chosen)));
    text.put("chainLimit", Integer.toString(estimators.chain()));
    text.put("treeLimit", Integer.toString(estimators.tree()));
    text.put("structureLevel", StructureConstants.label(structureLevel));
    text.put("fits", fits.stream().map(SeriesPattern::toString).collect(Collectors.joining(",")));
    text.put("seed", Long.toString(seed));
    text.putAll(notes);
    return text;
  }
}
