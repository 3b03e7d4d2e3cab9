package io.complexometer.benchmark;

import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.network.Networks;
import io.complexometer.monitor.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * What one JVM of {@link InterleavedTraining} is to do.
 *
 * @param network which of the examples' networks
 * @param mode of the listener
 * @param every iterations between two samples of the weights
 * @param probe whether there is a probe every 500 iterations
 * @param budget whether the listener keeps to its default share of one core's time, halved because
 *     half of the wall time belongs to the other model; else it has no limit
 * @param block iterations of a turn
 * @param iterations that are counted, a multiple of a block
 * @param warmUp iterations before them, another
 * @param data folder of IDX files; without it strokes are drawn
 */
record TrainingPlan(
    Network network,
    Mode mode,
    int every,
    boolean probe,
    boolean budget,
    int block,
    int iterations,
    int warmUp,
    Optional<Path> data) {

  /** A network of the examples. */
  enum Network {
    LENET,
    MLP;

    MultiLayerConfiguration configuration(LabelledData data, long seed) {
      return this == LENET
          ? Networks.lenet(data.inputType(), data.classes(), seed)
          : Networks.mlp(data.inputType(), data.classes(), seed);
    }
  }

  /** All components, which {@link #parse} reads. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                network.name(),
                mode.name(),
                Integer.toString(every),
                Boolean.toString(probe),
                Boolean.toString(budget),
                Integer.toString(block),
                Integer.toString(iterations),
                Integer.toString(warmUp)));
    data.ifPresent(folder -> arguments.add(folder.toString()));
    return arguments;
  }

  static TrainingPlan parse(String[] arguments) {
    return new TrainingPlan(
        Network.valueOf(arguments[0]),
        Mode.valueOf(arguments[1]),
        Integer.parseInt(arguments[2]),
        Boolean.parseBoolean(arguments[3]),
        Boolean.parseBoolean(arguments[4]),
        Integer.parseInt(arguments[5]),
        Integer.parseInt(arguments[6]),
        Integer.parseInt(arguments[7]),
        arguments.length > 8 ? Optional.of(Path.of(arguments[8])) : Optional.empty());
  }
}
