package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Structure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Each type of vertex and of preprocessor: what is read against the vertex's activations. */
final class StructureVerticesTest {
  private static final InputType VECTOR = InputType.feedForward(6);
  private static final InputType SERIES = InputType.recurrent(6, 5);
  private static final InputType IMAGE = InputType.convolutional(4, 5, 6);
  private static final InputType VOLUME =
      InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 3, 2, 4);

  private static ComputationGraph network(GraphVertex vertex, InputType... types) {
    GraphBuilder builder = new NeuralNetConfiguration.Builder().graphBuilder();
    String[] names =
        Stream.iterate(0, i -> i + 1).limit(types.length).map(i -> "in" + i).toArray(String[]::new);
    ComputationGraph network =
        new ComputationGraph(
            builder.addInputs(names).addVertex("out", vertex, names).setOutputs("out").build());
    network.init();
    return network;
  }

  static Stream<Arguments> vertices() {
    return Stream.of(
        Arguments.of(new SubsetVertex(1, 4), List.of(VECTOR), "4"),
        Arguments.of(new SubsetVertex(1, 4), List.of(SERIES), "4x5"),
        Arguments.of(new SubsetVertex(1, 4), List.of(IMAGE), "4x4x5"),
        Arguments.of(new MergeVertex(), List.of(SERIES, SERIES, SERIES), "18x5"),
        Arguments.of(new MergeVertex(), List.of(VOLUME, VOLUME), "8x2x3x2"),
        Arguments.of(
            new ElementWiseVertex(ElementWiseVertex.Op.Max), List.of(IMAGE, IMAGE), "6x4x5"),
        Arguments.of(
            new ElementWiseVertex(ElementWiseVertex.Op.Subtract), List.of(SERIES, SERIES), "6x5"),
        Arguments.of(
            new ElementWiseVertex(ElementWiseVertex.Op.Product),
            List.of(IMAGE, InputType.convolutional(1, 1, 6)), // squeeze and excite
            "6x4x5"),
        Arguments.of(new ReshapeVertex(-1, 2, 3), List.of(VECTOR), "2x3"),
        Arguments.of(new ReshapeVertex(3, 3, 5, 8), List.of(IMAGE), "3x5x8"),
        Arguments.of(new PoolHelperVertex(), List.of(IMAGE), "6x3x4"),
        Arguments.of(new ScaleVertex(2), List.of(IMAGE), "6x4x5"),
        Arguments.of(new ShiftVertex(2), List.of(VECTOR), "6"),
        Arguments.of(new L2NormalizeVertex(), List.of(VECTOR), "6"),
        Arguments.of(new L2Vertex(), List.of(VECTOR, VECTOR), "1"),
        Arguments.of(new L2Vertex(), List.of(IMAGE, IMAGE), "1"),
        Arguments.of(new LastTimeStepVertex("in0"), List.of(SERIES), "6"),
        Arguments.of(new ReverseTimeSeriesVertex(), List.of(SERIES), "6x5"),
        Arguments.of(new FrozenVertex(new ScaleVertex(3)), List.of(VECTOR), "6"),
        Arguments.of(
            preprocessor(new CnnToFeedForwardPreProcessor(4, 5, 6)), List.of(IMAGE), "120"),
        Arguments.of(
            preprocessor(new Cnn3DToFeedForwardPreProcessor(2, 3, 2, 4, true)),
            List.of(VOLUME),
            "48"),
        Arguments.of(
            preprocessor(new FeedForwardToCnnPreProcessor(1, 3, 2)), List.of(VECTOR), "2x1x3"),
        Arguments.of(
            preprocessor(new FeedForwardToCnn3DPreProcessor(1, 3, 1, 2, true)),
            List.of(VECTOR),
            "2x1x3x1"),
        Arguments.of(preprocessor(new FeedForwardToRnnPreProcessor()), List.of(VECTOR), "6x1"),
        Arguments.of(preprocessor(new RnnToFeedForwardPreProcessor()), List.of(SERIES), "6x5"),
        Arguments.of(
            preprocessor(new RnnToCnnPreProcessor(1, 3, 2, RNNFormat.NCW)),
            List.of(SERIES),
            "2x1x3x5"),
        Arguments.of(
            preprocessor(new CnnToRnnPreProcessor(4, 5, 6, RNNFormat.NCW)),
            List.of(IMAGE),
            "120x1"),
        Arguments.of(
            preprocessor(
                new ComposableInputPreProcessor(
                    new CnnToFeedForwardPreProcessor(4, 5, 6), new FeedForwardToRnnPreProcessor())),
            List.of(IMAGE),
            "120x1"));
  }

  private static PreprocessorVertex preprocessor(InputPreProcessor preProcessor) {
    return new PreprocessorVertex(preProcessor);
  }

  @ParameterizedTest
  @MethodSource("vertices")
  void read_eachTypeOfVertex(GraphVertex vertex, List<InputType> types, String shape) {
    ComputationGraph network = network(vertex, types.toArray(InputType[]::new));
    LayerStructure read = check(network, types);
    assertEquals(shape, read.shape().toString());
    assertEquals(vertex.getClass().getSimpleName(), read.type());
  }

  /** The last of the layers; its scalars compared with those of a forward pass. */
  private static LayerStructure check(ComputationGraph network, List<InputType> types) {
    Structure structure = Structure.of(StructureReader.read(network, types), Level.EXACT);
    INDArray[] inputs = types.stream().map(StructureKindsTest::random).toArray(INDArray[]::new);
    Map<String, INDArray> activations = network.feedForward(inputs, false);
    for (LayerStructure layer : structure.layers()) {
      assertEquals(
          activations.get(layer.name()).length() / inputs[0].size(0),
          layer.shape().size(),
          layer.name());
    }
    return structure.layers().get(structure.layers().size() - 1);
  }

  /** Queries may come from elsewhere than what they choose from. */
  @Test
  void read_attentionOfThreeInputs() {
    AttentionVertex vertex =
        new AttentionVertex.Builder()
            .nInQueries(3)
            .nInKeys(6)
            .nInValues(6)
            .nOut(8)
            .nHeads(2)
            .projectInput(true)
            .weightInit(WeightInit.XAVIER)
            .build();
    List<InputType> types = List.of(InputType.recurrent(3, 4), SERIES, SERIES);
    ComputationGraph network = network(vertex, types.toArray(InputType[]::new));
    LayerStructure read = check(network, types);
    assertEquals("8x4", read.shape().toString());
    assertEquals(vertex.numParams(false), read.parameters());
    assertEquals(List.of("in0", "in1", "in2"), read.inputs());
    // spec, section 3: by value, keys x 6 into each of 8 units, 5 steps, 8 units into one output
    assertEquals(
        Math.log(6.0 * 5 * 8) / Math.log(2),
        read.layerComplexity().orNaN() + Math.log((12 + 60) / 30.0) / Math.log(2),
        2);
    // projections, and 2 h s T^2 with as many queries as steps of the first input
    assertEquals(4 * 3 * 8 + 2 * 5 * 6 * 8 + 2 * 8 * 4 * 5 + 4 * 8 * 8, read.macs());
  }

  @Test
  void read_repeatsAsOftenAsAnInputHasSteps() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("series", "vector")
                .addVertex("again", new DuplicateToTimeSeriesVertex("series"), "vector")
                .addVertex("out", new MergeVertex(), "series", "again")
                .setOutputs("out")
                .build());
    network.init();
    assertEquals("12x5", check(network, List.of(SERIES, VECTOR)).shape().toString());
  }
}
