package io.complexometer.examples;

import io.complexometer.examples.data.LabelledData;
import io.complexometer.export.log.SampleLog;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.StopSignal;
import io.complexometer.monitor.stopping.CriterionText;
import io.complexometer.monitor.stopping.CriterionTextException;
import io.complexometer.monitor.stopping.StoppingIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network, shows its complexity live, and writes it down. */
@Command(
    name = "train",
    description = {
      "Trains a network and shows its complexity live: a line for each sample, metrics for"
          + " Prometheus, and a JSON Lines file.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  train                       images drawn by the program itself",
      "  train --data DIR            MNIST, Fashion-MNIST: a folder of IDX files",
      "  train --shuffle-labels      the same images, nothing to understand",
      "  train --epochs 20 --stop-when \"cpse converged\"",
      "  train --epochs 20 --stop-when \"iteration above 1000 and effectiveDimension converged\"",
      "  train --data iris --every 1 --port 0"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Train implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LearningOptions learning;
  @Mixin private MeasurementOptions measurement;
  @Mixin private EndpointOptions endpoint;
  @Mixin private PushOptions push;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the run; default train.")
  private String name = "train";

  @Option(
      names = "--stop-when",
      paramLabel = "CRITERION",
      description = {
        "Stop early when a measure (as in the file: cpse, score, stableRank/out) .. converged, ..",
        "  above NUMBER, .. below NUMBER, .. settled within NUMBER, .. exponent in [LOW, HIGH],",
        "or when iteration above NUMBER; put together by not, and, or, brackets."
      })
  private Optional<String> stopWhen = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the samples go; default NAME-DATE-TIME.jsonl in the current folder.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "Where model, state and samples are saved after each epoch; what is there already is gone"
              + " on from, with the same options.")
  private Optional<Path> checkpoint = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of ND4J and BLAS; default 1 on up to 4 cores. OMP_NUM_THREADS goes before it.")
  private Optional<Integer> threads = Optional.empty();

  @Override
  public Integer call() throws IOException {
    checkOptions();
    Optional<Criterion> criterion = criterion();
    BlasThreads.set(threads);
    LabelledData labelled = learning.load();
    if (checkpoint.isEmpty()) {
      run(labelled, criterion, Optional.empty());
    } else {
      try (Checkpoint folder = new Checkpoint(checkpoint.get())) {
        folder.lock();
        run(labelled, criterion, Optional.of(folder));
      }
    }
    return 0;
  }

  private void run(LabelledData labelled, Optional<Criterion> criterion, Optional<Checkpoint> saved)
      throws IOException {
    MultiLayerNetwork model = learning.model(labelled);
    if (saved.isPresent()) {
      model = saved.get().model(model).orElse(model);
    }
    Path file =
        out.or(() -> saved.map(Checkpoint::samples))
            .orElseGet(() -> Path.of(name + "-" + now() + ".jsonl"));
    Progress progress = new Progress(spec.commandLine().getOut(), learning.epochs(labelled));
    StopSignal stop = new StopSignal();
    Interruption interruption = new Interruption(stop);
    try (Publication publication = new Publication(endpoint, push, spec.commandLine().getOut());
        SampleLog log = log(file, saved)) {
      progress.say(
          "%s (%,d parameters) on %s (%,d for training, %,d for testing)"
              .formatted(
                  learning.networkName(labelled).label(),
                  model.numParams(),
                  labelled.name(),
                  labelled.trainFeatures().size(0),
                  labelled.testFeatures().size(0)));
      publication.describe();
      progress.say("samples: " + file);
      ComplexityListener.Builder listener =
          measurement
              .listener()
              .name(name)
              .seed(learning.seed())
              .inputs(labelled.inputType())
              .note("data", labelled.name())
              .note("network", learning.networkName(labelled).label())
              .note("epochs", Integer.toString(learning.epochs(labelled)))
              .note("batch", Integer.toString(learning.batch(labelled)))
              .note("stopWhen", stopWhen.orElse("never"));
      publication.sinks().forEach(listener::sink);
      listener.sink(log).sink(progress);
      LearningOptions.probe(labelled).ifPresent(listener::probe);
      saved.map(Checkpoint::state).ifPresent(listener::resume);
      listener.stopSignal(stop);
      criterion.ifPresent(enough -> listener.stopWhen(enough, stop));
      train(model, labelled, listener.build(), stop, progress, saved);
      publication.end(interruption);
    } finally {
      interruption.done();
    }
  }

  private void train(
      MultiLayerNetwork model,
      LabelledData labelled,
      ComplexityListener listener,
      StopSignal stop,
      Progress progress,
      Optional<Checkpoint> saved)
      throws IOException {
    long start = System.nanoTime();
    int before = model.getIterationCount();
    try (listener) {
      attach(listener, model);
      listener.scheduleCost().ifPresent(cost -> progress.say(cost.describe()));
      if (saved.isPresent()) {
        saved.get().begin(model, listener);
      }
      int done = model.getEpochCount();
      StoppingIterator batches =
          new StoppingIterator(
              Checkpoint.after(
                  done, labelled.trainIterator(learning.batch(labelled), learning.seed())),
              stop);
      int count = learning.epochs(labelled);
      for (int epoch = done + 1; epoch <= count && !stop.isRequested(); epoch++) {
        model.fit(batches);
        if (saved.isPresent() && !Interruption.isReason(stop)) { // else within an epoch
          saved.get().save(model, listener);
        }
        boolean tell = LearningOptions.isImages(labelled) || epoch % 10 == 0 || epoch == count;
        if (tell) {
          progress.say(
              String.format(
                  Locale.ROOT,
                  "epoch %d/%d  iteration %5d  test accuracy %.1f %%",
                  epoch,
                  count,
                  model.getIterationCount() - 1,
                  100 * accuracy(model, labelled)));
        }
      }
    }
    stop.reason()
        .ifPresent(
            why ->
                progress.say(
                    "stopped after iteration " + (model.getIterationCount() - 1) + ": " + why));
    progress.printTable();
    progress.say(
        String.format(
            Locale.ROOT,
            "%d iterations in %.0f s",
            model.getIterationCount() - before,
            (System.nanoTime() - start) / 1e9));
  }

  private void attach(ComplexityListener listener, MultiLayerNetwork model) {
    try {
      listener.attach(model);
    } catch (CriterionTextException e) { // it names what is not measured
      throw badCriterion(e);
    }
  }

  private Optional<Criterion> criterion() {
    try {
      return stopWhen.map(CriterionText::parse);
    } catch (CriterionTextException e) {
      throw badCriterion(e);
    }
  }

  /** Its three lines are printed as they are: the caret stands under the character. */
  private ParameterException badCriterion(CriterionTextException fault) {
    return new ParameterException(spec.commandLine(), "--stop-when: " + fault.getMessage(), fault);
  }

  private void checkOptions() {
    learning.check();
    measurement.check();
    endpoint.check();
    push.check();
    require(threads.orElse(1) >= 1, "--threads must be at least 1");
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static SampleLog log(Path file, Optional<Checkpoint> saved) throws IOException {
    return saved.filter(Checkpoint::resumes).isPresent()
        ? SampleLog.resume(file)
        : SampleLog.create(file);
  }

  private static double accuracy(MultiLayerNetwork model, LabelledData labelled) {
    return model.evaluate(labelled.testIterator(256)).accuracy();
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
