package io.complexometer.examples.study;

import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.network.Networks;
import io.complexometer.export.log.SampleLog;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Measure;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Makes the trainings of a study, one after the other.
 *
 * <p>A law needs its early decades, so samples are taken evenly over the logarithm of the
 * iteration. The listener works inline and without a limit on its share: then it depends on the
 * seed alone, and not on the clock, what is sampled.
 */
public final class StudyTraining {
  private static final int TEST_BATCH = 500;

  /** Between regular samples: all are those of the logarithmic schedule, and the last. */
  private static final int NEVER = 1_000_000_000;

  private final LabelledData data;
  private final StudySettings settings;
  private final INDArray probe;
  private final Optional<Path> logs;

  /**
   * A study that has not begun.
   *
   * @param data to train on, with their true labels
   * @param settings what is trained
   * @param logs folder for a sample log of each training
   */
  public StudyTraining(LabelledData data, StudySettings settings, Optional<Path> logs) {
    this.data = data;
    this.settings = settings;
    this.logs = logs;
    this.probe = first(data.testFeatures(), StudySettings.PROBE_EXAMPLES);
  }

  private static INDArray first(INDArray features, long most) {
    INDArrayIndex[] all = new INDArrayIndex[features.rank()];
    Arrays.fill(all, NDArrayIndex.all());
    all[0] = NDArrayIndex.interval(0, Math.min(most, features.size(0)));
    return features.get(all);
  }

  /**
   * Makes all trainings.
   *
   * @param each is told of each when it has ended
   * @return all of them
   * @throws IOException if a sample log cannot be written
   */
  public Study run(Consumer<StudyRun> each) throws IOException {
    List<StudyRun> runs = new ArrayList<>();
    for (int width : settings.widths()) {
      for (Labels labels : Labels.values()) {
        for (long seed : settings.seeds()) {
          StudyRun run = train(width, labels, seed);
          runs.add(run);
          each.accept(run);
        }
      }
    }
    return new Study(
        data.name(),
        (int) data.trainFeatures().size(0),
        (int) probe.size(0),
        data.classes(),
        settings,
        runs);
  }

  private StudyRun train(int width, Labels labels, long seed) throws IOException {
    String name = "%d-%s-%d".formatted(width, labels.label(), seed);
    if (logs.isEmpty()) {
      return train(width, labels, seed, listener(name, seed));
    }
    try (SampleLog log = SampleLog.create(logs.get().resolve(name + ".jsonl"))) {
      return train(width, labels, seed, listener(name, seed).sink(log));
    }
  }

  private ComplexityListener.Builder listener(String name, long seed) {
    return ComplexityListener.builder()
        .name(name)
        .schedule(Sampling.LOGARITHMIC)
        .everyIterations(NEVER)
        .probeEvery(NEVER)
        .measures(Measure.CPSE, Measure.EFFECTIVE_DIMENSION, Measure.NONLINEARITY)
        .probe(probe)
        .chainLimit(settings.chainLimit())
        .mode(Mode.INLINE)
        .share(1)
        .seed(seed)
        .note("data", data.name());
  }

  private StudyRun train(int width, Labels labels, long seed, ComplexityListener.Builder builder) {
    long start = System.nanoTime();
    LabelledData learnt = labels.of(data, seed);
    MultiLayerNetwork model = model(width, seed);
    DataSetIterator batches = learnt.trainIterator(settings.batch(), seed);
    CourseRecorder recorder = new CourseRecorder();
    try (ComplexityListener listener = builder.sink(recorder).build()) {
      listener.attach(model);
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        model.fit(batches);
      }
    }
    return new StudyRun(
        width,
        labels,
        seed,
        model.getIterationCount(),
        (System.nanoTime() - start) / 1e9,
        model.evaluate(batches).accuracy(),
        model.evaluate(learnt.testIterator(TEST_BATCH)).accuracy(),
        recorder.courses());
  }

  private MultiLayerNetwork model(int width, long seed) {
    List<Integer> hidden = Collections.nCopies(StudySettings.HIDDEN_LAYERS, width);
    MultiLayerNetwork model =
        new MultiLayerNetwork(Networks.mlp(data.inputType(), data.classes(), hidden, seed));
    model.init();
    return model;
  }
}
