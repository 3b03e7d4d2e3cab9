package io.complexometer.examples.model;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.dataset.ContiguousDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.layers.wrappers.KerasBidirectional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of the layers of a Keras file. A layer's group says in its attribute {@code
 * weight_names} which arrays are its own, each with its path in the group: {@code dense/kernel:0},
 * {@code bidirectional/forward_lstm/lstm_cell/bias:0}, and in Keras 1 {@code dense_1_W}. The import
 * knows them by the last word.
 */
final class KerasWeights {
  private static final String NAMES = "weight_names";

  /** TensorFlow numbers its tensors, and a name that comes again: {@code kernel_1:0}. */
  private static final Pattern NUMBERS = Pattern.compile("(_\\d+)?(:\\d+)?$");

  private final Group layers;
  private final long length;

  /**
   * The weights of a file.
   *
   * @param layers one group for each layer
   * @param length of the file in bytes: no array has more
   */
  KerasWeights(Group layers, long length) {
    this.layers = layers;
    this.length = length;
  }

  /** Gives a layer its weights. */
  void readInto(String name, KerasLayer layer) throws InvalidKerasConfigurationException {
    if (!(layers.getByPath(name) instanceof Group group)) {
      throw new IllegalArgumentException("layer '%s' is no group".formatted(name));
    }
    Map<String, INDArray> weights = new HashMap<>();
    for (String path : names(name, group)) {
      String parameter = parameter(name, path);
      if (layer instanceof KerasBidirectional) {
        parameter = (path.contains("backward") ? "backward_" : "forward_") + parameter;
      }
      weights.put(parameter, array(group.getDatasetByPath(path)));
    }
    layer.setWeights(weights);
  }

  private List<String> names(String layer, Group group) {
    Attribute names = group.getAttribute(NAMES);
    if (names == null || names.getSizeInBytes() > length) {
      throw new IllegalArgumentException("layer '%s' has no attribute %s".formatted(layer, NAMES));
    }
    return names.isEmpty() ? List.of() : Stream.of((String[]) names.getData()).toList();
  }

  /** The name of a parameter, as the import takes it: {@code kernel}, {@code W}. */
  private static String parameter(String layer, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    String own = layer.substring(layer.lastIndexOf('/') + 1) + "_";
    String bare = last.startsWith(own) ? last.substring(own.length()) : last;
    return NUMBERS.matcher(bare).replaceFirst("");
  }

  private INDArray array(Dataset dataset) {
    if (!(dataset instanceof ContiguousDataset)
        || dataset.getSizeInBytes() > length
        || dataset.isScalar()) {
      throw new IllegalArgumentException(
          "%s is compressed, in chunks, or larger than the file".formatted(dataset.getPath()));
    }
    long[] shape = LongStream.range(0, dataset.getDimensions().length).toArray();
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = dataset.getDimensions()[axis];
    }
    Object numbers = dataset.getDataFlat();
    if (numbers instanceof float[] floats) {
      return Nd4j.create(floats, shape, 'c');
    } else if (numbers instanceof double[] doubles) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return Nd4j.create(floats, shape, 'c');
    }
    throw new IllegalArgumentException(
        "%s holds no floating-point numbers".formatted(dataset.getPath()));
  }
}
