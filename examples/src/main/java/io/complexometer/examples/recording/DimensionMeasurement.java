package io.complexometer.examples.recording;

import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.nonlinearity.Folds;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Measures the dimension of a recording's numbers, of the recording itself and of draws from it.
 *
 * <p>Each block of time has its own scatter; a draw is a merger of some of them, and costs no look
 * at the rows. It takes up to the square of the number of units, so recordings of many units have
 * no error bar.
 */
final class DimensionMeasurement {
  /** Units up to which each block keeps its own scatter: 2 MB each. */
  static final int MOST_UNITS_RESAMPLED = 512;

  private static final int CHUNK_NUMBERS = 1 << 20;

  private final Recording recording;
  private final Settings settings;
  private final Meters meters;
  private final Replicates dimension = new Replicates();
  private final Replicates participation = new Replicates();

  DimensionMeasurement(Recording recording, Settings settings, Meters meters) {
    this.recording = recording;
    this.settings = settings;
    this.meters = meters;
  }

  DimensionFindings measure() {
    try (GramWorkspace workspace = new GramWorkspace()) {
      EffectiveDimension all = measureBlocks(workspace);
      return new DimensionFindings(
          dimension.of(all.value(), settings.blocks()),
          participation.of(all.participationRatio(), settings.blocks()));
    }
  }

  private EffectiveDimension measureBlocks(GramWorkspace workspace) {
    Blocks blocks = settings.blocks();
    boolean resampled = recording.units() <= MOST_UNITS_RESAMPLED;
    List<Scatter> scatters = new ArrayList<>();
    Scatter all = new Scatter(recording.units());
    for (int block = 0; block < blocks.count(); block++) {
      if (resampled) {
        Scatter scatter = new Scatter(recording.units());
        addRows(scatter, blocks.start(block), blocks.start(block + 1), workspace);
        all.add(scatter, workspace);
        scatters.add(scatter);
      } else {
        addRows(all, blocks.start(block), blocks.start(block + 1), workspace);
      }
    }
    EffectiveDimension measured = all.effectiveDimension(workspace);
    if (resampled && measured.value().isPresent()) {
      resample(scatters, workspace);
    }
    return measured;
  }

  private void addRows(Scatter scatter, int from, int to, GramWorkspace workspace) {
    int chunk = Math.max(1, CHUNK_NUMBERS / recording.units());
    for (int row = from; row < to; row += chunk) {
      scatter.add(recording.rows(row, Math.min(to, row + chunk)), workspace);
    }
  }

  private void resample(List<Scatter> scatters, GramWorkspace workspace) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(settings.seed());
    Folds folds = settings.folds(recording.rows()); // the same draws as for the entropy
    try (Meters.Meter meter = meters.begin("error bars of the dimension", settings.replicates())) {
      for (int replicate = 0; replicate < settings.replicates(); replicate++) {
        Scatter draw = new Scatter(recording.units());
        for (int block : settings.blocks().draw(random, folds)) {
          draw.add(scatters.get(block), workspace);
        }
        EffectiveDimension measured = draw.effectiveDimension(workspace);
        dimension.add(measured.value());
        participation.add(measured.participationRatio());
        meter.step();
      }
    }
  }
}
