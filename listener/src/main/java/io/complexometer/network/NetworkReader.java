package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads one Deeplearning4j model: its layers in forward order, its weight matrices, its activations
 * on a probe. It never changes the model, and must be used on the thread that trains it.
 */
public abstract sealed class NetworkReader permits MultiLayerReader, GraphReader {
  private final List<Layer> layers = new ArrayList<>();
  private final List<ActivationRule> activationRules = new ArrayList<>();

  /** Less than an array can hold, so that whoever steps through one never steps beyond an int. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - (1 << 20);

  private final List<ParameterReader> parameters = new ArrayList<>();
  private Weights latest;
  private long copies;
  private final List<ParameterReader> oversized = new ArrayList<>();
  private final List<Layer> unknown = new ArrayList<>();

  NetworkReader() {}

  /**
   * A reader for a model.
   *
   * @param model an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @return its reader
   * @throws IllegalArgumentException if the model is of another class or not initialised
   */
  public static NetworkReader of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      requireInitialised(network.getLayers() != null && network.params() != null);
      return new MultiLayerReader(network);
    } else if (model instanceof ComputationGraph graph) {
      requireInitialised(graph.getVertices() != null && graph.params() != null);
      return new GraphReader(graph);
    }
    throw new IllegalArgumentException(
        "cannot read a %s: attach to a MultiLayerNetwork or a ComputationGraph"
            .formatted(model == null ? "null model" : model.getClass().getSimpleName()));
  }

  private static void requireInitialised(boolean initialised) {
    if (!initialised) {
      throw new IllegalArgumentException("the model has no parameters yet: call init() first");
    }
  }

  /**
   * Adds the next layer in forward order.
   *
   * @param name the layer's name
   * @param configuration its configuration, or that of its vertex
   * @param table its parameters now, by key
   * @param parameter gives a parameter by key whenever it is asked
   */
  final void add(
      String name,
      Object configuration,
      Map<String, INDArray> table,
      Function<String, INDArray> parameter) {
    Object inner = unwrapped(configuration);
    Layer layer = new Layer(layers.size(), name, configuration.getClass().getSimpleName());
    boolean before =
        !activationRules.isEmpty() && activationRules.get(layers.size() - 1).unitsLast();
    layers.add(layer);
    activationRules.add(ActivationTable.rule(configuration, before));
    if (table.isEmpty()) {
      return;
    }
    Optional<List<WeightTable.Rule>> rules = WeightTable.rules(inner.getClass());
    if (rules.isEmpty()) {
      unknown.add(layer);
      return;
    }
    for (String key : table.keySet()) {
      String innerKey = configuration instanceof Bidirectional ? key.substring(1) : key;
      Supplier<INDArray> live = () -> parameter.apply(key);
      rules.get().stream()
          .filter(rule -> rule.matches(innerKey))
          .map(rule -> new ParameterReader(layer, key, rule, live))
          .filter(reader -> isMatrix(reader.description()))
          .forEach(reader -> (fits(reader.description()) ? parameters : oversized).add(reader));
    }
  }

  /** Whether a Java array can hold a copy. */
  static boolean fits(WeightMatrix matrix) {
    return matrix.rows() <= LARGEST_ARRAY / matrix.columns();
  }

  /** A single row or column has no spectrum to speak of. */
  private static boolean isMatrix(WeightMatrix matrix) {
    return matrix.rows() > 1 && matrix.columns() > 1;
  }

  /** The layer inside the layers that only wrap another. */
  static Object unwrapped(Object configuration) {
    if (configuration instanceof BaseWrapperLayer wrapper) {
      return unwrapped(wrapper.getUnderlying());
    } else if (configuration instanceof FrozenLayer wrapper) {
      return unwrapped(wrapper.getLayer());
    } else if (configuration instanceof Bidirectional wrapper) {
      return unwrapped(wrapper.getFwd());
    }
    return configuration;
  }

  /** What the first layer takes, in words, for an error message. */
  static String inputOf(String name, Object configuration, InputPreProcessor preProcessor) {
    Object inner = unwrapped(configuration);
    return "'%s' (%s) takes %s"
        .formatted(name, inner.getClass().getSimpleName(), InputShape.of(inner, preProcessor));
  }

  /**
   * The simple name of the model's class.
   *
   * @return {@code MultiLayerNetwork} or {@code ComputationGraph}
   */
  public abstract String modelType();

  /**
   * The model's number of parameters.
   *
   * @return all of them, also those that are in no weight matrix
   */
  public abstract long parameterCount();

  /** The model's data type. */
  abstract DataType dataType();

  /** Number of input arrays. */
  abstract int inputs();

  /** What the model's inputs should look like, in words. */
  abstract String expectedInput();

  /** Whether the units of an input are its last axis, as far as the layers behind it say. */
  abstract boolean unitsLast(int input);

  /**
   * The types of the network's inputs, as a probe shows them. They know nothing of preprocessors:
   * where one reshapes an input, or the input holds indices, they may not be what the network was
   * built for.
   *
   * @param probe one array for each input
   * @return in order
   * @throws IllegalArgumentException if an array has more axes than any type of input
   */
  public final List<InputType> inputTypes(ProbeData probe) {
    List<InputType> types = new ArrayList<>();
    for (int input = 0; input < probe.features().size(); input++) {
      types.add(ProbeInputs.of(probe.features().get(input), unitsLast(input)));
    }
    return types;
  }

  /** The layers one by one, to be run on a probe. */
  abstract LayerSteps steps();

  /** How the activations of a layer are read. */
  final ActivationRule rule(int layer) {
    return activationRules.get(layer);
  }

  /**
   * The model's layers.
   *
   * @return in forward order
   */
  public final List<Layer> layers() {
    return List.copyOf(layers);
  }

  /**
   * The layers with parameters of which it is not known how they become matrices.
   *
   * @return in forward order; their weights are left out
   */
  public final List<Layer> unknownLayers() {
    return List.copyOf(unknown);
  }

  /**
   * The weight matrices that are left out because no array can hold a copy: of about 2^31 weights
   * and more.
   *
   * @return in forward order
   */
  public final List<WeightMatrix> oversizedMatrices() {
    return oversized.stream().map(ParameterReader::description).toList();
  }

  /**
   * The model's weight matrices.
   *
   * @return in forward order, those of one row or one column left out
   */
  public final List<WeightMatrix> matrices() {
    return parameters.stream().map(ParameterReader::description).toList();
  }

  /**
   * Room for a copy of the weight matrices.
   *
   * @return to be filled by {@link #read}
   */
  public final Weights reserveWeights() {
    return Weights.reserve(matrices(), dataType());
  }

  /**
   * Copies one weight matrix as it is now, for whoever has no room for all of them.
   *
   * @param index in {@link #matrices}
   * @return a copy of its own
   */
  public final Matrix copy(int index) {
    ParameterReader parameter = parameters.get(index);
    Matrix room = Weights.reserve(parameter.description(), dataType());
    parameter.copyTo(room);
    return room;
  }

  /**
   * Copies the weights as they are now, and notes which are new.
   *
   * @param target room reserved by this reader
   */
  public final void read(Weights target) {
    for (int i = 0; i < parameters.size(); i++) {
      boolean changed = parameters.get(i).copyTo(target.matrices().get(i));
      target.revise(i, changed, latest, copies);
    }
    latest = target;
    copies++;
  }
}
