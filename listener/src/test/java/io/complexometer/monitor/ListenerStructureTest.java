package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.Layer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.LoggerFactory;

/** What a listener reads of a network's structure as it attaches. */
final class ListenerStructureTest {
  private static final Value UNKNOWN = Value.absent("input shape unknown");

  private static Session attach(MultiLayerNetwork model, ComplexityListener.Builder builder) {
    try (ComplexityListener listener = builder.build()) {
      return listener.attach(model);
    }
  }

  private static ComplexityListener.Builder listener() {
    return ComplexityListener.builder().mode(Mode.INLINE);
  }

  private static MultiLayerNetwork network(NeuralNetConfiguration.ListBuilder layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  /** The network of {@link LenetStructure}. */
  private static MultiLayerNetwork lenet() {
    return network(
        new NeuralNetConfiguration.Builder()
            .list(
                convolution("conv1", 20),
                pool("pool1"),
                convolution("conv2", 50),
                pool("pool2"),
                new DenseLayer.Builder().name("dense").nOut(500).build(),
                new OutputLayer.Builder()
                    .name("output")
                    .nOut(10)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(28, 28, 1)));
  }

  private static ConvolutionLayer convolution(String name, int maps) {
    return new ConvolutionLayer.Builder(5, 5).name(name).nOut(maps).build();
  }

  private static SubsamplingLayer pool(String name) {
    return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).name(name).build();
  }

  /** Where images go through pooling over all positions, nothing tells how large they are. */
  private static MultiLayerNetwork ofAnySize() {
    return network(
        new NeuralNetConfiguration.Builder()
            .list(
                new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(4).build(),
                new GlobalPoolingLayer.Builder().build(),
                new OutputLayer.Builder().nIn(4).nOut(2).build()));
  }

  private static void assertLenet(Structure structure) {
    assertEquals(StructureTable.text(LenetStructure.structure()), StructureTable.text(structure));
    for (int i = 0; i < 7; i++) {
      LayerStructure expected = LenetStructure.structure().layers().get(i);
      LayerStructure actual = structure.layers().get(i);
      assertEquals(expected.name(), actual.name());
      assertEquals(expected.shape(), actual.shape());
      assertEquals(expected.connections(), actual.connections());
      assertEquals(expected.weights(), actual.weights());
      assertEquals(expected.log2Gain().orNaN(), actual.log2Gain().orNaN(), 1e-9);
    }
  }

  @Test
  void attach_probeOrTypesOrLayers_tellTheInput() {
    assertLenet(
        attach(lenet(), listener().probe(Trainings.random(1, 60, 1, 28, 28)))
            .structure()
            .orElseThrow());
    assertLenet(
        attach(lenet(), listener().inputs(InputType.convolutional(28, 28, 1)))
            .structure()
            .orElseThrow());
    try (ComplexityListener listener = listener().build()) {
      Structure dense = listener.attach(Trainings.graph()).structure().orElseThrow();
      assertEquals(64, dense.totals().inputSize());
    }
  }

  @Test
  void attach_anyNetwork_leavesItsConfigurationAlone() {
    MultiLayerNetwork model = lenet();
    String before = model.getLayerWiseConfigurations().toJson();
    INDArray parameters = model.params().dup();
    attach(model, listener().probe(Trainings.random(1, 60, 1, 28, 28)));
    assertEquals(before, model.getLayerWiseConfigurations().toJson());
    assertEquals(parameters, model.params());

    ComputationGraph graph = Trainings.graph();
    before = graph.getConfiguration().toJson();
    try (ComplexityListener listener =
        listener()
            .probe(Trainings.random(1, 60, 64))
            .structureLevel(io.complexometer.measure.structure.Level.EXACT)
            .build()) {
      Session session = listener.attach(graph);
      // 64 inputs, 10 and 8 units: paths of an output
      Structure structure = session.structure().orElseThrow();
      assertEquals(
          Math.log(64 * 10 * 8) / Math.log(2), structure.totals().log2Gain().orNaN(), 1e-12);
      assertEquals("exact", session.settings().get("structureLevel"));
      assertEquals(
          session.layers().stream().map(Layer::name).collect(Collectors.toSet()),
          layersWithConstants(session));
    }
    assertEquals(before, graph.getConfiguration().toJson());
  }

  private static Set<String> layersWithConstants(Session session) {
    return session.constants().stream()
        .flatMap(constant -> constant.series().layer().stream())
        .map(Layer::name)
        .collect(Collectors.toSet());
  }

  @Test
  void attach_inputThatNothingTells_watchesAllTheRest() {
    Session session = attach(ofAnySize(), listener());
    assertEquals(Optional.empty(), session.structure());
    assertEquals(
        List.of(UNKNOWN), session.constants().stream().map(Constant::value).distinct().toList());
    assertEquals(2, session.matrices().size());

    Session told = attach(ofAnySize(), listener().inputs(InputType.convolutional(9, 9, 1)));
    // 4 kernels of 9 and 2 units of 4, with their biases
    assertEquals(40 + 10, told.structure().orElseThrow().totals().parameters());
  }

  @Test
  void attach_table_isOneEventOfItsOwnLogger() {
    List<ILoggingEvent> events =
        logged(
            StructureTable.class,
            () ->
                assertEquals(
                    7,
                    attach(lenet(), listener().inputs(InputType.convolutional(28, 28, 1)))
                        .structure()
                        .orElseThrow()
                        .layers()
                        .size()));
    assertEquals(1, events.size());
    assertEquals(Level.INFO, events.get(0).getLevel());
    String message = events.get(0).getFormattedMessage();
    assertTrue(
        message.endsWith(": structure\n" + StructureTable.text(LenetStructure.structure())),
        message);
  }

  @Test
  void attach_inputThatNothingTells_saysWhatToAddInOneLine() {
    List<ILoggingEvent> warnings =
        logged(ComplexityListener.class, () -> attach(ofAnySize(), listener())).stream()
            .filter(event -> event.getLevel() == Level.WARN)
            .filter(event -> event.getFormattedMessage().contains("structure"))
            .toList();
    assertEquals(1, warnings.size());
    String warning = warnings.get(0).getFormattedMessage();
    assertTrue(warning.contains("no measures of the structure, input shape unknown: "), warning);
    assertTrue(warning.contains("inputs(..) of the listener's builder"), warning);
    assertEquals(1, warning.lines().count());
  }

  private static List<ILoggingEvent> logged(Class<?> of, Runnable doing) {
    Logger logger = (Logger) LoggerFactory.getLogger(of);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    try {
      doing.run();
    } finally {
      logger.detachAppender(log);
    }
    return log.list;
  }

  /** A type that does not fit is the user's mistake, but no reason to end a training. */
  @Test
  void attach_typesThatDoNotFit_watchesAllTheRest() {
    Session session = attach(lenet(), listener().inputs(InputType.convolutional(28, 28, 3)));
    assertEquals(Optional.empty(), session.structure());
    assertEquals(UNKNOWN, session.constants().get(0).value());
  }

  @Test
  void attach_anyLayer_hasItsConstants() {
    Session session = attach(Trainings.convolutional(), listener().probe(Trainings.images(60)));
    assertEquals(
        session.layers().stream().map(Layer::name).collect(Collectors.toSet()),
        layersWithConstants(session));
    assertTrue(session.constants().stream().allMatch(constant -> constant.value().isPresent()));
  }
}
