package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A configuration of Deeplearning4j, of the one or the other kind.
 *
 * @param chain of a {@code MultiLayerNetwork}, whose JSON has {@code confs}
 * @param graph of a {@code ComputationGraph}, whose JSON has {@code vertices}
 */
record Configurations(
    Optional<MultiLayerConfiguration> chain, Optional<ComputationGraphConfiguration> graph) {
  private static final String CLASS = "@class";

  /**
   * Reads the JSON.
   *
   * @param place named in complaints
   * @throws DataException if it is none, damaged, or of layers whose classes are missing
   */
  static Configurations read(String place, String json) {
    String damaged = "is a damaged configuration";
    String remedy = "write it again with toJson() or ModelSerializer";
    JsonNode tree =
        Complaint.guard(place, "is no JSON", remedy, () -> new ObjectMapper().readTree(json));
    boolean isGraph = tree.has("vertices");
    if (!isGraph && !tree.has("confs")) {
      throw new DataException(
          place
              + " is JSON, but no configuration of Deeplearning4j (it has neither confs nor"
              + " vertices): write it with toJson().");
    }
    try {
      return Complaint.guard(
          place, damaged, remedy, () -> isGraph ? readGraph(json) : readChain(json));
    } catch (DataException e) {
      throw missingClass(tree).map(name -> missing(place, name, e)).orElse(e);
    }
  }

  private static Configurations readChain(String json) {
    MultiLayerConfiguration chain = MultiLayerConfiguration.fromJson(json);
    List<NeuralNetConfiguration> layers = chain.getConfs();
    requireLayers(layers.size(), layers.stream());
    return new Configurations(Optional.of(chain), Optional.empty());
  }

  private static Configurations readGraph(String json) {
    ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(json);
    if (graph.getVertices().containsValue(null)) {
      throw new IllegalArgumentException("a vertex of it is empty");
    }
    requireLayers(graph.getVertices().size(), layers(graph).map(LayerVertex::getLayerConf));
    graph.validate();
    return new Configurations(Optional.empty(), Optional.of(graph));
  }

  private static Stream<LayerVertex> layers(ComputationGraphConfiguration graph) {
    return graph.getVertices().values().stream()
        .filter(LayerVertex.class::isInstance)
        .map(LayerVertex.class::cast);
  }

  private static void requireLayers(int count, Stream<NeuralNetConfiguration> layers) {
    if (count == 0) {
      throw new IllegalArgumentException("it has no layers");
    }
    if (layers.anyMatch(layer -> layer == null || layer.getLayer() == null)) {
      throw new IllegalArgumentException("a layer of it is empty");
    }
  }

  /** Number of parameters that a network of it has. */
  long parameters() {
    long ofLayers =
        Stream.concat(
                chain.stream().flatMap(all -> all.getConfs().stream()),
                graph.stream().flatMap(all -> layers(all).map(LayerVertex::getLayerConf)))
            .mapToLong(layer -> layer.getLayer().initializer().numParams(layer))
            .reduce(0, Math::addExact);
    long ofVertices =
        graph.stream()
            .flatMap(all -> all.getVertices().values().stream())
            .filter(vertex -> !(vertex instanceof LayerVertex))
            .mapToLong(vertex -> vertex.numParams(true))
            .reduce(0, Math::addExact);
    return Math.addExact(ofLayers, ofVertices);
  }

  /** The first class that the JSON names and that is not on the class path. */
  private static Optional<String> missingClass(JsonNode tree) {
    Deque<JsonNode> open = new ArrayDeque<>(List.of(tree));
    while (!open.isEmpty()) {
      JsonNode node = open.pop();
      String name = node.path(CLASS).asText();
      if (!name.isEmpty() && !isOnClassPath(name)) {
        return Optional.of(Complaint.printable(name));
      }
      node.forEach(open::push);
    }
    return Optional.empty();
  }

  private static boolean isOnClassPath(String name) {
    try {
      Class.forName(name, false, Configurations.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static DataException missing(String place, String name, DataException cause) {
    return new DataException(
        "%s has a layer of class %s, which is not on the class path: put the jar with it there,"
                .formatted(place, name)
            + " java -cp complexometer.jar:yours.jar io.complexometer.examples.Complexometer"
            + " analyze ..",
        cause);
  }
}
