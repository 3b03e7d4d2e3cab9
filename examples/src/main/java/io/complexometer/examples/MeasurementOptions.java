package io.complexometer.examples;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.structure.Level;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Sampling;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** When and how a training is measured. */
final class MeasurementOptions {
  enum ScheduleName {
    REGULAR(Sampling.REGULAR),
    LOG(Sampling.LOGARITHMIC);

    private final Sampling sampling;

    ScheduleName(Sampling sampling) {
      this.sampling = sampling;
    }
  }

  private static final class Headline implements ITypeConverter<CpseProfile> {
    @Override
    public CpseProfile convert(String label) {
      return Arrays.stream(CpseProfile.values())
          .filter(profile -> profile.label().equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s"
                          .formatted(
                              label,
                              Arrays.stream(CpseProfile.values())
                                  .map(CpseProfile::label)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "Iterations between two samples of the weights; default 10.")
  private int every = 10;

  @Option(
      names = "--probe-every",
      paramLabel = "N",
      description = "Iterations between two runs of the probe; default 50.")
  private int probeEvery = 50;

  @Option(
      names = "--schedule",
      paramLabel = "regular|log",
      description =
          "log: besides, some 20 samples a decade from iteration 1 on, until they are rarer than"
              + " those; for scaling laws. --share does not limit them: what they cost is said"
              + " before. Default regular.")
  private ScheduleName schedule = ScheduleName.REGULAR;

  @Option(
      names = "--share",
      paramLabel = "X",
      description =
          "Largest share of one core for the monitor, above 0 up to 1, which sets no limit; default"
              + " 0.25, or 0.02 where BLAS has several threads.")
  private Optional<Double> share = Optional.empty();

  @Option(
      names = "--headline",
      paramLabel = "PROFILE",
      converter = Headline.class,
      description =
          "The cPSE to show first and to stop by: scaleFree (default), paper, reference, orderFree or"
              + " causal.")
  private CpseProfile headline = CpseProfile.SCALE_FREE;

  @Option(
      names = "--structure-level",
      paramLabel = "nominal|edge|exact",
      description = "How closely paths through the network are counted; default nominal.")
  private Level structureLevel = Level.NOMINAL;

  @Option(
      names = "--density",
      description =
          "Also tell how the eigenvalues of each weight matrix are spread, for heatmaps: 42 series"
              + " more a matrix.")
  private boolean density;

  void check() {
    require(every >= 1, "--every must be at least 1");
    require(probeEvery >= 1, "--probe-every must be at least 1");
    require(share.orElse(1.0) > 0 && share.orElse(1.0) <= 1, "--share must be above 0, at most 1");
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** A listener of these options, to which more can be said. */
  ComplexityListener.Builder listener() {
    ComplexityListener.Builder listener =
        ComplexityListener.builder()
            .everyIterations(every)
            .probeEvery(probeEvery)
            .schedule(schedule.sampling)
            .headline(headline)
            .spectralDensity(density)
            .structureLevel(structureLevel);
    share.ifPresent(listener::share);
    return listener;
  }
}
