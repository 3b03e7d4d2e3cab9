package io.complexometer.export.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.util.Locale;

/**
 * A network's structure as JSON, as the sample log and {@code analyze} write it: the totals, the
 * level, and an array of layers, each after those that it takes its inputs from. What is absent is
 * null.
 *
 * <p>Its {@code layerComplexity} and {@code intrinsicPower} bear the names of Badias and Banerjee,
 * arXiv:2107.01081, whose formulas were not available; the definitions are this project's.
 */
public final class StructureJson {

  /** Up to here a double holds every whole number. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private StructureJson() {}

  /**
   * Writes a structure.
   *
   * @param structure what was measured
   * @return its object
   */
  public static ObjectNode of(Structure structure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Totals totals = structure.totals();
    json.put("level", structure.level().name().toLowerCase(Locale.ROOT));
    json.put("parameters", totals.parameters());
    json.put("frozenParameters", totals.frozenParameters());
    json.put("otherParameters", totals.otherParameters());
    json.put("macs", totals.macs());
    json.put("connections", totals.connections());
    json.put("activations", totals.activations());
    json.put("depth", totals.depth());
    json.put("effectiveDepth", totals.effectiveDepth());
    put(json, "log2Gain", totals.log2Gain());
    put(json, "log2GainNominal", totals.log2GainNominal());
    put(json, "log2GainExact", totals.log2GainExact());
    put(json, "log2Paths", totals.log2Paths());
    json.put("log2TopologicalPaths", totals.log2TopologicalPaths());
    json.put("meanPathLength", totals.meanPathLength());
    json.put("receptiveField", totals.receptiveField());
    json.put("inputSize", totals.inputSize());
    json.put("outputSize", totals.outputSize());
    json.put("outputBottleneck", totals.outputBottleneck());
    json.put("intrinsicPower", totals.intrinsicPower());
    json.put("bypassed", totals.bypassed());
    json.put("capacity", totals.capacity());
    put(json, "vcBound", totals.vcBound());
    ArrayNode layers = json.putArray("layers");
    structure.layers().forEach(layer -> add(layers.addObject(), layer));
    return json;
  }

  private static void add(ObjectNode json, LayerStructure layer) {
    json.put("name", layer.name());
    json.put("type", layer.type());
    json.put("op", layer.operation());
    ArrayNode inputs = json.putArray("inputs");
    layer.inputs().forEach(inputs::add);
    ArrayNode shape = json.putArray("shape");
    shape.add(layer.shape().channels());
    layer.shape().extent().forEach(shape::add);
    json.put("nOut", layer.shape().size());
    json.put("fanIn", layer.fanIn());
    json.put("connections", layer.connections());
    json.put("weights", layer.weights());
    json.put("parameters", layer.parameters());
    json.put("otherParameters", layer.otherParameters());
    json.put("frozen", layer.frozen());
    json.put("macs", layer.macs());
    put(json, "layerComplexity", layer.layerComplexity());
    json.put("rawPower", layer.rawPower());
    json.put("intrinsicPower", layer.intrinsicPower());
    put(json, "log2Gain", layer.log2Gain());
    json.put("bottleneck", layer.bottleneck());
    putPaths(json, layer.paths());
    put(json, "log2Paths", layer.log2Paths());
    json.put("receptiveField", layer.receptiveField());
    json.put("depth", layer.depth());
  }

  /** As a whole number where a double holds it. */
  private static void putPaths(ObjectNode json, Value paths) {
    if (paths.isPresent() && paths.orNaN() < LARGEST_WHOLE) {
      json.put("paths", Math.round(paths.orNaN()));
    } else {
      put(json, "paths", paths);
    }
  }

  private static void put(ObjectNode json, String key, Value value) {
    if (value.isPresent()) {
      json.put(key, value.orNaN());
    } else {
      json.putNull(key);
    }
  }
}
