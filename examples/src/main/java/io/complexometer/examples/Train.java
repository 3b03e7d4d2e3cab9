package io.complexometer.examples;

import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.Iris;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.examples.network.Networks;
import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.PrometheusEndpoint;
import io.complexometer.export.log.SampleLog;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.structure.Level;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Sampling;
import io.complexometer.monitor.StopSignal;
import io.complexometer.monitor.stopping.CriterionText;
import io.complexometer.monitor.stopping.CriterionTextException;
import io.complexometer.monitor.stopping.StoppingIterator;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
  enum NetworkName {
    LENET,
    MLP;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  enum ScheduleName {
    REGULAR(Sampling.REGULAR),
    LOG(Sampling.LOGARITHMIC);

    private final Sampling sampling;

    ScheduleName(Sampling sampling) {
      this.sampling = sampling;
    }
  }

  private static final class Headline implements ITypeConverter<CpseProfile> {
    @Override
    public CpseProfile convert(String label) {
      return Arrays.stream(CpseProfile.values())
          .filter(profile -> profile.label().equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s"
                          .formatted(
                              label,
                              Arrays.stream(CpseProfile.values())
                                  .map(CpseProfile::label)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  private static final int PROBE_EXAMPLES = 1000;
  private static final int PROBE_FEWEST = 50; // what the listener takes

  @Spec private CommandSpec spec;

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

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the run; default train.")
  private String name = "train";

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

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "Iterations between two samples of the weights; default 10.")
  private int every = 10;

  @Option(
      names = "--probe-every",
      paramLabel = "N",
      description = "Iterations between two runs of the probe; default 50.")
  private int probeEvery = 50;

  @Option(
      names = "--schedule",
      paramLabel = "regular|log",
      description =
          "log: besides, some 20 samples a decade from iteration 1 on, until they are rarer than"
              + " those; for scaling laws. --share does not limit them: what they cost is said"
              + " before. Default regular.")
  private ScheduleName schedule = ScheduleName.REGULAR;

  @Option(
      names = "--share",
      paramLabel = "X",
      description =
          "Largest share of one core for the monitor, above 0 up to 1, which sets no limit; default"
              + " 0.25, or 0.02 where BLAS has several threads.")
  private Optional<Double> share = Optional.empty();

  @Option(
      names = "--headline",
      paramLabel = "PROFILE",
      converter = Headline.class,
      description =
          "The cPSE to show first and to stop by: scaleFree (default), paper, reference, orderFree or"
              + " causal.")
  private CpseProfile headline = CpseProfile.SCALE_FREE;

  @Option(
      names = "--structure-level",
      paramLabel = "nominal|edge|exact",
      description = "How closely paths through the network are counted; default nominal.")
  private Level structureLevel = Level.NOMINAL;

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
      names = "--port",
      paramLabel = "N",
      description = "Of the metrics for Prometheus, on loopback; 0 for any free; default 9464.")
  private int port = PrometheusEndpoint.DEFAULT_PORT;

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
    LabelledData labelled = load();
    MultiLayerNetwork model = model(labelled);
    Optional<Checkpoint> saved = checkpoint.map(Checkpoint::new);
    if (saved.isPresent()) {
      model = saved.get().model(model).orElse(model);
    }
    Path file =
        out.or(() -> saved.map(Checkpoint::samples))
            .orElseGet(() -> Path.of(name + "-" + now() + ".jsonl"));
    Progress progress = new Progress(spec.commandLine().getOut(), epochs(labelled));
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    StopSignal stop = new StopSignal();
    Interruption interruption = new Interruption(stop);
    try (ComplexityMeterBinder meters = new ComplexityMeterBinder();
        PrometheusEndpoint endpoint = endpoint(registry, meters);
        SampleLog log = log(file, saved)) {
      progress.say(
          "%s (%,d parameters) on %s (%,d for training, %,d for testing)"
              .formatted(
                  networkName(labelled).label(),
                  model.numParams(),
                  labelled.name(),
                  labelled.trainFeatures().size(0),
                  labelled.testFeatures().size(0)));
      progress.say("metrics: http://127.0.0.1:" + endpoint.getPort() + "/metrics");
      progress.say("samples: " + file);
      ComplexityListener.Builder listener =
          ComplexityListener.builder()
              .name(name)
              .everyIterations(every)
              .probeEvery(probeEvery)
              .schedule(schedule.sampling)
              .seed(seed)
              .headline(headline)
              .structureLevel(structureLevel)
              .inputs(labelled.inputType())
              .note("data", labelled.name())
              .note("network", networkName(labelled).label())
              .note("epochs", Integer.toString(epochs(labelled)))
              .note("batch", Integer.toString(batch(labelled)))
              .note("stopWhen", stopWhen.orElse("never"))
              .sink(meters)
              .sink(log)
              .sink(progress);
      probe(labelled).ifPresent(listener::probe);
      share.ifPresent(listener::share);
      saved.map(Checkpoint::state).ifPresent(listener::resume);
      listener.stopSignal(stop);
      criterion.ifPresent(enough -> listener.stopWhen(enough, stop));
      train(model, labelled, listener.build(), stop, progress, saved);
    } finally {
      interruption.done();
    }
    return 0;
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
    try (listener) {
      attach(listener, model);
      listener.scheduleCost().ifPresent(cost -> progress.say(cost.describe()));
      if (saved.isPresent()) {
        saved.get().begin(model, listener);
      }
      int done = model.getEpochCount();
      StoppingIterator batches =
          new StoppingIterator(
              Checkpoint.after(done, labelled.trainIterator(batch(labelled), seed)), stop);
      int count = epochs(labelled);
      for (int epoch = done + 1; epoch <= count && !stop.isRequested(); epoch++) {
        model.fit(batches);
        if (saved.isPresent() && !Interruption.isReason(stop)) { // else within an epoch
          saved.get().save(model, listener);
        }
        boolean tell = isImages(labelled) || epoch % 10 == 0 || epoch == count;
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
            model.getIterationCount(),
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
    require(every >= 1, "--every must be at least 1");
    require(probeEvery >= 1, "--probe-every must be at least 1");
    require(epochs.orElse(1) >= 1, "--epochs must be at least 1");
    require(batch.orElse(1) >= 1, "--batch must be at least 1");
    require(threads.orElse(1) >= 1, "--threads must be at least 1");
    require(share.orElse(1.0) > 0 && share.orElse(1.0) <= 1, "--share must be above 0, at most 1");
    require(port >= 0 && port <= 65535, "--port must be from 0 to 65535");
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static boolean isImages(LabelledData labelled) {
    return labelled.trainFeatures().rank() == 4;
  }

  private int epochs(LabelledData labelled) {
    return epochs.orElse(isImages(labelled) ? 6 : 100);
  }

  private int batch(LabelledData labelled) {
    return batch.orElse(isImages(labelled) ? 64 : 16);
  }

  private LabelledData load() {
    LabelledData labelled =
        switch (data) {
          case "strokes" -> StrokeImages.draw(6000, 1000, seed);
          case "iris" -> Iris.read(seed);
          default -> IdxFolder.read(Path.of(data));
        };
    return shuffleLabels ? labelled.withShuffledLabels(seed) : labelled;
  }

  private NetworkName networkName(LabelledData labelled) {
    return network.orElse(isImages(labelled) ? NetworkName.LENET : NetworkName.MLP);
  }

  private MultiLayerNetwork model(LabelledData labelled) {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            networkName(labelled) == NetworkName.LENET
                ? Networks.lenet(labelled.inputType(), labelled.classes(), seed)
                : Networks.mlp(labelled.inputType(), labelled.classes(), seed));
    model.init();
    return model;
  }

  private static SampleLog log(Path file, Optional<Checkpoint> saved) throws IOException {
    return saved.filter(Checkpoint::resumes).isPresent()
        ? SampleLog.resume(file)
        : SampleLog.create(file);
  }

  private PrometheusEndpoint endpoint(
      PrometheusMeterRegistry registry, ComplexityMeterBinder meters) throws IOException {
    try {
      return PrometheusEndpoint.builder(registry, meters).port(port).start();
    } catch (IOException e) {
      throw new IOException(e.getMessage() + " (option --port)", e);
    }
  }

  /** The first test examples; a small table has more to train on. None of the smallest sets. */
  private static Optional<INDArray> probe(LabelledData labelled) {
    return Stream.of(labelled.testFeatures(), labelled.trainFeatures())
        .filter(features -> features.size(0) >= PROBE_FEWEST)
        .findFirst()
        .map(Train::probe);
  }

  private static INDArray probe(INDArray features) {
    long examples = Math.min(PROBE_EXAMPLES, features.size(0));
    INDArrayIndex[] all = new INDArrayIndex[features.rank()];
    Arrays.fill(all, NDArrayIndex.all());
    all[0] = NDArrayIndex.interval(0, examples);
    return features.get(all);
  }

  private static double accuracy(MultiLayerNetwork model, LabelledData labelled) {
    return model.evaluate(labelled.testIterator(256)).accuracy();
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
