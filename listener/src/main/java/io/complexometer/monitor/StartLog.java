package io.complexometer.monitor;

import io.complexometer.network.NetworkReader;
import io.complexometer.network.WeightMatrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.openblas.global.openblas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of a session when it begins: what is watched and how, and what is left out. */
final class StartLog {
  private static final Logger log = LoggerFactory.getLogger(ComplexityListener.class);

  /** Apart from the other lines, so that whoever prints the table himself can turn it off. */
  private static final Logger tables = LoggerFactory.getLogger(StructureTable.class);

  /** Apart for the same reason. */
  private static final Logger costs = LoggerFactory.getLogger(ScheduleCost.class);

  /** Layers that a table in the log shows: of longer ones the first and the last. */
  private static final int MOST_ROWS = 50;

  private StartLog() {}

  static void write(
      Session session,
      NetworkReader network,
      Optional<ActivationSource> activations,
      Settings settings,
      Mode mode) {
    int threads = openblas.blas_get_num_threads();
    log.info(
        "{}: watching {} layers, {} weight matrices; {}{}; analysis {}, because {}, with at most {}"
            + " of one core's time",
        session.id(),
        session.layers().size(),
        session.matrices().size(),
        Schedule.describe(settings.usableIntervals()),
        activations.map(source -> "; " + source.describe()).orElse("; no probe"),
        mode == Mode.BACKGROUND ? "in the background" : "on the training thread",
        settings.mode() == Mode.AUTO
            ? "BLAS has " + threads + (threads == 1 ? " thread" : " threads")
            : "so set",
        settings.share(mode));
    if (!network.unknownLayers().isEmpty()) {
      log.warn(
          "{}: weights of layers of unknown type are left out: {}",
          session.id(),
          network.unknownLayers());
    }
    List<WeightMatrix> estimated =
        network.matrices().stream().filter(settings::isEstimated).toList();
    if (!estimated.isEmpty()) {
      log.info(
          "{}: too large to be decomposed, so their spectra are estimated: {}",
          session.id(),
          names(estimated));
    }
    if (!network.oversizedMatrices().isEmpty()) {
      log.warn(
          "{}: matrices of more than 2^31 weights are left out: {}",
          session.id(),
          names(network.oversizedMatrices()));
    }
  }

  /** The structure as a table, shortened if need be, or what to do to have one. */
  static void write(Session session, AttachedStructure structure) {
    structure
        .structure()
        .ifPresent(
            measured ->
                tables.info(
                    "{}: structure\n{}", session.id(), StructureTable.text(measured, MOST_ROWS)));
    structure.complaint().ifPresent(complaint -> log.warn("{}: {}", session.id(), complaint));
  }

  /** What the early samples will cost. */
  static void write(Session session, ScheduleCost cost) {
    costs.info("{}: {}", session.id(), cost.describe());
  }

  private static String names(List<WeightMatrix> matrices) {
    return matrices.stream()
        .map(
            m ->
                "%s/%s (%d x %d)".formatted(m.layer().name(), m.parameter(), m.rows(), m.columns()))
        .collect(Collectors.joining(", "));
  }
}
