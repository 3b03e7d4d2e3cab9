package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Known architectures as Deeplearning4j stores them, against an engine of its own in another
 * language that was given them layer by layer: {@code nets.json} beside the measures' tests.
 */
final class StoredConfigurationTest {

  static ComputationGraphConfiguration configuration(String name) throws IOException {
    try (InputStream file =
        new GZIPInputStream(
            StoredConfigurationTest.class.getResourceAsStream("configs/" + name + ".json.gz"))) {
      return ComputationGraphConfiguration.fromJson(
          new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static JsonNode expected(String file, String beginning) throws IOException {
    JsonNode all = new ObjectMapper().readTree(Structure.class.getResourceAsStream(file));
    return StreamSupport.stream(all.spliterator(), false)
        .filter(network -> network.get("name").asText().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "lenet, LeNet(, 1, 28",
    "alexnet, AlexNet, 3, 224",
    "vgg16, VGG16, 3, 224",
    "resnet18, ResNet18, 3, 224",
    "resnet50, ResNet50, 3, 224",
    "densenet121, DenseNet121, 3, 224",
    "mobilenetv2, MobileNetV2, 3, 224",
    "unet256, U-Net same-pad, 1, 256"
  })
  void read_equalsTheArchitecture(String file, String name, int channels, int side)
      throws IOException {
    ComputationGraphConfiguration configuration = configuration(file);
    String before = configuration.toJson();
    NetworkGraph graph =
        StructureReader.read(configuration, List.of(InputType.convolutional(side, side, channels)));
    assertEquals(before, configuration.toJson());
    JsonNode expected = expected("nets.json", name);
    for (Level level : Level.values()) {
      check(expected, Structure.of(graph, level).totals(), level);
    }
  }

  private static void check(JsonNode expected, Totals totals, Level level) {
    Function<String, Double> number = field -> expected.get(field).asDouble();
    assertEquals(expected.get("params").asLong(), totals.parameters());
    assertEquals(expected.get("macs").asLong(), totals.macs());
    assertEquals(expected.get("edges").asLong(), totals.connections());
    assertEquals(expected.get("activations").asLong(), totals.activations());
    assertEquals(expected.get("depth_L").asLong(), totals.depth());
    assertEquals(expected.get("n_in").asLong(), totals.inputSize());
    assertEquals(expected.get("n_out").asLong(), totals.outputSize());
    assertEquals(expected.get("b_out").asLong(), totals.outputBottleneck());
    assertEquals(number.apply("RF"), totals.receptiveField());
    assertEquals(number.apply("C_BV"), totals.capacity());
    relative(number.apply("Leff"), totals.effectiveDepth());
    relative(number.apply("VC_upper"), totals.vcBound().orNaN());
    relative(number.apply("mean_path_len"), totals.meanPathLength());
    relative(number.apply("log2_gain_nominal"), totals.log2GainNominal().orNaN());
    assertEquals(number.apply("log2_topo_paths"), totals.log2TopologicalPaths(), 1e-9);
    assertEquals(number.apply("Pi"), totals.intrinsicPower(), 1e-9);
    assertEquals(number.apply("bypassed"), totals.bypassed(), 1e-9);
    if (level == Level.EXACT) {
      assertEquals(number.apply("log2_gain_exact"), totals.log2Gain().orNaN(), 1e-9);
    }
  }

  private static void relative(double expected, double actual) {
    assertEquals(expected, actual, 1e-12 * Math.abs(expected));
  }

  /** Vertices of {@code small.json} of the same network, by name; "flat" is a preprocessor here. */
  @Test
  void read_layerByLayer() throws IOException {
    NetworkGraph graph =
        StructureReader.read(configuration("lenet"), List.of(InputType.convolutional(28, 28, 1)));
    Map<String, LayerStructure> layers =
        Structure.of(graph, Level.EXACT).layers().stream()
            .collect(Collectors.toMap(LayerStructure::name, Function.identity()));
    int compared = 0;
    for (JsonNode layer : expected("small.json", "F2 ").get("layers")) {
      if (layer.get("op").asText().equals("flat")) {
        continue;
      }
      LayerStructure read = layers.get(layer.get("id").asText());
      assertTrue(read != null, layer.get("id").asText());
      assertEquals(layer.get("n_out").asLong(), read.shape().size());
      assertEquals(layer.get("fan_in").asDouble(), read.fanIn());
      assertEquals(layer.get("edges").asLong(), read.connections());
      assertEquals(layer.get("weights").asLong(), read.weights());
      assertEquals(layer.get("weights").asLong() + layer.get("bias").asLong(), read.parameters());
      assertEquals(layer.get("macs").asLong(), read.macs());
      assertEquals(layer.get("b").asLong(), read.bottleneck());
      assertEquals(layer.get("log2_gain").asDouble(), read.log2Gain().orNaN(), 1e-9);
      compared++;
    }
    assertEquals(layers.size(), compared);
  }
}
