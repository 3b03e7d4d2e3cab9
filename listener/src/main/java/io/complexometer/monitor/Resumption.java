package io.complexometer.monitor;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A session that is taken up where a saved state has left it.
 *
 * <p>The state is that of {@link SavedSession}, then of the analyser, then of the criterion. What
 * is no part of it: what results from the model and the probe (spectra, caches), counters, and
 * times, so the budget with all that is stretched by it.
 *
 * @param session with the id and the start of the saved one
 * @param analyser that remembers what the saved one did
 * @param saved how far it had come
 */
record Resumption(Session session, Analyser analyser, SavedSession saved) {

  private static final int LONGEST = 300; // characters of a reason

  /** Writes a state. To be called while nothing is analysed. */
  static byte[] state(
      Session session, Analyser analyser, SavedSession saved, Optional<Criterion> criterion) {
    StateWriter state = new StateWriter();
    saved.save(state, session);
    analyser.save(state);
    state.section("criterion");
    state.reals(criterion.map(Criterion::state).orElseGet(() -> new double[0]));
    return state.bytes();
  }

  /**
   * Takes up the session of the file that the settings name. A state that cannot be used is one
   * failure and one warning; the file stays as it is.
   *
   * @param settings of the listener
   * @param fresh the session as it is if nothing is resumed
   * @param model that is watched
   * @param analysers makes an analyser that remembers nothing
   * @param health where a failure is counted
   * @return empty if a new session begins
   */
  static Optional<Resumption> of(
      Settings settings,
      Session fresh,
      Model model,
      Function<Session, Analyser> analysers,
      HealthCounters health) {
    if (settings.resume().isEmpty()) {
      return Optional.empty();
    }
    Path path = settings.resume().get();
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      health.inform("resume", "there is no state in " + path + " yet: a new session begins");
      return Optional.empty();
    }
    try {
      return Optional.of(read(StateFile.read(path), settings, fresh, model, analysers));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      String why = e instanceof StateException ? e.getMessage() : "it is damaged: " + e;
      health.fault(
          ("cannot go on from the state in %s: %s. A new session begins; the file stays until a state"
                  + " is saved under its name: keep a copy if it is that of another training, else"
                  + " delete it")
              .formatted(path, oneLine(why)));
      return Optional.empty();
    }
  }

  /** A file may hold anything, line ends and orders to a terminal too. */
  private static String oneLine(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "..";
  }

  private static Resumption read(
      StateReader state,
      Settings settings,
      Session fresh,
      Model model,
      Function<Session, Analyser> analysers) {
    SavedSession saved = SavedSession.read(state, fresh);
    if (saved.modelIterations() != iterations(model)) {
      throw new StateException(
          "it was saved when the model had done %d iterations, and this one has done %d: save and load both together"
              .formatted(saved.modelIterations(), iterations(model)));
    }
    Session session = fresh.continuing(saved.id(), saved.name(), saved.startMillis());
    Analyser analyser = analysers.apply(session);
    try {
      analyser.restore(state);
      state.section("criterion");
      double[] remembered = state.reals();
      state.end();
      restore(settings.criterion(), remembered);
      return new Resumption(session, analyser, saved);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      analyser.close();
      throw e;
    }
  }

  /** The criterion is the user's: if it fails it shall be what it was before. */
  private static void restore(Optional<Criterion> criterion, double... remembered) {
    if (criterion.isEmpty()) {
      return;
    }
    double[] before = criterion.get().state();
    try {
      criterion.get().restore(remembered);
    } catch (RuntimeException e) {
      criterion.get().restore(before);
      throw new StateException("the criterion does not take it: " + e.getMessage(), e);
    }
  }

  /** How many iterations a model counts. */
  static long iterations(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.getIterationCount()
        : ((ComputationGraph) model).getIterationCount();
  }
}
