package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;

/**
 * Runs the program as a user would. Numbers of weights come from {@code analysis/expected.json},
 * which an independent implementation in numpy wrote beforehand; those of the structure of a LeNet
 * from an independent implementation, too.
 */
final class AnalyzeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private static byte[] resource(String name) {
    try (InputStream file = AnalyzeTest.class.getResourceAsStream("analysis/" + name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Program.Outcome analyze(Path file, String... options) {
    return Program.run(
        Stream.concat(Stream.of("analyze", file.toString()), Arrays.stream(options))
            .toArray(String[]::new));
  }

  private static JsonNode json(int code, Path file, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("--json");
    Program.Outcome outcome = analyze(file, arguments.toArray(String[]::new));
    assertEquals(code, outcome.code(), outcome::err);
    return MAPPER.readTree(outcome.out());
  }

  private static Set<String> absent(JsonNode json) {
    Set<String> absent = new TreeSet<>();
    for (JsonNode none : json.get("absent")) {
      absent.add(
          none.get("layer").asText("")
              + " "
              + none.get("measure").asText()
              + ": "
              + none.get("reason").asText());
    }
    return absent;
  }

  /** A file as numpy.save writes it. */
  private static void writeNpy(Path file, double[] numbers, int... shape) throws IOException {
    String dimensions = Arrays.toString(shape).replace('[', '(').replace(']', ')');
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }".formatted(dimensions);
    byte[] padded = "%-117s\n".formatted(header).getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length + Double.BYTES * numbers.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) padded.length).put(padded);
    for (double number : numbers) {
      bytes.putDouble(number);
    }
    Files.write(file, bytes.array());
  }

  /** A network of six matrices; natural order puts layer8 before layer10. */
  private Path sixMatrices() throws IOException {
    Path weights = Files.createDirectory(folder.resolve("weights"));
    int number = 8;
    for (JsonNode layer : MAPPER.readTree(resource("expected.json")).at("/n9_six_dense/layers")) {
      double[] numbers = new double[layer.get("numerators").size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = layer.get("numerators").get(i).asDouble() / 256;
      }
      Path file = weights.resolve("layer" + number++ + ".npy");
      writeNpy(file, numbers, layer.get("rows").asInt(), layer.get("columns").asInt());
    }
    return weights;
  }

  private static NeuralNetConfiguration.Builder seeded() {
    return new NeuralNetConfiguration.Builder().seed(3);
  }

  private static MultiLayerConfiguration lenet() {
    return seeded()
        .activation(Activation.RELU)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nIn(1).nOut(20).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new DenseLayer.Builder().nOut(500).build())
        .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  private Path save(MultiLayerConfiguration configuration) throws IOException {
    MultiLayerNetwork model = new MultiLayerNetwork(configuration);
    model.init();
    Path file = folder.resolve("model.zip");
    ModelSerializer.writeModel(model, file.toFile(), true);
    return file;
  }

  private Path probe(int... shape) throws IOException {
    Path file = folder.resolve("probe.npy");
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    writeNpy(file, new Random(1).doubles(size).toArray(), shape);
    return file;
  }

  @Test
  void folder_inNaturalOrder() throws IOException {
    JsonNode json = json(0, sixMatrices());
    JsonNode expected = MAPPER.readTree(resource("expected.json")).at("/n9_six_dense/cpse");
    for (Map.Entry<String, JsonNode> profile : expected.properties()) {
      double value = json.get("cpse").get(profile.getKey()).asDouble();
      assertEquals(profile.getValue().asDouble(), value, 1e-9, profile::getKey);
    }
    for (String number : List.of("mean", "standardDeviation", "z")) {
      assertTrue(json.get("cpse").get("null").get(number).isNumber(), number);
    }
    assertEquals(
        List.of(24, 32, 32, 40, 16, 10),
        json.findValues("rows").stream().map(JsonNode::asInt).toList());
    assertTrue(json.get("structure").isNull());
    assertTrue(absent(json).contains(" structure: no configuration"));
  }

  @Test
  void folder_withSpectraOfNumpy() throws IOException {
    Path weights = Files.createDirectory(folder.resolve("weights"));
    for (String name : List.of("gauss_60x90", "spike_50x70")) {
      Files.write(weights.resolve(name + ".npy"), resource(name + ".npy"));
    }
    JsonNode layers = json(0, weights).get("layers");
    assertEquals(2, layers.size());
    for (JsonNode layer : layers) {
      String name = layer.get("rows").asInt() == 60 ? "gauss_60x90" : "spike_50x70";
      JsonNode expected = MAPPER.readTree(resource("expected.json")).get(name);
      double norm = expected.get("spectral_norm").asDouble();
      assertEquals(norm, layer.get("spectralNorm").asDouble(), 1e-9 * norm);
      assertEquals(expected.at("/tail/alpha").asDouble(), layer.get("alpha").asDouble(), 1e-6);
    }
  }

  /** Its structure: nets.json of the independent implementation, "LeNet(DL4J 20-50-500-10)". */
  @Test
  void model_withEverything() throws IOException {
    Path model = save(lenet());
    JsonNode json =
        json(
            0,
            model,
            "--input",
            "1x28x28",
            "--structure-level",
            "exact",
            "--probe",
            probe(60, 784).toString());
    JsonNode structure = json.get("structure");
    assertEquals(431080, structure.get("parameters").asLong());
    assertEquals(2293000, structure.get("macs").asLong());
    assertEquals(4, structure.get("depth").asInt());
    assertEquals(2.0489004361139465, structure.get("effectiveDepth").asDouble(), 1e-9);
    for (String gain : List.of("log2Gain", "log2GainNominal", "log2GainExact")) {
      assertEquals(36.219280948873624, structure.get(gain).asDouble(), 1e-9);
    }
    assertEquals(6.292781749227846, structure.get("intrinsicPower").asDouble(), 1e-9);
    assertEquals(19212161.54328064, structure.get("vcBound").asDouble(), 1e-2);
    assertEquals(7, structure.get("layers").size());

    JsonNode layers = json.get("layers");
    assertEquals(
        List.of(20, 50, 500, 10),
        Stream.of(0, 2, 4, 5).map(i -> layers.get(i).get("rows").asInt()).toList());
    assertTrue(layers.get(1).get("rows").isNull());
    assertTrue(layers.get(1).get("parameter").isNull());
    assertEquals("SubsamplingLayer", layers.get(1).get("type").asText());
    for (JsonNode layer : layers) {
      assertTrue(layer.get("effectiveDimension").asDouble() >= 1, layer::toString);
    }
    assertTrue(layers.get(0).get("nonlinearityBits").isNumber());
    assertEquals("chain", layers.get(0).at("/activations/estimator").asText());
    assertEquals("tree", layers.get(4).at("/activations/estimator").asText());
    assertTrue(absent(json).contains("layer1 nonlinearityBits: no activation function"));
    assertEquals(60, json.at("/settings/probeExamples").asInt());
    assertEquals("exact", json.at("/settings/structureLevel").asText());
  }

  /** The probe tells the shape of the input that the configuration does not. */
  @Test
  void model_withTheInputOfItsProbe() throws IOException {
    Path model = save(lenet());
    JsonNode json = json(0, model, "--probe", probe(50, 1, 28, 28).toString());
    assertEquals(2293000, json.at("/structure/macs").asLong());
  }

  @Test
  void recurrentLayer_hasTwoEntries() throws IOException {
    Path model =
        save(
            seeded()
                .list()
                .layer(new LSTM.Builder().nIn(6).nOut(8).build())
                .layer(new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.recurrent(6, 5))
                .build());
    JsonNode json = json(0, model, "--input", "6x5", "--probe", probe(50, 6, 5).toString());
    JsonNode layers = json.get("layers");
    assertEquals(3, layers.size());
    assertEquals(
        List.of("W 32 x 6", "RW 32 x 8", "W 3 x 8"),
        Stream.of(0, 1, 2)
            .map(layers::get)
            .map(l -> l.get("parameter").asText() + " " + l.get("rows") + " x " + l.get("columns"))
            .toList());
    assertEquals(0, layers.get(1).get("index").asInt());
    assertEquals(layers.get(0).get("effectiveDimension"), layers.get(1).get("effectiveDimension"));
    String table = analyze(model, "--input", "6x5").out();
    assertTrue(table.matches("(?s).*layer0 +LSTM +RW +32 x 8 .*"), table);
  }

  @Test
  void configuration_isEnoughForTheStructure() throws IOException {
    Path file = Files.writeString(folder.resolve("lenet.json"), lenet().toJson());
    JsonNode json = json(0, file, "--input", "1x28x28");
    assertEquals(431080, json.at("/structure/parameters").asLong());
    assertEquals(0, json.get("layers").size());
    assertTrue(json.at("/cpse/scaleFree").isNull());
    assertTrue(absent(json).contains(" cpse.scaleFree: no weights"));
    assertTrue(json.at("/structure/log2GainExact").isNull());
    assertTrue(
        absent(json).stream().anyMatch(none -> none.startsWith(" structure.log2GainExact: ")));

    Program.Outcome outcome = analyze(file, "--input", "1x28x28");
    assertTrue(outcome.out().contains("absent: cPSE: no weights"), outcome::out);

    Program.Outcome unknown = analyze(file);
    assertEquals(2, unknown.code());
    assertEquals("", unknown.out());
    assertTrue(unknown.err().startsWith("error: lenet.json: "), unknown::err);
    assertTrue(unknown.err().contains("add --input"), unknown::err);
    assertEquals(1, unknown.err().lines().count(), unknown::err);
  }

  /** What no layer can have is a line, and costs no weights. */
  @Test
  void configuration_withNumbersThatNoLayerCanHave() throws IOException {
    String good = lenet().toJson();
    for (String bad :
        List.of(
            good.replaceFirst("\"stride\" : \\[ 1, 1 \\]", "\"stride\" : [ 0, 1 ]"),
            good.replaceFirst("\"kernelSize\" : \\[ 5, 5 \\]", "\"kernelSize\" : null"),
            good.replaceFirst("\"nout\" : 500", "\"nout\" : 99999999999"))) {
      assertNotEquals(good, bad);
      Path file = Files.writeString(folder.resolve("lenet.json"), bad);
      Program.Outcome outcome = analyze(file, "--input", "1x28x28");
      assertEquals(2, outcome.code(), outcome::err);
      assertTrue(outcome.err().startsWith("error: lenet.json: layer 'layer"), outcome::err);
      assertEquals(1, outcome.err().lines().count(), outcome::err);
    }
  }

  /** A stranger's names give no orders to a terminal, and begin no line. */
  @Test
  void names_arePrintedAsTheyAre() throws IOException {
    MultiLayerConfiguration evil =
        seeded()
            .list()
            .layer(
                new DenseLayer.Builder().name("a\u001b[31mX\nerror: forged").nIn(4).nOut(3).build())
            .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
            .build();
    Program.Outcome table = analyze(save(evil));
    assertFalse(table.out().contains("\u001b"), table::out);
    assertFalse(table.out().lines().anyMatch(line -> line.startsWith("error")), table::out);
    Program.Outcome refused = analyze(save(evil), "--input", "5");
    assertEquals(2, refused.code());
    assertEquals(1, refused.err().lines().count(), refused::err);
    assertFalse(refused.err().contains("\u001b"), refused::err);
  }

  @Test
  void markdown_isTheStructureAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("lenet.json"), lenet().toJson());
    List<String> lines = analyze(file, "--input", "1x28x28", "--markdown").out().lines().toList();
    assertTrue(lines.get(0).startsWith("| layer (type) | output | parameters |"), lines::toString);
    // 20 kernels of 5 x 5 and their biases, 24 x 24 times 500 weights
    assertTrue(
        lines.get(3).startsWith("| layer0 (ConvolutionLayer) | 20x24x24 | 520 | 288,000 |"),
        lines::toString);
    assertEquals(2, analyze(file, "--json", "--markdown").code());
  }

  @Test
  void twoInputs_haveAShapeEach() throws IOException {
    ComputationGraphConfiguration graph =
        seeded()
            .graphBuilder()
            .addInputs("image", "table")
            .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(2).build(), "image")
            .addLayer("dense", new DenseLayer.Builder().nOut(4).build(), "conv")
            .addLayer("side", new DenseLayer.Builder().nIn(7).nOut(4).build(), "table")
            .addLayer(
                "out",
                new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                "dense",
                "side")
            .setOutputs("out")
            .setInputTypes(InputType.convolutional(8, 8, 1), InputType.feedForward(7))
            .build();
    Path file = Files.writeString(folder.resolve("two.json"), graph.toJson());
    JsonNode json = json(0, file, "--input", "1x8x8,7");
    // 3*3*1*2+2, 6*6*2*4+4, 7*4+4, 8*2+2
    assertEquals(20 + 292 + 32 + 18, json.at("/structure/parameters").asLong());
  }

  /** One matrix is damaged: the others are measured, what is wrong is one line. */
  @Test
  void faults_leaveWhatCanBeMeasured() throws IOException {
    Path weights = sixMatrices();
    double[] numbers = new double[40 * 32];
    numbers[7 * 32 + 3] = Double.NaN;
    writeNpy(weights.resolve("layer11.npy"), numbers, 40, 32);
    Path truncated = weights.resolve("layer12.npy");
    Files.write(truncated, Arrays.copyOf(Files.readAllBytes(truncated), 500));
    Program.Outcome outcome = analyze(weights);
    assertEquals(2, outcome.code());
    List<String> errors = outcome.err().lines().toList();
    assertEquals(2, errors.size(), outcome::err);
    assertTrue(errors.stream().allMatch(line -> line.startsWith("error: ")), outcome::err);
    assertTrue(outcome.err().contains("layer11") && outcome.err().contains("layer12"));
    assertTrue(outcome.err().contains("row"), outcome::err);
    assertTrue(outcome.out().contains("layer13"), outcome::out);
    JsonNode json = json(2, weights);
    assertEquals(2, json.get("faults").size());
    assertTrue(json.at("/cpse/paper").isNull());
    assertTrue(absent(json).stream().anyMatch(none -> none.startsWith(" cpse.paper: ")));
  }

  @Test
  void probe_thatDoesNotFitLeavesTheWeights() throws IOException {
    Path model = save(lenet());
    Program.Outcome few =
        analyze(model, "--input", "1x28x28", "--probe", probe(20, 784).toString());
    assertEquals(2, few.code());
    assertTrue(few.err().startsWith("error: --probe: a probe of 20 examples"), few::err);
    assertTrue(few.out().contains("scaleFree"), few::out);
    assertTrue(few.out().contains("absent: effectiveDimension, nonlinearityBits: unfit probe"));

    Program.Outcome other =
        analyze(model, "--input", "1x28x28", "--probe", probe(60, 77).toString());
    assertEquals(2, other.code());
    assertEquals(1, other.err().lines().count(), other::err);

    JsonNode matrices = json(0, sixMatrices(), "--probe", probe(60, 77).toString());
    assertTrue(absent(matrices).contains(" effectiveDimension: no network to run"));
    assertTrue(matrices.get("notices").toString().contains("--probe is not used"));
  }

  @Test
  void options_badOnesSayWhatIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("lenet.json"), lenet().toJson());
    String[][] refused = {
      {"--input", "3x0x224", "number 2 of '3x0x224', '0', is not a whole number"},
      {"--input", "3x224x", "number 3 of '3x224x', '', is not"},
      {"--input", "3x22a", "number 2 of '3x22a', '22a', is not"},
      {"--input", "784,1x-2", "number 2 of '1x-2', '-2', is not"},
      {"--input", "99999999999", "number 1 of '99999999999'"},
      {"--input", "1x2x3x4x5", "'1x2x3x4x5' has 5 numbers"},
      {"--structure-level", "fine", "--structure-level"},
      {"--seed", "x", "--seed"},
    };
    for (String[] options : refused) {
      Program.Outcome outcome = analyze(file, options[0], options[1]);
      assertEquals(2, outcome.code(), outcome::err);
      assertTrue(outcome.err().startsWith("error: "), outcome::err);
      assertTrue(outcome.err().contains(options[2]), outcome::err);
    }
    Program.Outcome wrong = analyze(file, "--input", "3x28x28");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("change --input"), wrong::err);
    Program.Outcome nowhere = analyze(folder.resolve("nowhere.zip"));
    assertEquals(2, nowhere.code());
    assertEquals(1, nowhere.err().lines().count(), nowhere::err);
    assertEquals(2, Program.run("analyze").code());
  }

  @Test
  void html_isWritten() throws IOException {
    Path page = folder.resolve("report.html");
    Program.Outcome outcome = analyze(sixMatrices(), "--html", page.toString());
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(Files.readString(page).contains("<html"));
    assertTrue(outcome.out().contains("scaleFree"));
  }

  @Test
  void pipe_holdsTheTableAlone() throws IOException {
    Program.Outcome outcome = analyze(sixMatrices());
    assertEquals("", outcome.err());
    assertFalse(outcome.out().contains("%|"), outcome::out); // no bar
    assertTrue(outcome.out().startsWith("weights: "), outcome::out);
  }

  @Test
  void analyze_helps() {
    assertTrue(Program.run("--help").out().contains("analyze"));
    String help = Program.run("analyze", "--help").out();
    for (String word :
        List.of("--input", "--structure-level", "--probe", "--json", "--html", "Examples:")) {
      assertTrue(help.contains(word), help);
    }
  }
}
