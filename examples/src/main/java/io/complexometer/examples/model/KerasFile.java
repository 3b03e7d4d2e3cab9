package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.KerasSequentialModel;
import org.deeplearning4j.nn.modelimport.keras.config.KerasModelConfiguration;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelBuilder;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A network that Keras 1 or 2 saved as HDF5: the configuration is an attribute of the file, each
 * layer a group with its weights.
 *
 * <p>Deeplearning4j's import turns the layers into its own. Its reader of HDF5 is the C library,
 * which a damaged file can crash, and the Java program with it; so the file is read by jHDF, in
 * Java, and the import is given what it would have read.
 */
final class KerasFile {
  private static final String CONFIGURATION = "model_config";
  private static final String VERSION = "keras_version";
  private static final String BACKEND = "backend";
  private static final String WEIGHTS = "model_weights";
  private static final KerasModelConfiguration FIELDS = new KerasModelConfiguration();

  /** Parameters that a network may have beyond those in the file: biases that Keras left out. */
  private static final long MORE_PARAMETERS = 1 << 20;

  private final Path path;
  private final HdfFile file;
  private final long length;

  private KerasFile(Path path, HdfFile file) {
    this.path = path;
    this.file = file;
    this.length = file.size();
  }

  /** Opens it. */
  static StoredModel open(Path path) {
    Model model =
        Complaint.guard(
            path,
            "cannot be read as a Keras HDF5 file",
            "save it again with model.save('model.h5') of Keras 2, or its weight matrices with"
                + " numpy.savez",
            () -> {
              try (HdfFile file = HdfFile.fromByteBuffer(mapped(path))) {
                requireWhole(path, file);
                return new KerasFile(path, file).read();
              }
            });
    return NetworkFile.of(StoredModel.name(path), "Keras model", model);
  }

  /** Within a mapping jHDF allocates nothing of the sizes that a damaged file claims. */
  private static ByteBuffer mapped(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      if (file.size() > Integer.MAX_VALUE) {
        throw new DataException(
            path + " has more than 2 GB: save its weight matrices with numpy.savez.");
      }
      return file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
    }
  }

  private static void requireWhole(Path path, HdfFile file) {
    long announced = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    if (file.size() < announced) {
      throw new DataException(
          "%s is truncated: it holds %,d bytes of %,d: copy it again."
              .formatted(path, file.size(), announced));
    }
  }

  private Model read()
      throws IOException,
          InvalidKerasConfigurationException,
          UnsupportedKerasConfigurationException {
    Map<String, Object> configuration = configuration();
    String kind = String.valueOf(configuration.get("class_name"));
    KerasModelBuilder builder =
        new KerasModelBuilder(FIELDS)
            .modelJson(new ObjectMapper().writeValueAsString(configuration));
    if (kind.equals("Sequential")) {
      KerasSequentialModel model = new KerasSequentialModel(builder);
      readWeights(model);
      var chain = model.getMultiLayerConfiguration();
      requirePossible(new Configurations(Optional.of(chain), Optional.empty()));
      MultiLayerNetwork network = new MultiLayerNetwork(chain);
      network.init();
      return KerasModelUtils.copyWeightsToModel(network, model.getLayers());
    }
    KerasModel model = new KerasModel(builder);
    readWeights(model);
    var graph = model.getComputationGraphConfiguration();
    requirePossible(new Configurations(Optional.empty(), Optional.of(graph)));
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    return KerasModelUtils.copyWeightsToModel(network, model.getLayers());
  }

  /** As the import wants it: with the version and the backend inside. */
  private Map<String, Object> configuration()
      throws IOException, InvalidKerasConfigurationException {
    Optional<String> json = attribute(CONFIGURATION);
    if (json.isEmpty()) {
      throw new DataException(
          "%s holds no model (no attribute %s): save it with model.save('model.h5') and not with"
                  .formatted(path, CONFIGURATION)
              + " save_weights.");
    }
    Map<String, Object> configuration = KerasModelUtils.parseJsonString(json.get());
    Optional<String> version = attribute(VERSION);
    if (version.isPresent() && !version.get().matches("[12]\\D.*")) {
      throw new DataException(
          "%s was saved by Keras %s, of which Deeplearning4j reads 1 and 2: save the weight"
                  .formatted(path, Complaint.printable(version.get()))
              + " matrices with numpy.savez.");
    }
    version.ifPresent(text -> configuration.put(VERSION, text));
    attribute(BACKEND).ifPresent(text -> configuration.put(BACKEND, text));
    return configuration;
  }

  private Optional<String> attribute(String name) {
    Attribute attribute = file.getAttribute(name);
    if (attribute == null || attribute.getSizeInBytes() > length) {
      return Optional.empty();
    }
    return attribute.getData() instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private void readWeights(KerasModel model) throws InvalidKerasConfigurationException {
    if (!(file.getChild(WEIGHTS) instanceof Group groups)) {
      throw new DataException(
          "%s holds no weights (no group %s): save it with model.save('model.h5')."
              .formatted(path, WEIGHTS));
    }
    KerasWeights weights = new KerasWeights(groups, length);
    for (var layer : model.getLayers().entrySet()) {
      if (layer.getValue().getNumParams() > 0) {
        weights.readInto(layer.getKey(), layer.getValue());
      }
    }
  }

  /** A network is allocated as its configuration says: it must be one that the file can hold. */
  private void requirePossible(Configurations configurations) {
    long parameters = configurations.parameters();
    if (parameters < 0 || parameters - MORE_PARAMETERS > length) {
      throw new IllegalArgumentException(
          "its layers have %,d parameters, the file %,d bytes".formatted(parameters, length));
    }
  }
}
