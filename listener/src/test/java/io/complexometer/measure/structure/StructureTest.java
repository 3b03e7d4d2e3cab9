package io.complexometer.measure.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Against an engine of its own in another language, whose parameters and operation counts agree
 * with torchvision's to the last digit, and whose path counts with products of explicit masks.
 */
final class StructureTest {
  private static final double LOG2 = 1e-9;

  @TestFactory
  Stream<DynamicTest> of_smallNetworks() {
    Map<String, Supplier<NetworkGraph>> networks = new LinkedHashMap<>();
    networks.put("F1", StructureTest::f1);
    networks.put("F2", Architecture::leNet);
    networks.put("F3", StructureTest::f3);
    networks.put("F4", StructureTest::f4);
    networks.put("F5", StructureTest::f5);
    networks.put("F6", StructureTest::f6);
    networks.put("F7", StructureTest::f7);
    networks.put("F8", () -> autoencoder(false));
    networks.put("F9", () -> autoencoder(true));
    networks.put("F10", StructureTest::f10);
    networks.put("F11", StructureTest::f11);
    networks.put("F12", StructureTest::f12);
    JsonNode all = read("small.json");
    return networks.entrySet().stream()
        .map(
            network ->
                DynamicTest.dynamicTest(
                    network.getKey(),
                    () -> {
                      JsonNode expected = named(all, network.getKey() + " ");
                      for (Level level : Level.values()) {
                        Structure structure = Structure.of(network.getValue().get(), level);
                        checkTotals(expected, structure, "log2_gain_meanfield", "topo_paths");
                        checkLayers(expected, structure);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> of_knownArchitectures() {
    Map<String, Supplier<NetworkGraph>> networks = new LinkedHashMap<>();
    networks.put("LeNet(DL4J 20-50-500-10)", Architecture::leNet);
    networks.put("AlexNet", Architecture::alexNet);
    networks.put("VGG11", () -> Architecture.vgg(false, 1, 1, 2, 2, 2));
    networks.put("VGG13", () -> Architecture.vgg(false, 2, 2, 2, 2, 2));
    networks.put("VGG16", () -> Architecture.vgg(false, 2, 2, 3, 3, 3));
    networks.put("VGG19", () -> Architecture.vgg(false, 2, 2, 4, 4, 4));
    networks.put("VGG16_bn", () -> Architecture.vgg(true, 2, 2, 3, 3, 3));
    networks.put("ResNet18", () -> Architecture.resNet(false, true, 2, 2, 2, 2));
    networks.put("ResNet34", () -> Architecture.resNet(false, true, 3, 4, 6, 3));
    networks.put("ResNet50", () -> Architecture.resNet(true, true, 3, 4, 6, 3));
    networks.put("ResNet152", () -> Architecture.resNet(true, true, 3, 8, 36, 3));
    networks.put("DenseNet121", () -> Architecture.denseNet(6, 12, 24, 16));
    networks.put("DenseNet201", () -> Architecture.denseNet(6, 12, 48, 32));
    networks.put(
        "SqueezeNet1_0",
        () -> Architecture.squeezeNet(96, 7, 0, 16, 16, 32, 0, 32, 48, 48, 64, 0, 64));
    networks.put(
        "SqueezeNet1_1",
        () -> Architecture.squeezeNet(64, 3, 0, 16, 16, 0, 32, 32, 0, 48, 48, 64, 64));
    networks.put("MobileNetV2", Architecture::mobileNetV2);
    networks.put("U-Net same-pad 1->2 256", () -> Architecture.unet(true));
    networks.put("U-Net same-pad 1->2 256 (no skips)", () -> Architecture.unet(false));
    networks.put("ResNet18(no skips)", () -> Architecture.resNet(false, false, 2, 2, 2, 2));
    networks.put("ResNet50(no skips)", () -> Architecture.resNet(true, false, 3, 4, 6, 3));
    JsonNode all = read("nets.json");
    assertEquals(all.size(), networks.size());
    return networks.entrySet().stream()
        .map(
            network ->
                DynamicTest.dynamicTest(
                    network.getKey(),
                    () -> {
                      JsonNode expected = named(all, network.getKey());
                      Structure structure = Structure.of(network.getValue().get(), Level.EXACT);
                      checkTotals(expected, structure, "log2_gain_nominal", "");
                      Totals totals = structure.totals();
                      assertEquals(expected.get("activations").asLong(), totals.activations());
                      assertEquals(
                          expected.get("log2_topo_paths").asDouble(),
                          totals.log2TopologicalPaths(),
                          LOG2);
                      assertEquals(expected.get("n_in").asLong(), totals.inputSize());
                      assertEquals(expected.get("n_out").asLong(), totals.outputSize());
                      assertEquals(expected.get("b_out").asLong(), totals.outputBottleneck());
                      assertEquals(expected.get("Pi").asDouble(), totals.intrinsicPower(), LOG2);
                      assertEquals(expected.get("bypassed").asDouble(), totals.bypassed(), LOG2);
                      assertEquals(
                          expected.get("b_min_inner").asLong(),
                          structure.layers().stream()
                              .skip(1)
                              .limit(structure.layers().size() - 2)
                              .mapToLong(LayerStructure::bottleneck)
                              .min()
                              .orElseThrow());
                    }));
  }

  private static void checkTotals(
      JsonNode expected, Structure structure, String nominal, String ways) {
    Totals totals = structure.totals();
    assertEquals(expected.get("params").asLong(), totals.parameters());
    assertEquals(expected.get("macs").asLong(), totals.macs());
    assertEquals(expected.get("edges").asLong(), totals.connections());
    int depth = expected.has("L") ? expected.get("L").asInt() : expected.get("depth_L").asInt();
    assertEquals(depth, totals.depth());
    assertRelative(expected.get("Leff").asDouble(), totals.effectiveDepth());
    assertRelative(expected.get("VC_upper").asDouble(), totals.vcBound().orNaN());
    assertEquals(expected.get("C_BV").asDouble(), totals.capacity());
    assertEquals(expected.get("RF").asDouble(), totals.receptiveField());
    assertRelative(expected.get("mean_path_len").asDouble(), totals.meanPathLength());
    assertRelative(expected.get(nominal).asDouble(), totals.log2GainNominal().orNaN());
    if (!ways.isEmpty()) {
      assertEquals(
          expected.get(ways).asDouble(),
          Math.exp(Math.log(2) * totals.log2TopologicalPaths()),
          1e-9);
    }
    if (structure.level() == Level.EXACT) {
      double gain = expected.get("log2_gain_exact").asDouble();
      assertEquals(gain, totals.log2GainExact().orNaN(), LOG2);
      assertEquals(gain, totals.log2Gain().orNaN(), LOG2);
      double paths = log2(new BigInteger(expected.get("paths").asText()));
      assertEquals(paths, totals.log2Paths().orNaN(), 1e-12 * paths);
    } else {
      assertEquals(false, totals.log2GainExact().isPresent());
    }
  }

  private static void checkLayers(JsonNode expected, Structure structure) {
    Map<String, LayerStructure> layers = new LinkedHashMap<>();
    structure.layers().forEach(layer -> layers.put(layer.name(), layer));
    assertEquals(expected.get("layers").size(), layers.size());
    for (JsonNode one : expected.get("layers")) {
      String op = one.get("op").asText();
      LayerStructure layer = layers.get(one.get("id").asText());
      assertEquals(one.get("n_out").asLong(), layer.shape().size(), one::toString);
      assertEquals(one.get("fan_in").asDouble(), layer.fanIn(), 1e-9, one::toString);
      assertEquals(one.get("edges").asLong(), layer.connections(), one::toString);
      assertEquals(one.get("weights").asLong(), layer.weights(), one::toString);
      assertEquals(one.get("weights").asLong() + one.get("bias").asLong(), layer.parameters(), op);
      assertEquals(one.get("macs").asLong(), layer.macs(), one::toString);
      assertEquals(one.get("b").asLong(), layer.bottleneck(), one::toString);
      if (structure.level() == Level.NOMINAL) {
        assertEquals(
            one.get("log2_gain").asDouble(), layer.log2Gain().orNaN(), 1e-12, one::toString);
        double complexity = Math.log(one.get("fan_in").asDouble()) / Math.log(2);
        assertEquals(complexity, layer.layerComplexity().orNaN(), 1e-12, one::toString);
      }
    }
  }

  /** Spec F13, by hand: the network on which every fold is wrong. */
  @Test
  void of_branchesThatMayOrMayNotShareWhatTheyKnow() {
    Architecture net = new Architecture();
    int in = net.input(8);
    int x = net.dense(in, 3);
    int y = net.dense(x, 2);
    int z = net.dense(in, 2);
    Structure structure = Structure.of(net.build(net.dense(net.concat(x, y, z), 6)), Level.EXACT);
    assertEquals(
        "[8, 3, 2, 2, 5, 5]",
        structure.layers().stream().map(LayerStructure::bottleneck).toList().toString());
    Totals totals = structure.totals();
    assertEquals(528, Math.exp(Math.log(2) * totals.log2Paths().orNaN()), 1e-9);
    assertEquals(Math.log(3) / Math.log(2), totals.log2TopologicalPaths(), 1e-12);
    assertEquals(7.0 / 3, totals.meanPathLength(), 1e-12);
    assertEquals(548, totals.capacity());
    assertEquals(101, totals.parameters());
    assertEquals(2200.973899, totals.vcBound().orNaN(), 1e-6);
    assertEquals(1.321928, totals.bypassed(), 1e-6);
  }

  private static NetworkGraph f1() {
    Architecture net = new Architecture();
    return net.build(net.dense(net.relu(net.dense(net.input(784), 500)), 10));
  }

  private static NetworkGraph f3() {
    Architecture net = new Architecture();
    int in = net.input(4, 8, 8);
    return net.build(net.add(net.same(in, 4, 3), in));
  }

  private static NetworkGraph f4() {
    Architecture net = new Architecture();
    int in = net.input(4, 8, 8);
    int a = net.same(in, 2, 1);
    int b = net.same(in, 6, 3);
    return net.build(net.same(net.concat(a, b), 3, 1));
  }

  private static NetworkGraph f5() {
    Architecture net = new Architecture();
    return net.build(net.same(net.same(net.input(1, 4, 4), 1, 3), 1, 3));
  }

  private static NetworkGraph f6() {
    Architecture net = new Architecture();
    return net.build(net.same(net.depthwise(net.input(3, 8, 8), 3, 1, true), 8, 1));
  }

  private static NetworkGraph f7() {
    Architecture net = new Architecture();
    return net.build(net.transposed(net.input(3, 4, 4), 8, 2, 2));
  }

  private static NetworkGraph autoencoder(boolean skip) {
    Architecture net = new Architecture();
    int in = net.input(784);
    int x = net.relu(net.dense(in, 128));
    x = net.relu(net.dense(x, 32));
    x = net.dense(net.relu(net.dense(x, 128)), 784);
    return net.build(skip ? net.add(x, in) : x);
  }

  private static NetworkGraph f10() {
    Architecture net = new Architecture();
    int x = net.input(4, 4, 4);
    for (int i = 0; i < 3; i++) {
      x = net.concat(x, net.same(x, 2, 3));
    }
    return net.build(net.dense(net.flat(net.globalPool(x)), 3));
  }

  private static NetworkGraph f11() {
    Architecture net = new Architecture();
    int first = net.relu(net.same(net.input(1, 8, 8), 4, 3));
    int x = net.relu(net.same(net.pool(first, 2, 2, 0, false), 8, 3));
    x = net.concat(first, net.transposed(x, 4, 2, 2));
    return net.build(net.same(net.relu(net.same(x, 4, 3)), 2, 1));
  }

  private static NetworkGraph f12() {
    Architecture net = new Architecture();
    int in = net.input(8);
    int a = net.dense(in, 8);
    int b = net.dense(a, 8);
    int c = net.dense(net.add(a, b), 8);
    return net.build(net.dense(net.add(net.add(b, c), in), 2));
  }

  private static void assertRelative(double expected, double actual) {
    assertEquals(expected, actual, 1e-12 * Math.abs(expected));
  }

  private static double log2(BigInteger number) {
    int shift = Math.max(0, number.bitLength() - 60);
    double leading = new BigDecimal(number.shiftRight(shift), MathContext.DECIMAL64).doubleValue();
    return Math.log(leading) / Math.log(2) + shift;
  }

  private static JsonNode named(JsonNode all, String name) {
    for (JsonNode one : all) {
      if (one.get("name").asText().equals(name)
          || (name.endsWith(" ") && one.get("name").asText().startsWith(name))) {
        return one;
      }
    }
    throw new AssertionError("no reference for " + name);
  }

  private static JsonNode read(String file) {
    try (var in = StructureTest.class.getResourceAsStream(file)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
