package io.complexometer.examples;

import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.Iris;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.examples.network.Networks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is trained, on what, and for how long. */
final class LearningOptions {
  enum NetworkName {
    LENET,
    MLP;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int PROBE_EXAMPLES = 1000;
  private static final int PROBE_FEWEST = 50; // what the listener takes

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "strokes|iris|DIR",
      description =
          "What to train on: strokes (default), iris, or a folder of IDX files, gzipped or not.")
  private String data = "strokes";

  @Option(
      names = "--shuffle-labels",
      description =
          "Deal the training labels out at random: what is learnt then is learnt by heart.")
  private boolean shuffleLabels;

  @Option(
      names = "--network",
      paramLabel = "lenet|mlp",
      description = "The network; by default lenet for images, mlp for tables.")
  private Optional<NetworkName> network = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Default 6 for images, 100 for tables.")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Batch size; default 64 for images, 16 for tables.")
  private Optional<Integer> batch = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of data, weights, order and probe; default 1.")
  private long seed = 1;

  void check() {
    require(epochs.orElse(1) >= 1, "--epochs must be at least 1");
    require(batch.orElse(1) >= 1, "--batch must be at least 1");
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  long seed() {
    return seed;
  }

  static boolean isImages(LabelledData labelled) {
    return labelled.trainFeatures().rank() == 4;
  }

  int epochs(LabelledData labelled) {
    return epochs.orElse(isImages(labelled) ? 6 : 100);
  }

  int batch(LabelledData labelled) {
    return batch.orElse(isImages(labelled) ? 64 : 16);
  }

  LabelledData load() {
    LabelledData labelled =
        switch (data) {
          case "strokes" -> StrokeImages.draw(6000, 1000, seed);
          case "iris" -> Iris.read(seed);
          default -> IdxFolder.read(Path.of(data));
        };
    return shuffleLabels ? labelled.withShuffledLabels(seed) : labelled;
  }

  NetworkName networkName(LabelledData labelled) {
    return network.orElse(isImages(labelled) ? NetworkName.LENET : NetworkName.MLP);
  }

  MultiLayerNetwork model(LabelledData labelled) {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            networkName(labelled) == NetworkName.LENET
                ? Networks.lenet(labelled.inputType(), labelled.classes(), seed)
                : Networks.mlp(labelled.inputType(), labelled.classes(), seed));
    model.init();
    return model;
  }

  /** The first test examples; a small table has more to train on. None of the smallest sets. */
  static Optional<INDArray> probe(LabelledData labelled) {
    return Stream.of(labelled.testFeatures(), labelled.trainFeatures())
        .filter(features -> features.size(0) >= PROBE_FEWEST)
        .findFirst()
        .map(LearningOptions::probe);
  }

  private static INDArray probe(INDArray features) {
    long examples = Math.min(PROBE_EXAMPLES, features.size(0));
    INDArrayIndex[] all = new INDArrayIndex[features.rank()];
    Arrays.fill(all, NDArrayIndex.all());
    all[0] = NDArrayIndex.interval(0, examples);
    return features.get(all);
  }
}
