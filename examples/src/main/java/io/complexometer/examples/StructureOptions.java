package io.complexometer.examples;

import io.complexometer.measure.structure.Level;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Option;

/** How the structure of a network is measured, for all commands that do. */
final class StructureOptions {
  @Option(
      names = "--input",
      paramLabel = "SHAPE",
      split = ",",
      converter = InputShape.class,
      description =
          "Shape of one input of the network: 784, FEATURESxSTEPS, CHANNELSxHEIGHTxWIDTH or"
              + " CHANNELSxDEPTHxHEIGHTxWIDTH; of several inputs, one for each, with commas. By"
              + " default told from the model.")
  private List<InputType> inputs = List.of();

  @Option(
      names = "--structure-level",
      paramLabel = "LEVEL",
      description =
          "How closely paths through the network are counted: nominal (default), edge (without"
              + " those into padding) or exact (each one).")
  private Level level = Level.NOMINAL;

  List<InputType> inputs() {
    return inputs;
  }

  Level level() {
    return level;
  }
}
