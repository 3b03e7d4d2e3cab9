package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

final class StructureReaderTest {

  private static MultiLayerConfiguration chain(Layer... layers) {
    return new NeuralNetConfiguration.Builder().list(layers).build();
  }

  private static MultiLayerConfiguration chain(InputType input, Layer... layers) {
    return new NeuralNetConfiguration.Builder().list(layers).setInputType(input).build();
  }

  private static Structure read(MultiLayerConfiguration configuration, InputType... inputs) {
    return Structure.of(StructureReader.read(configuration, List.of(inputs)), Level.EXACT);
  }

  private static String refused(MultiLayerConfiguration configuration, InputType... inputs) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> StructureReader.read(configuration, List.of(inputs)))
        .getMessage();
  }

  private static DenseLayer dense(int inputs, int units) {
    return new DenseLayer.Builder().nIn(inputs).nOut(units).build();
  }

  private static String input(Structure structure) {
    return structure.layers().get(0).shape().toString();
  }

  @Test
  void read_infersInputs() {
    assertEquals("5", input(read(chain(dense(5, 3)))));
    assertEquals("5", input(read(chain(new ActivationLayer(), dense(5, 3)))));
    assertEquals("5", input(read(chain(new FrozenLayer(dense(5, 3))))));
    assertEquals("9", input(read(chain(new EmbeddingLayer.Builder().nIn(9).nOut(2).build()))));
    assertEquals(
        "9x4",
        input(
            read(
                chain(
                    new EmbeddingSequenceLayer.Builder().nIn(9).nOut(2).inputLength(4).build()))));
    assertEquals(
        "60", // as flat images
        input(
            read(
                chain(
                    InputType.convolutionalFlat(6, 5, 2),
                    new ConvolutionLayer.Builder(3, 3).nOut(4).build()))));
    assertEquals(
        "2x6x5",
        input(
            read(
                chain(
                    InputType.convolutional(6, 5, 2), new DenseLayer.Builder().nOut(4).build()))));
  }

  @Test
  void read_refusesWhatCannotBeInferred() {
    assertEquals(
        "input 'input' feeds ConvolutionLayer 'layer0' of 3 channels: height and width are needed",
        refused(chain(new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(4).build())));
    assertEquals(
        "input 'input' feeds Convolution3D 'layer1' of 2 channels: depth, height and width are"
            + " needed",
        refused(
            chain(
                new ActivationLayer(), new Convolution3D.Builder(3, 3, 3).nIn(2).nOut(4).build())));
    assertEquals(
        "input 'input' feeds Convolution1DLayer 'layer0' of 2 channels: the number of time steps is"
            + " needed",
        refused(chain(new Convolution1DLayer.Builder(3).nIn(2).nOut(4).build())));
    assertEquals(
        "input 'input' feeds GlobalPoolingLayer 'layer0': its shape is needed",
        refused(chain(new GlobalPoolingLayer())));
    assertEquals(
        "layer 'layer1' (Convolution1DLayer) works along time: the number of steps of the network's"
            + " input is needed",
        refused(
            chain(
                new LSTM.Builder().nIn(3).nOut(4).build(),
                new Convolution1DLayer.Builder(3).nIn(4).nOut(4).build())));
  }

  /** Deeplearning4j would write another nIn into the configuration, and carry on. */
  @Test
  void read_refusesInputsThatDoNotFit() throws IOException {
    assertEquals(
        "layer 'layer0' (DenseLayer) takes 5 inputs, but gets 6 of 6",
        refused(chain(dense(5, 3)), InputType.feedForward(6)));
    assertEquals(
        "layer 'layer0' (ConvolutionLayer) takes 3 inputs, but gets 1 of 1x8x8",
        refused(
            chain(new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(4).build()),
            InputType.convolutional(8, 8, 1)));
    assertEquals(
        "layer 'layer0' (ConvolutionLayer) takes images (channels x height x width), but gets 64",
        refused(
            chain(new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(4).build()),
            InputType.feedForward(64)));
    assertEquals(
        "layer 'layer0' (ConvolutionLayer) has a window that does not fit an input of length 2",
        refused(
            chain(new ConvolutionLayer.Builder(3, 3).nIn(3).nOut(4).build()),
            InputType.convolutional(2, 8, 3)));
    assertEquals(
        "layer 'layer0' (LSTM) takes a sequence (features x steps), but gets 3",
        refused(chain(new LSTM.Builder().nIn(3).nOut(4).build()), InputType.feedForward(3)));
    assertEquals(
        "the network has 1 inputs (input), but 2 are given",
        refused(chain(dense(5, 3)), InputType.feedForward(5), InputType.feedForward(5)));
    ComputationGraphConfiguration vgg = StoredConfigurationTest.configuration("vgg16");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> StructureReader.read(vgg, List.of(InputType.convolutional(64, 64, 3))))
            .getMessage();
    assertTrue(message.contains("(DenseLayer) takes 512x7x7 inputs, but gets 512x2x2"), message);
  }

  @ParameterizedTest
  @CsvSource({"1", "9"})
  void read_embeddingTakesIndicesOrItsVocabulary(int size) {
    MultiLayerConfiguration configuration =
        chain(new EmbeddingLayer.Builder().nIn(9).nOut(2).build());
    Structure structure = read(configuration, InputType.feedForward(size));
    assertEquals("9", input(structure));
    assertEquals(18, structure.totals().parameters());
  }

  @Test
  void read_embeddedSequences() {
    MultiLayerConfiguration configuration =
        chain(new EmbeddingSequenceLayer.Builder().nIn(9).nOut(2).build());
    for (InputType type :
        List.of(InputType.recurrent(9, 4), InputType.recurrent(1, 4), InputType.feedForward(4))) {
      Structure structure = read(configuration, type);
      assertEquals("9x4", input(structure));
      assertEquals("2x4", structure.layers().get(1).shape().toString());
    }
  }

  /** Spec, section 3: one step, where nobody told how many there are. */
  @Test
  void read_stepByStep() {
    Structure structure =
        read(
            chain(
                new LSTM.Builder().nIn(3).nOut(4).build(),
                new RnnOutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).build()));
    LayerStructure lstm = structure.layers().get(1);
    assertEquals("4x1", lstm.shape().toString());
    assertEquals(4 * (3 + 4), lstm.fanIn());
    assertEquals(4 * 4 * (3 + 4), lstm.macs());
    assertEquals(4 * 4 * (3 + 4 + 1), lstm.parameters());
    assertEquals(Value.absent("number of time steps unknown"), structure.totals().log2Gain());
    assertEquals(3, structure.totals().inputSize());
    // what each step does by itself is known all the same
    assertTrue(
        read(chain(new RnnOutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).build()))
            .totals()
            .log2Gain()
            .isPresent());
  }

  @Test
  void read_frozenLayers() {
    Structure structure =
        read(
            chain(
                new FrozenLayer(dense(5, 4)),
                new FrozenLayerWithBackprop(dense(4, 3)),
                dense(3, 2)));
    assertEquals(
        List.of(false, true, true, false),
        structure.layers().stream().map(LayerStructure::frozen).toList());
    Totals totals = structure.totals();
    assertEquals(24 + 15 + 8, totals.parameters());
    assertEquals(24 + 15, totals.frozenParameters());
  }

  /** Spec T10. */
  @Test
  void read_parametersThatTrainingDoesNotChange() {
    Structure structure =
        read(
            chain(
                InputType.feedForward(5),
                new BatchNormalization(),
                new BatchNormalization.Builder().lockGammaBeta(true).build(),
                new AutoEncoder.Builder().nOut(3).build()));
    List<LayerStructure> layers = structure.layers();
    assertEquals(
        List.of(0L, 10L, 0L, 18L), layers.stream().map(LayerStructure::parameters).toList());
    assertEquals(
        List.of(0L, 10L, 10L, 5L), layers.stream().map(LayerStructure::otherParameters).toList());
  }

  /** Twins share their weights, which count once; what they cost, twice. */
  @Test
  void read_stackedExamples() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("left", "right")
            .addVertex("both", new StackVertex(), "left", "right")
            .addLayer("shared", dense(6, 4), "both")
            .addVertex("a", new UnstackVertex(0, 2), "shared")
            .addVertex("b", new UnstackVertex(1, 2), "shared")
            .addVertex("distance", new L2Vertex(), "a", "b")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(1)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build(),
                "distance")
            .setOutputs("out")
            .build();
    String before = configuration.toJson();
    Structure structure = Structure.of(StructureReader.read(configuration, List.of()), Level.EXACT);
    assertEquals(before, configuration.toJson());
    LayerStructure shared = structure.layers().get(3);
    assertEquals("shared", shared.name());
    assertEquals(28, shared.parameters());
    assertEquals(2 * 24, shared.macs());
    assertEquals("4", shared.shape().toString());
    assertEquals(4, shared.bottleneck());
    assertEquals(Math.log(6.0 / 4) / Math.log(2), shared.intrinsicPower(), 1e-12);
    // each of 8 sees 6 inputs, all 8 go into the distance
    assertEquals(Math.log(48) / Math.log(2), structure.totals().log2Paths().orNaN(), 1e-12);
    assertEquals(12, structure.totals().inputSize());
  }

  @Test
  void read_severalInputs() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("words", "facts")
            .addLayer("last", new LastTimeStep(new LSTM.Builder().nIn(3).nOut(4).build()), "words")
            .addVertex("all", new MergeVertex(), "last", "facts")
            .addLayer("out", dense(9, 2), "all")
            .setOutputs("out")
            .build();
    assertEquals(
        "input 'facts' feeds MergeVertex 'all': its shape is needed",
        assertThrows(
                IllegalArgumentException.class,
                () -> StructureReader.read(configuration, List.of()))
            .getMessage());
    Structure structure =
        Structure.of(
            StructureReader.read(
                configuration, List.of(InputType.recurrent(3, 7), InputType.feedForward(5))),
            Level.NOMINAL);
    assertEquals(26, structure.totals().inputSize());
    assertEquals(List.of("last", "facts"), structure.layers().get(3).inputs());
  }

  /** Spec T11. */
  @Test
  void read_slopesWithoutShape() {
    assertEquals(
        "layer 'layer0' (PReLULayer) does not know how many slopes it has: give its builder an"
            + " inputShape",
        refused(chain(new PReLULayer.Builder().build(), dense(5, 3)), InputType.feedForward(5)));
  }

  /** Without nIn, as a configuration is that nobody told its input. */
  @Test
  void read_takesWhatComesWhereNothingIsSaid() {
    Structure structure =
        read(
            chain(
                new DenseLayer.Builder().nOut(3).build(), new DenseLayer.Builder().nOut(2).build()),
            InputType.feedForward(7));
    assertEquals(24 + 8, structure.totals().parameters());
  }

  /** Doubles what comes in, by code that nobody can look into. */
  public static final class Doubling extends SameDiffLayer {
    @Override
    public SDVariable defineLayer(
        SameDiff sameDiff, SDVariable in, Map<String, SDVariable> parameters, SDVariable mask) {
      return in.mul(parameters.get("w"));
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("w", 1, 1);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      parameters.get("w").assign(2);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
      return inputType;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {}

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
      return null;
    }
  }

  @Test
  void read_layersDefinedByCode() {
    Structure structure = read(chain(dense(5, 4), new Doubling(), dense(4, 2)));
    LayerStructure unknown = structure.layers().get(2);
    assertEquals("unknown", unknown.operation());
    assertEquals("4", unknown.shape().toString());
    assertEquals(1, unknown.parameters());
    assertEquals(Value.absent("defined by code"), structure.totals().log2Gain());
    assertEquals(2, structure.totals().outputBottleneck());
    assertEquals(24 + 1 + 10, structure.totals().parameters());
  }

  /** Which no JSON can bring back. */
  @Test
  void read_layersWithoutAName() {
    SameDiffLambdaLayer halving =
        new SameDiffLambdaLayer() {
          @Override
          public SDVariable defineLayer(SameDiff sameDiff, SDVariable in) {
            return in.div(2);
          }

          @Override
          public InputType getOutputType(int layerIndex, InputType inputType) {
            return inputType;
          }
        };
    Structure structure = read(chain(dense(5, 4), halving, dense(4, 2)));
    assertEquals(24 + 10, structure.totals().parameters());
    assertEquals(Value.absent("defined by code"), structure.totals().log2Gain());
  }

  /** 4 (8 + 16) sources for each gate and unit of a step, in one direction or in two. */
  @Test
  void read_fanInOfRecurrentLayersIsThatOfAStep() {
    LSTM lstm = new LSTM.Builder().nIn(8).nOut(16).activation(Activation.TANH).build();
    for (Layer layer :
        List.of(
            lstm,
            new Bidirectional(Bidirectional.Mode.CONCAT, lstm),
            new Bidirectional(Bidirectional.Mode.CONCAT, new LastTimeStep(lstm)))) {
      for (int steps : new int[] {3, 300, -1}) {
        InputType input = steps < 0 ? InputType.recurrent(8) : InputType.recurrent(8, steps);
        LayerStructure read = read(chain(layer), input).layers().get(1);
        assertEquals(96, read.fanIn(), read::toString);
      }
    }
    assertEquals(log2(96), complexity(lstm, InputType.recurrent(8)), 1e-12);
    // A n sum of (A h)^t over three steps
    double ways = 4 * 8 * (1 + 64 + 64 * 64);
    assertEquals(log2(ways), complexity(lstm, InputType.recurrent(8, 3)), 1e-12);
  }

  private static double log2(double number) {
    return Math.log(number) / Math.log(2);
  }

  private static double complexity(Layer layer, InputType input) {
    NetworkGraph graph = StructureReader.read(chain(layer), List.of(input));
    return Structure.of(graph, Level.NOMINAL).layers().get(1).layerComplexity().orNaN();
  }

  /** A third layer without a name is called by Deeplearning4j what the first is called by us. */
  @Test
  void read_namesThatCollide() {
    MultiLayerConfiguration configuration =
        chain(
            new DenseLayer.Builder().name("layer2").nIn(4).nOut(3).build(),
            new DenseLayer.Builder().name("twice").nIn(3).nOut(5).build(),
            new DenseLayer.Builder().nIn(5).nOut(6).build(),
            new OutputLayer.Builder().name("twice").nIn(6).nOut(2).build());
    Structure structure = read(configuration, InputType.feedForward(4));
    assertEquals(
        List.of("input", "layer2", "twice", "layer2'", "twice'"),
        structure.layers().stream().map(LayerStructure::name).toList());
    assertEquals(
        List.of(4L, 3L, 5L, 6L, 2L),
        structure.layers().stream().map(layer -> layer.shape().size()).toList());
  }

  @Test
  void read_layerNamedLikeTheInput() {
    Structure structure =
        read(
            chain(
                new DenseLayer.Builder().name("input").nIn(5).nOut(4).build(),
                new DenseLayer.Builder().name("output").nIn(4).nOut(2).build()));
    assertEquals(
        List.of("network input", "input", "output"),
        structure.layers().stream().map(LayerStructure::name).toList());
  }

  @Test
  void tables_knowAllOfTheRelease() {
    List<Class<?>> missing = new ArrayList<>();
    missing.addAll(ReleasedClasses.of(Layer.class, DenseLayer.class));
    missing.addAll(ReleasedClasses.of(Layer.class, OCNNOutputLayer.class));
    assertTrue(missing.size() > 60);
    missing.removeIf(type -> named(LayerLeaves.types(), type));
    assertEquals(List.of(), missing);
    missing.addAll(ReleasedClasses.of(GraphVertex.class, MergeVertex.class));
    missing.addAll(ReleasedClasses.of(GraphVertex.class, LastTimeStepVertex.class));
    assertFalse(missing.isEmpty());
    missing.removeIf(type -> named(VertexLeaves.types(), type));
    assertEquals(List.of(), missing);
    missing.addAll(ReleasedClasses.of(InputPreProcessor.class, CnnToFeedForwardPreProcessor.class));
    assertFalse(missing.isEmpty());
    missing.removeIf(type -> named(Reshapes.types(), type));
    assertEquals(List.of(), missing);
  }

  private static boolean named(List<Class<?>> types, Class<?> type) {
    return types.stream().anyMatch(known -> known != Object.class && known.isAssignableFrom(type));
  }

  @Test
  void tables_standInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("structure.md"));
    String tables =
        String.join("\n", LayerLeaves.markdown(), VertexLeaves.markdown(), Reshapes.markdown());
    String mark = "<!-- layers: a test compares these tables with the code -->\n\n";
    int from = page.indexOf(mark) + mark.length();
    assertEquals(tables, page.substring(from, page.indexOf("\n<!-- /layers -->")));
  }
}
