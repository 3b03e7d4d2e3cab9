package io.complexometer.monitor;

import io.complexometer.network.NetworkReader;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Describes a session that begins.
 *
 * @param network that is watched
 * @param settings of the listener
 * @param mode that was chosen
 */
record NewSession(NetworkReader network, Settings settings, Mode mode) {
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /**
   * The session.
   *
   * @param instruments that measure, in order
   * @param probeExamples 0 without a probe
   * @param structure of the model
   * @throws IllegalArgumentException if a pattern that the user chose names nothing
   */
  Session with(Collection<Instrument> instruments, int probeExamples, AttachedStructure structure) {
    long now = System.currentTimeMillis();
    String id =
        "%s-%s-%04x"
            .formatted(
                settings.name(),
                START.format(Instant.ofEpochMilli(now)),
                ThreadLocalRandom.current().nextInt(1 << 16));
    List<Series> series =
        instruments.stream().flatMap(instrument -> instrument.series().stream()).toList();
    return new Session(
        id,
        settings.name(),
        settings.tags(),
        now,
        network.modelType(),
        network.parameterCount(),
        network.layers(),
        network.matrices(),
        settings.describe(mode, probeExamples),
        settings.headline(),
        series,
        structure.structure(),
        structure.constants(),
        fitted(series),
        settings.criterion().map(Criterion::describe),
        settings.spectralDensity() && settings.usableMeasures().contains(Measure.SPECTRUM)
            ? network.matrices()
            : List.of());
  }

  /**
   * What laws are fitted to.
   *
   * @throws IllegalArgumentException if a pattern that the user chose names nothing
   */
  private List<Series> fitted(List<Series> series) {
    KnownSeries known = KnownSeries.of(series, settings.headline());
    List<SeriesPattern> patterns = new ArrayList<>(settings.fits());
    if (settings.fitsAreChosen()) {
      patterns.forEach(known::require);
    }
    settings.criterion().ifPresent(criterion -> patterns.addAll(criterion.fits()));
    return known.series().stream()
        .filter(one -> patterns.stream().anyMatch(p -> p.matches(one, settings.headline())))
        .toList();
  }
}
