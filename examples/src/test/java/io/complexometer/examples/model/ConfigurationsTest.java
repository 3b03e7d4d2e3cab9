package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationsTest {
  @TempDir private Path folder;

  private static GraphBuilder graph() {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("side", new DenseLayer.Builder().nIn(4).nOut(3).build(), "in")
        .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "in");
  }

  @Test
  void read_graphWithAVertexThatLeadsNowhere() throws IOException {
    assertRead(graph().setOutputs("out").allowDisconnected(true));
  }

  @Test
  void read_graphWithoutOutputs() throws IOException {
    assertRead(graph().allowNoOutput(true));
  }

  /** Deeplearning4j builds it, writes it and reads it again. */
  private void assertRead(GraphBuilder builder) throws IOException {
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    Path file = TestNetworks.write(graph, folder.resolve("graph.zip"));
    assertEquals(
        graph.numParams(), ModelSerializer.restoreComputationGraph(file.toFile()).numParams());
    try (StoredModel model = StoredModel.open(file)) {
      assertEquals(2, model.weights().size());
      assertTrue(model.model().isPresent());
    }
  }
}
