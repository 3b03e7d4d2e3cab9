package io.complexometer.benchmark;

import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.monitor.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What stopping on convergence saves, and what it costs.
 *
 * <p>Each network trains from several seeds for more epochs than it needs, and everything is
 * recorded: samples, and the accuracy on test data. Then criteria are applied to the recordings,
 * sample by sample, as in a training. Recordings that are there already are not made again.
 */
@Command(
    name = "StoppingTable",
    description = "Iterations saved and accuracy lost by criteria of convergence.")
final class StoppingTable implements Callable<Integer> {

  @Option(names = "--data", description = "Folder of IDX files; without it, drawn strokes.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--networks",
      split = ",",
      description = "MLP, LENET (${DEFAULT-VALUE}).",
      defaultValue = "MLP,LENET")
  private List<TrainingPlan.Network> networks;

  @Option(
      names = "--seeds",
      split = ",",
      description = "Of weights and order (${DEFAULT-VALUE}).",
      defaultValue = "1,2,3,4,5")
  private List<Long> seeds;

  @Option(
      names = "--epochs",
      description = "Of each training (${DEFAULT-VALUE}).",
      defaultValue = "16")
  private int epochs;

  @Option(
      names = "--recordings",
      description = "Folder where they are, or will be (${DEFAULT-VALUE}).",
      defaultValue = "recordings")
  private Path recordings;

  @Override
  public Integer call() throws IOException {
    LabelledData images =
        data.map(IdxFolder::read).orElseGet(() -> StrokeImages.draw(6000, 2000, 1));
    for (TrainingPlan.Network network : networks) {
      List<RecordedTraining> trainings = new ArrayList<>();
      for (long seed : seeds) {
        trainings.add(training(network, images, seed));
      }
      trainings.forEach(training -> System.out.println(training.accuracy()));
    }
    return 0;
  }

  private RecordedTraining training(TrainingPlan.Network network, LabelledData images, long seed)
      throws IOException {
    Path file =
        recordings.resolve(
            "%s-%s-%d-epochs-seed-%d.csv".formatted(network, images.name(), epochs, seed));
    WatchedTraining training = new WatchedTraining(network, images, seed);
    Session session = training.session();
    if (!Files.exists(file)) {
      training.run(epochs).write(session, file);
      System.err.println(file);
    }
    return RecordedTraining.read(file, session);
  }
}
