package io.complexometer.examples.analysis;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import io.complexometer.network.Layer;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.ProbeData;
import io.complexometer.network.StructureReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The structure of a network, where its file tells it. */
final class StructureMeasurement {
  /** Why there is no structure: matrices alone do not tell how they are connected. */
  static final String NO_CONFIGURATION = "no configuration";

  /** Why there is no structure: its inputs are not known, or do not fit. */
  static final String UNREADABLE = "unreadable structure";

  private final StoredModel model;
  private final AnalysisSettings settings;
  private final Remarks remarks;

  StructureMeasurement(StoredModel model, AnalysisSettings settings, Remarks remarks) {
    this.model = model;
    this.settings = settings;
    this.remarks = remarks;
  }

  /**
   * Measures it, if there is one. Inputs that nobody gave are those of the probe, if there is one
   * and it lies as the network takes it.
   *
   * @throws DataException if it cannot be read, and there is nothing else to measure
   */
  Optional<Structure> measure() {
    try {
      Optional<NetworkGraph> graph = graph();
      if (graph.isEmpty()) {
        remarks.absent("structure", NO_CONFIGURATION);
        if (!settings.inputs().isEmpty()) {
          remarks.notice("--input is not used: matrices alone do not tell how they are connected");
        }
      }
      Optional<Structure> structure = graph.map(read -> Structure.of(read, settings.level()));
      structure.ifPresent(this::note);
      return structure;
    } catch (IllegalArgumentException e) {
      String verb = settings.inputs().isEmpty() ? "add" : "change";
      String shapes = " --input 784, FEATURESxSTEPS or CHANNELSxHEIGHTxWIDTH.";
      return absent("%s: %s: %s%s".formatted(model.name(), e.getMessage(), verb, shapes), e);
    } catch (IllegalStateException e) {
      return absent("%s: %s: mend the configuration.".formatted(model.name(), e.getMessage()), e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) { // of a layer's own class
      return absent(
          "%s: its layers cannot be put together (%s): check the configuration, and --input."
              .formatted(model.name(), e),
          e);
    }
  }

  private Optional<Structure> absent(String fault, Throwable cause) {
    if (model.weights().isEmpty()) {
      throw new DataException(fault, cause);
    }
    remarks.fault(fault);
    remarks.absent("structure", UNREADABLE);
    return Optional.empty();
  }

  /** A probe knows the number of steps, and the size of images, which layers may leave open. */
  private Optional<NetworkGraph> graph() {
    if (settings.inputs().isEmpty() && !settings.probe().isEmpty() && model.model().isPresent()) {
      try {
        ProbeData probe = ProbeData.of(settings.probe().toArray(INDArray[]::new));
        return graph(NetworkReader.of(model.model().get()).inputTypes(probe));
      } catch (IllegalArgumentException e) {
        return graph(List.of()); // flat, or with its channels elsewhere
      }
    }
    return graph(settings.inputs());
  }

  private Optional<NetworkGraph> graph(List<InputType> inputs) {
    return model
        .model()
        .map(network -> StructureReader.read(network, inputs))
        .or(() -> model.chain().map(chain -> StructureReader.read(chain, inputs)))
        .or(() -> model.graph().map(graph -> StructureReader.read(graph, inputs)));
  }

  private void note(Structure structure) {
    Totals totals = structure.totals();
    if (totals.log2GainNominal().equals(Value.absent(StructureReader.UNKNOWN_STEPS))) {
      remarks.notice(
          "the number of time steps is not known, so sizes, MACs and capacity are those of one step:"
              + " add --input FEATURESxSTEPS");
    }
    remarks.check("structure.log2Gain", totals.log2Gain());
    remarks.check("structure.log2GainNominal", totals.log2GainNominal());
    remarks.check("structure.log2GainExact", totals.log2GainExact());
    remarks.check("structure.log2Paths", totals.log2Paths());
    remarks.check("structure.vcBound", totals.vcBound());
    noteLayers(structure, "layerComplexity", LayerStructure::layerComplexity);
    noteLayers(structure, "log2Gain", LayerStructure::log2Gain);
    noteLayers(structure, "log2Paths", LayerStructure::log2Paths);
  }

  /** Notes what is not there, once where it is so in all layers. */
  private void noteLayers(
      Structure structure, String name, Function<LayerStructure, Value> number) {
    String measure = "structure.layers." + name;
    List<LayerStructure> layers = structure.layers();
    Set<Value> values = layers.stream().map(number).collect(Collectors.toSet());
    if (values.size() == 1) {
      remarks.check(measure, values.iterator().next());
      return;
    }
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = new Layer(i, layers.get(i).name(), layers.get(i).type());
      remarks.check(layer, measure, number.apply(layers.get(i)));
    }
  }
}
