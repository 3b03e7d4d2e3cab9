package io.complexometer.benchmark;

import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.stopping.CriterionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
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
      defaultValue = "20")
  private int epochs;

  @Option(
      names = "--criteria",
      split = ";",
      description = "In the words of the command train, between semicolons (${DEFAULT-VALUE}).",
      defaultValue =
          "cpse converged;"
              + "cpse converged within 0.003;"
              + "cpse converged within 0.005 for 10;"
              + "effectiveDimension converged;"
              + "nonlinearityComplexity converged;"
              + "stableRank converged;"
              + "score converged;"
              + "cpse converged or effectiveDimension converged;"
              + "cpse converged and effectiveDimension converged;"
              + "effectiveDimension settled within 0.05;"
              + "score settled within 0.05;"
              + "cpseZ above 2")
  private List<String> criteria;

  @Option(
      names = "--recordings",
      description = "Folder where they are, or will be (${DEFAULT-VALUE}).",
      defaultValue = "recordings")
  private Path recordings;

  @Override
  public Integer call() throws IOException {
    List<Criterion> all = criteria.stream().map(CriterionText::parse).toList();
    LabelledData images =
        data.map(IdxFolder::read).orElseGet(() -> StrokeImages.draw(6000, 2000, 1));
    for (TrainingPlan.Network network : networks) {
      Session session = WatchedTraining.session(network, images);
      RecordedLaws laws = RecordedLaws.of(all, session);
      List<RecordedTraining> trainings = new ArrayList<>();
      for (long seed : seeds) {
        RecordedTraining recorded = RecordedTraining.read(file(network, images, seed), session);
        trainings.add(recorded.with(laws));
      }
      print(network, images, trainings, all, session);
    }
    return 0;
  }

  private Path file(TrainingPlan.Network network, LabelledData images, long seed)
      throws IOException {
    Path file =
        recordings.resolve(
            "%s-%s-%d-epochs-seed-%d.csv".formatted(network, images.name(), epochs, seed));
    if (!Files.exists(file)) {
      WatchedTraining training = new WatchedTraining(network, images, seed);
      training.run(epochs).write(training.session(), file);
      System.err.println(file);
    }
    return file;
  }

  private static void print(
      TrainingPlan.Network network,
      LabelledData images,
      List<RecordedTraining> trainings,
      List<Criterion> criteria,
      Session session) {
    System.out.printf(
        "%n%s on %s: %,d iterations; accuracy in the end %s %%, at best %s %%%n",
        network,
        images.name(),
        trainings.get(0).iterations(),
        Spread.of(trainings, training -> 100 * training.finalAccuracy()).text(2),
        Spread.of(trainings, training -> 100 * training.bestAccuracy()).text(2));
    Markdown.printHead(
        "criterion",
        "stopped",
        "after iterations",
        "saved, %",
        "accuracy against the end, points",
        "worst",
        "against the best");
    for (Criterion criterion : criteria) {
      List<Stop> stops =
          trainings.stream().map(training -> Stop.of(criterion, training, session)).toList();
      Spread lost = Spread.of(stops, Stop::pointsAgainstEnd);
      Markdown.printRow(
          "`" + criterion.describe() + "`",
          stops.stream().filter(Stop::stopped).count() + " of " + stops.size(),
          Spread.of(stops, Stop::iterations).text(0),
          Markdown.decimals(0, Spread.of(stops, Stop::percentSaved).mean()),
          Markdown.decimals(2, lost.mean()),
          Markdown.decimals(2, lost.least()),
          Markdown.decimals(2, Spread.of(stops, Stop::pointsAgainstBest).mean()));
    }
  }

  /** Where a criterion ends a training; at its last iteration if it is never met. */
  private record Stop(RecordedTraining training, boolean stopped, long iterations) {

    static Stop of(Criterion criterion, RecordedTraining training, Session session) {
      criterion.begin(session);
      return training.samples().stream()
          .filter(sample -> criterion.test(sample).met())
          .findFirst()
          .map(sample -> new Stop(training, true, sample.iteration() + 1))
          .orElse(new Stop(training, false, training.iterations()));
    }

    double percentSaved() {
      return 100 * (1 - (double) iterations / training.iterations());
    }

    double pointsAgainstEnd() {
      return 100 * (training.accuracyAt(iterations - 1) - training.finalAccuracy());
    }

    double pointsAgainstBest() {
      return 100 * (training.accuracyAt(iterations - 1) - training.bestAccuracy());
    }
  }

  /** Mean and ends of several numbers. */
  private record Spread(double mean, double least, double greatest) {

    static <T> Spread of(List<T> all, ToDoubleFunction<T> number) {
      var numbers = all.stream().mapToDouble(number).summaryStatistics();
      return new Spread(numbers.getAverage(), numbers.getMin(), numbers.getMax());
    }

    String text(int places) {
      return "%s (%s to %s)"
          .formatted(
              Markdown.decimals(places, mean),
              Markdown.decimals(places, least),
              Markdown.decimals(places, greatest));
    }
  }
}
