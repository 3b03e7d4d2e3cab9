package io.complexometer.monitor;

import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.Layer;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.StructureReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The structure of a network, measured once when a listener attaches. What cannot be read is told
 * and left out: it never keeps a listener from its other measures.
 *
 * @param structure empty where it could not be read
 * @param constants what is published of it, or why there is nothing
 * @param complaint what went wrong and how to mend it, for the log
 */
record AttachedStructure(
    Optional<Structure> structure, List<Constant> constants, Optional<String> complaint) {

  static final String INPUT_UNKNOWN = "input shape unknown";
  static final String NOT_READABLE = "structure not readable";

  private static final Logger log = LoggerFactory.getLogger(AttachedStructure.class);

  /** Reads and measures a model's structure. */
  static AttachedStructure of(Model model, NetworkReader network, Settings settings) {
    return of(
        () -> inputs(network, settings),
        inputs -> StructureReader.read(model, inputs),
        settings.structureLevel(),
        network.layers());
  }

  /** What the inputs may be, the surest first; an empty list lets the reader infer them. */
  private static List<List<InputType>> inputs(NetworkReader network, Settings settings) {
    if (!settings.inputs().isEmpty()) {
      return List.of(settings.inputs());
    }
    List<List<InputType>> inputs = new ArrayList<>();
    settings.probe().ifPresent(probe -> inputs.add(network.inputTypes(probe.data())));
    inputs.add(List.of()); // of indices, and of what is reshaped first, the layers know more
    return inputs;
  }

  /**
   * Measures what a reader reads.
   *
   * @param inputs the types of the inputs to try, in this order
   * @param reader refuses types that do not fit, saying what to add
   * @param level how closely to count paths
   * @param layers of the session
   */
  static AttachedStructure of(
      Supplier<List<List<InputType>>> inputs,
      Function<List<InputType>, NetworkGraph> reader,
      Level level,
      List<Layer> layers) {
    try {
      List<String> refusals = new ArrayList<>();
      Optional<NetworkGraph> graph = read(inputs.get(), reader, refusals);
      if (graph.isEmpty()) {
        return absent(
            level,
            INPUT_UNKNOWN,
            refusals.get(0)
                + "; inputs(..) of the listener's builder takes the types of the inputs");
      }
      Structure structure = Structure.of(graph.get(), level);
      return new AttachedStructure(
          Optional.of(structure), StructureConstants.of(structure, layers), Optional.empty());
    } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
      log.debug("the structure could not be read", e);
      return absent(level, NOT_READABLE, e.toString());
    }
  }

  private static Optional<NetworkGraph> read(
      List<List<InputType>> inputs,
      Function<List<InputType>, NetworkGraph> reader,
      List<String> refusals) {
    for (List<InputType> types : inputs) {
      try {
        return Optional.of(reader.apply(types));
      } catch (IllegalArgumentException e) {
        refusals.add(e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static AttachedStructure absent(Level level, String reason, String fault) {
    return new AttachedStructure(
        Optional.empty(),
        StructureConstants.absent(level, reason),
        Optional.of("no measures of the structure, %s: %s".formatted(reason, fault)));
  }
}
