package io.complexometer.benchmark;

import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.openblas.global.openblas;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One JVM of {@link ListenerOverhead} or {@link ThreadSettings}: two models of the same seed train
 * on the same batches, one watched and one not, in turns.
 */
final class InterleavedTraining {
  // How it works.
  //
  // Turns. A cloud machine's speed drifts by more than the listener costs, over minutes and between
  // JVMs. Both models are therefore trained in the same JVM in blocks of iterations, the watched
  // one
  // first in every other round: a drift that is slow against two blocks meets both alike, and a
  // linear one cancels. Both sides do the same iterations on the same batches, which are cut
  // beforehand; in the end their parameters must be the same bit by bit, or the two did not do the
  // same work.
  //
  // What belongs to whom. A block of ListenerOverhead has 100 iterations, and the first of them is
  // sampled. In the background the analysis then runs beside the other 99 of the same block: what
  // it takes from them (cores, caches, memory bandwidth) is in the block's time, as in a real
  // training. Should it still run at the end of the block, the clock of the watched model goes on
  // until it is idle: it never costs the unwatched model anything, and never comes free. That wait
  // is an upper bound (a real training would go on beside it) and is reported; it is zero where an
  // analysis is shorter than a block.
  //
  // What can wait until nobody does, the random networks that cPSE is compared with, is not waited
  // for: on the training thread it is done between the watched model's own iterations; in the
  // background it begins right after a sample's analysis, and takes less than the rest of a block.
  //
  // The listener holds a budget: a share of the wall time since its first sample. The unwatched
  // model's turns are half of that wall time, so the share is halved, to that of the watched model
  // alone.
  //
  // The iterations before the first counted round load and compile everything, for both models,
  // and hold a sample of each kind; they are not counted, but what the listener took of them is
  // reported.

  private static final int BATCH = 64;
  private static final int PROBE = 1_000;
  private static final long SEED = 1;
  private static final long SETTLE_LIMIT = TimeUnit.MINUTES.toNanos(2);

  private final TrainingPlan plan;
  private final List<DataSet> batches;
  private final MultiLayerNetwork watched;
  private final MultiLayerNetwork plain;
  private final ComplexityListener listener;
  private final Counter counter = new Counter();
  private long watchedNanos;
  private long plainNanos;
  private long settleNanos;

  private InterleavedTraining(TrainingPlan plan, LabelledData data) {
    this.plan = plan;
    this.batches = fullBatches(data);
    this.watched = model(plan, data);
    this.plain = model(plan, data);
    ComplexityListener.Builder builder =
        ComplexityListener.builder()
            .everyIterations(plan.every())
            .mode(plan.mode())
            .share(share(plan))
            .sink(counter);
    if (plan.probe()) {
      builder.probe(firstExamples(data.testFeatures(), PROBE));
    }
    this.listener = builder.build();
    listener.attach(watched);
  }

  /** Half of what the listener takes by default. */
  private static double share(TrainingPlan plan) {
    if (!plan.budget()) {
      return 1; // no limit
    }
    boolean background =
        plan.mode() == Mode.BACKGROUND
            || (plan.mode() == Mode.AUTO && openblas.blas_get_num_threads() == 1);
    return background ? 0.125 : 0.01;
  }

  /**
   * Measures, and prints a result.
   *
   * @param arguments of a {@link TrainingPlan}
   */
  public static void main(String[] arguments) {
    TrainingPlan plan = TrainingPlan.parse(arguments);
    LabelledData data =
        plan.data().isPresent()
            ? IdxFolder.read(plan.data().get())
            : StrokeImages.draw(100 * BATCH, PROBE, SEED);
    OverheadRun run = new InterleavedTraining(plan, data).measure();
    System.out.println(Fork.RESULT + run.line());
    System.exit(0); // the natives leave threads behind
  }

  private OverheadRun measure() {
    trainInTurns(0, plan.warmUp());
    Health before = listener.health();
    counter.reset();
    watchedNanos = 0;
    plainNanos = 0;
    settleNanos = 0;
    trainInTurns(plan.warmUp(), plan.warmUp() + plan.iterations());
    Health after = listener.health();
    OverheadRun run =
        new OverheadRun(
            plan.mode(),
            plan.iterations(),
            seconds(watchedNanos),
            seconds(plainNanos),
            seconds(settleNanos),
            counter.weights.get(),
            counter.probes.get(),
            after.putOff() - before.putOff(),
            after.replaced() - before.replaced(),
            after.interruptionSeconds() - before.interruptionSeconds(),
            after.analyses() - before.analyses(),
            after.analysisSeconds() - before.analysisSeconds(),
            before.interruptionSeconds(),
            after.failures());
    listener.close();
    requireSameParameters();
    return run;
  }

  private void trainInTurns(int from, int to) {
    for (int start = from; start < to; start += plan.block()) {
      boolean watchedFirst = start / plan.block() % 2 == 0;
      if (watchedFirst) {
        trainWatched(start);
      }
      trainPlain(start);
      if (!watchedFirst) {
        trainWatched(start);
      }
    }
  }

  private void trainPlain(int from) {
    long start = System.nanoTime();
    train(plain, from);
    plainNanos += System.nanoTime() - start;
  }

  private void trainWatched(int from) {
    long start = System.nanoTime();
    train(watched, from);
    long trained = System.nanoTime();
    awaitAnalysis(trained);
    long settled = System.nanoTime();
    watchedNanos += settled - start;
    settleNanos += settled - trained;
  }

  private void train(MultiLayerNetwork model, int from) {
    for (int iteration = from; iteration < from + plan.block(); iteration++) {
      model.fit(batches.get(iteration % batches.size()));
    }
  }

  /** In the background, returns when every snapshot was analysed, or replaced by one that was. */
  private void awaitAnalysis(long start) {
    if (!listener.session().orElseThrow().settings().get("mode").equals(Mode.BACKGROUND.name())) {
      return;
    }
    for (Health now = listener.health();
        now.analyses() + now.replaced() < now.interruptions();
        now = listener.health()) {
      if (System.nanoTime() - start > SETTLE_LIMIT) {
        throw new IllegalStateException("the analysis does not come to an end: " + now);
      }
      Thread.onSpinWait();
    }
  }

  private void requireSameParameters() {
    // equals compares the bits of each number
    if (!Arrays.equals(watched.params().data().asFloat(), plain.params().data().asFloat())) {
      throw new IllegalStateException(
          "the parameters of the two models differ: the listener changed the training, or the"
              + " training is not deterministic on this machine");
    }
  }

  private static MultiLayerNetwork model(TrainingPlan plan, LabelledData data) {
    MultiLayerNetwork model = new MultiLayerNetwork(plan.network().configuration(data, SEED));
    model.init();
    return model;
  }

  private static List<DataSet> fullBatches(LabelledData data) {
    List<DataSet> batches = new ArrayList<>();
    DataSetIterator iterator = data.trainIterator(BATCH, SEED);
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      if (batch.numExamples() == BATCH) {
        batches.add(batch);
      }
    }
    return batches;
  }

  private static INDArray firstExamples(INDArray features, int examples) {
    INDArrayIndex[] first = new INDArrayIndex[features.rank()];
    Arrays.fill(first, NDArrayIndex.all());
    first[0] = NDArrayIndex.interval(0, examples);
    return features.get(first);
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** Counts what was really measured: a put-off probe must not pass for a cheap one. */
  private static final class Counter implements SampleSink {
    private final AtomicInteger weights = new AtomicInteger();
    private final AtomicInteger probes = new AtomicInteger();

    @Override
    public void accept(Sample sample) {
      if (sample.readings().stream().anyMatch(r -> isFresh(sample, r, "cpse"))) {
        weights.incrementAndGet();
      }
      if (sample.readings().stream().anyMatch(r -> isFresh(sample, r, "effectiveDimension"))) {
        probes.incrementAndGet();
      }
    }

    private static boolean isFresh(Sample sample, Reading reading, String measure) {
      return reading.iteration() == sample.iteration()
          && reading.series().metric().measure().equals(measure);
    }

    void reset() {
      weights.set(0);
      probes.set(0);
    }
  }
}
