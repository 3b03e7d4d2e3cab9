package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.WeightMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as Deeplearning4j's {@code ModelSerializer} writes it: a zip file of its configuration
 * and its parameters. What else is in there (the updater's state, a normalizer) is not needed; a
 * data set preprocessor must not even be touched, since reading it runs Java's deserialization.
 *
 * <p>Where the parameters are damaged, the configuration can still be used.
 */
final class NetworkFile {
  static final String CONFIGURATION = "configuration.json";
  private static final String PARAMETERS = "coefficients.bin";

  /** Beside the parameters, in a network that has none. */
  private static final String NO_PARAMETERS = "noParams.marker";

  private final Archive archive;

  private NetworkFile(Archive archive) {
    this.archive = archive;
  }

  /** Opens it. */
  static StoredModel open(Archive archive) {
    return new NetworkFile(archive).open();
  }

  private StoredModel open() {
    Archive.Entry entry = archive.find(CONFIGURATION).orElseThrow();
    String json =
        Complaint.guard(
            entry.place(),
            "is damaged",
            "copy it again",
            () -> new String(entry.read(ConfigurationFile.MOST_BYTES), StandardCharsets.UTF_8));
    Configurations configurations = Configurations.read(entry.place(), json);
    try {
      return of(StoredModel.name(archive.file()), "Deeplearning4j model", model(configurations));
    } catch (DataException e) {
      return new StoredModel(
          StoredModel.name(archive.file()),
          "Deeplearning4j model without its weights",
          Optional.empty(),
          configurations.chain(),
          configurations.graph(),
          List.of(),
          List.of(),
          List.of(e.getMessage()));
    }
  }

  /** What a network holds. */
  static StoredModel of(String name, String format, Model model) {
    NetworkReader reader = NetworkReader.of(model);
    List<WeightMatrix> matrices = reader.matrices();
    List<StoredWeights> weights = new ArrayList<>();
    for (int i = 0; i < matrices.size(); i++) {
      int index = i;
      weights.add(new StoredWeights(matrices.get(i), () -> reader.copy(index)));
    }
    List<String> notices = new ArrayList<>();
    reader
        .unknownLayers()
        .forEach(
            layer ->
                notices.add(
                    "%s: layer of type %s, of which it is not known how its parameters form"
                            .formatted(layer.name(), layer.type())
                        + " matrices, left out"));
    reader
        .oversizedMatrices()
        .forEach(
            matrix ->
                notices.add(
                    "%s.%s: %,d x %,d numbers are too many, left out"
                        .formatted(
                            matrix.layer().name(),
                            matrix.parameter(),
                            matrix.rows(),
                            matrix.columns())));
    return new StoredModel(
        name,
        format,
        Optional.of(model),
        Optional.empty(),
        Optional.empty(),
        weights,
        notices,
        List.of());
  }

  private Model model(Configurations configurations) {
    Optional<Archive.Entry> entry = archive.find(PARAMETERS);
    if (entry.isEmpty()) {
      throw new DataException(
          "%s holds no %s: write it again with ModelSerializer."
              .formatted(archive.file(), PARAMETERS));
    }
    return Complaint.guard(
        entry.get().place(),
        "does not fit the configuration",
        "write it again with ModelSerializer",
        () -> model(configurations, parameters(entry.get())));
  }

  /** The parameters in one row; null for a network without. */
  private INDArray parameters(Archive.Entry entry) throws IOException {
    boolean none = entry.size() == 0 && archive.find(NO_PARAMETERS).isPresent();
    return none ? null : Parameters.read(entry);
  }

  private static Model model(Configurations configurations, INDArray parameters) {
    long expected = configurations.parameters();
    long found = parameters == null ? 0 : parameters.length();
    if (found != expected) {
      throw new IllegalArgumentException(
          "%,d parameters, but the layers have %,d".formatted(found, expected));
    }
    if (configurations.chain().isPresent()) {
      if (parameters != null) {
        configurations.chain().get().setDataType(parameters.dataType());
      }
      MultiLayerNetwork network = new MultiLayerNetwork(configurations.chain().get());
      network.init(parameters, false);
      return network;
    }
    if (parameters != null) {
      configurations.graph().orElseThrow().setDataType(parameters.dataType());
    }
    ComputationGraph network = new ComputationGraph(configurations.graph().orElseThrow());
    network.init(parameters, false);
    return network;
  }
}
