package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.WeightMatrix;
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

  private static final String REMEDY = "write it again with ModelSerializer";

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
    long parameters =
        Complaint.guard(
            entry.place(), "is a damaged configuration", REMEDY, configurations::parameters);
    if (parameters == 0) {
      return withoutWeights(configurations, List.of("the network has no parameters"), List.of());
    }
    try {
      return of(StoredModel.name(archive.file()), "Deeplearning4j model", model(configurations));
    } catch (DataException e) {
      return withoutWeights(configurations, List.of(), List.of(e.getMessage()));
    }
  }

  private StoredModel withoutWeights(
      Configurations configurations, List<String> notices, List<String> faults) {
    return new StoredModel(
        StoredModel.name(archive.file()),
        "Deeplearning4j model without its weights",
        Optional.empty(),
        configurations.chain(),
        configurations.graph(),
        List.of(),
        notices,
        faults);
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
      throw new DataException("%s holds no %s: %s.".formatted(archive.file(), PARAMETERS, REMEDY));
    }
    return Complaint.guard(
        entry.get().place(),
        "does not fit the configuration",
        REMEDY,
        () -> model(configurations, Parameters.read(entry.get())));
  }

  private static Model model(Configurations configurations, INDArray parameters) {
    long expected = configurations.parameters();
    if (parameters.length() != expected) {
      throw new IllegalArgumentException(
          "%,d parameters, but the layers have %,d".formatted(parameters.length(), expected));
    }
    if (configurations.chain().isPresent()) {
      configurations.chain().get().setDataType(parameters.dataType());
      MultiLayerNetwork network = new MultiLayerNetwork(configurations.chain().get());
      network.init(parameters, false);
      return network;
    }
    configurations.graph().orElseThrow().setDataType(parameters.dataType());
    ComputationGraph network = new ComputationGraph(configurations.graph().orElseThrow());
    network.init(parameters, false);
    return network;
  }
}
