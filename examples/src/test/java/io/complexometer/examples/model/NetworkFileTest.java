package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

final class NetworkFileTest {
  @TempDir private Path folder;

  private String refusal(Path file) {
    return TestFiles.refusal(folder, () -> StoredModel.open(file));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void open_chain(DataType type) throws IOException {
    MultiLayerNetwork network = TestNetworks.chain(type);
    Path file = TestNetworks.write(network, folder.resolve("model.bin"));
    try (StoredModel model = StoredModel.open(file)) {
      assertEquals("model.bin", model.name());
      assertEquals("Deeplearning4j model", model.format());
      assertEquals(network.params(), ((MultiLayerNetwork) model.model().orElseThrow()).params());
      assertEquals(
          List.of("0.W", "0.RW", "1.W"),
          model.weights().stream()
              .map(StoredWeights::description)
              .map(matrix -> matrix.layer().index() + "." + matrix.parameter())
              .toList());
      // rows are units: 4 gates of 4 cells, each with 3 inputs
      double[] transposed = TestFiles.entries(model.weights().get(0).matrix().get());
      double[] expected = network.getParam("0_W").transpose().dup('c').data().asDouble();
      assertArrayEquals(expected, transposed);
    }
  }

  @Test
  void open_graph() throws IOException {
    ComputationGraph network = TestNetworks.graph();
    Path file = TestNetworks.write(network, folder.resolve("model.zip"));
    try (StoredModel model = StoredModel.open(file)) {
      ComputationGraph read = (ComputationGraph) model.model().orElseThrow();
      assertEquals(network.params(), read.params());
      assertEquals(4, model.weights().size());
      assertEquals(List.of(), model.faults());
    }
  }

  @Test
  void open_networkWithoutParameters() throws IOException {
    Path file = TestNetworks.write(TestNetworks.withoutParameters(), folder.resolve("m.zip"));
    try (StoredModel model = StoredModel.open(file)) {
      assertTrue(model.chain().isPresent());
      assertEquals(List.of("the network has no parameters"), model.notices());
      assertEquals(List.of(), model.faults());
    }
  }

  @Test
  void open_configurationAlone() throws IOException {
    // of the shared test networks: LeNet of Deeplearning4j's zoo, a graph
    Path file = TestFiles.copy("lenet.json", folder);
    StoredModel model = StoredModel.open(file);
    assertEquals("Deeplearning4j configuration", model.format());
    assertEquals(
        ComputationGraphConfiguration.fromJson(Files.readString(file)),
        model.graph().orElseThrow());
    Path chain =
        write(
            "chain.txt",
            ("\uFEFF\n " + TestNetworks.chain(DataType.FLOAT).getLayerWiseConfigurations().toJson())
                .getBytes(StandardCharsets.UTF_8));
    assertEquals(2, StoredModel.open(chain).chain().orElseThrow().getConfs().size());
  }

  @Test
  void open_layerOfMissingClass() throws IOException {
    String json = TestNetworks.chain(DataType.FLOAT).getLayerWiseConfigurations().toJson();
    String custom =
        json.replace("org.deeplearning4j.nn.conf.layers.LSTM", "com.example.layers.Gated");
    String complaint =
        " has a layer of class com.example.layers.Gated, which is not on the class path: put the"
            + " jar with it there, java -cp complexometer.jar:yours.jar"
            + " io.complexometer.examples.Complexometer analyze ..";
    assertEquals(
        "c.json" + complaint, refusal(write("c.json", custom.getBytes(StandardCharsets.UTF_8))));
    byte[] zip = TestFiles.zip("configuration.json", custom.getBytes(StandardCharsets.UTF_8));
    assertEquals("m.zip, configuration.json" + complaint, refusal(write("m.zip", zip)));
  }

  @Test
  void open_otherJson() throws IOException {
    assertEquals(
        "a.json is JSON, but no configuration of Deeplearning4j (it has neither confs nor"
            + " vertices): write it with toJson().",
        refusal(write("a.json", "{\"layers\": []}".getBytes(StandardCharsets.UTF_8))));
    assertEquals(
        "b.json is a damaged configuration (it has no layers): write it again with toJson() or"
            + " ModelSerializer.",
        refusal(write("b.json", "{\"confs\": []}".getBytes(StandardCharsets.UTF_8))));
    String message = refusal(write("c.json", "{\"confs\": [".getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        message.matches(
            "c.json is no JSON \\(Unexpected end-of-input.*\\): write it again with toJson\\(\\) or"
                + " ModelSerializer."),
        message);
  }

  @Test
  void open_truncated() throws IOException {
    Path whole = TestNetworks.write(TestNetworks.graph(), folder.resolve("whole.zip"));
    byte[] bytes = Files.readAllBytes(whole);
    String message = refusal(write("m.zip", Arrays.copyOf(bytes, bytes.length / 2)));
    assertEquals(
        "m.zip is a truncated or damaged zip file (Archive is not a ZIP archive): copy or download"
            + " it again.",
        message);
  }

  @Test
  void open_foreignArchives() throws IOException {
    assertEquals(
        "m.pt is a zip file, but neither of Deeplearning4j nor of NumPy (it holds m/data.pkl ..):"
            + " write it with ModelSerializer, with numpy.savez, or from Keras as .h5.",
        refusal(write("m.pt", TestFiles.zip("m/data.pkl", new byte[4]))));
    assertEquals(
        "m.zip is a zip file, but neither of Deeplearning4j nor of NumPy (it is empty): write it"
            + " with ModelSerializer, with numpy.savez, or from Keras as .h5.",
        refusal(write("m.zip", TestFiles.zip())));
  }

  @Test
  void open_emptyAndUnknownFiles() throws IOException {
    assertEquals("m.zip is empty: copy it again.", refusal(write("m.zip", new byte[0])));
    assertEquals(
        "m.bin is no Deeplearning4j model or configuration, Keras HDF5 file, .npz or .npy: save the"
            + " weight matrices with numpy.savez.",
        refusal(write("m.bin", new byte[] {1, 2, 3})));
    assertEquals(
        "none does not exist: name a model, a configuration, or a file or folder of weights.",
        refusal(folder.resolve("none")));
  }

  /** The structure can still be measured. */
  @Test
  void open_damagedParameters() throws IOException {
    byte[] json =
        TestNetworks.chain(DataType.FLOAT)
            .getLayerWiseConfigurations()
            .toJson()
            .getBytes(StandardCharsets.UTF_8);
    // the first 10 of the 4 x 4 x (3 + 4) + 16 + 4 x 2 + 2 = 138
    assertEquals(
        "m.zip, coefficients.bin does not fit the configuration (10 parameters, but the layers have"
            + " 138): write it again with ModelSerializer.",
        fault(TestFiles.zip("configuration.json", json, "coefficients.bin", parameters(10, 10))));
    assertEquals(
        "m.zip, coefficients.bin does not fit the configuration (1,000,000,000,000 numbers of type"
            + " FLOAT cannot be): write it again with ModelSerializer.",
        fault(
            TestFiles.zip(
                "configuration.json",
                json,
                "coefficients.bin",
                parameters(1_000_000_000_000L, 10))));
    assertEquals(
        "m.zip holds no coefficients.bin: write it again with ModelSerializer.",
        fault(TestFiles.zip("configuration.json", json)));
    assertEquals(
        "m.zip, coefficients.bin does not fit the configuration (EOFException): write it again with"
            + " ModelSerializer.",
        fault(TestFiles.zip("configuration.json", json, "coefficients.bin", new byte[0])));
  }

  private String fault(byte[] zip) throws IOException {
    StoredModel model = StoredModel.open(write("m.zip", zip));
    assertEquals("Deeplearning4j model without its weights", model.format());
    assertTrue(model.model().isEmpty());
    assertTrue(model.chain().isPresent());
    return model.faults().get(0).replace(folder + "/", "");
  }

  /** As Deeplearning4j writes an array of one row, with a length that may be wrong. */
  private static byte[] parameters(long said, int written) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF("LONG_SHAPE");
      out.writeLong(8);
      out.writeUTF("LONG");
      for (long entry : new long[] {2, 1, said, said, 1, 8192, 1, 'c'}) {
        out.writeLong(entry);
      }
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(said);
      out.writeUTF("FLOAT");
      for (int i = 0; i < written; i++) {
        out.writeFloat(i);
      }
    }
    return bytes.toByteArray();
  }
}
