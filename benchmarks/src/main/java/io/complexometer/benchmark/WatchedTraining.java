package io.complexometer.benchmark;

import io.complexometer.examples.data.LabelledData;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A training under a listener that samples as the program {@code train} does, inline and without a
 * limit on its share, so that the same seed gives the same samples.
 */
final class WatchedTraining {
  /** Iterations between two samples of the weights. */
  static final int EVERY = 10;

  /** Iterations between two runs of the probe, and between two tests. */
  static final int PROBE_EVERY = 50;

  private static final int PROBE = 1_000;
  private static final int BATCH = 64;
  private static final int TEST_BATCH = 256;

  private final LabelledData data;
  private final long seed;
  private final MultiLayerNetwork model;
  private final ComplexityListener listener;
  private final List<Sample> samples = new ArrayList<>();
  private final Session session;

  WatchedTraining(TrainingPlan.Network network, LabelledData data, long seed) {
    this.data = data;
    this.seed = seed;
    this.model = new MultiLayerNetwork(network.configuration(data, seed));
    model.init();
    this.listener =
        listener(data)
            .everyIterations(EVERY)
            .probeEvery(PROBE_EVERY)
            .seed(seed)
            .mode(Mode.INLINE)
            .share(1)
            .fit() // laws are fitted to what was recorded
            .sink(samples::add)
            .build();
    this.session = listener.attach(model);
  }

  /** What the session of such a training looks like, with what laws could be fitted to. */
  static Session session(TrainingPlan.Network network, LabelledData data) {
    MultiLayerNetwork untrained = new MultiLayerNetwork(network.configuration(data, 1));
    untrained.init();
    try (ComplexityListener listener = listener(data).build()) {
      return listener.attach(untrained);
    }
  }

  private static ComplexityListener.Builder listener(LabelledData data) {
    return ComplexityListener.builder().probe(probe(data));
  }

  private static INDArray probe(LabelledData data) {
    long examples = Math.min(PROBE, data.testFeatures().size(0));
    return data.testFeatures()
        .get(
            NDArrayIndex.interval(0, examples),
            NDArrayIndex.all(),
            NDArrayIndex.all(),
            NDArrayIndex.all());
  }

  Session session() {
    return session;
  }

  /** Trains for as many iterations as so many epochs have whole batches. */
  RecordedTraining run(int epochs) {
    NavigableMap<Long, Double> accuracy = new TreeMap<>();
    DataSetIterator batches = data.trainIterator(BATCH, seed);
    long last = epochs * (data.trainFeatures().size(0) / BATCH) - 1;
    for (long iteration = 0; iteration <= last; iteration++) {
      if (!batches.hasNext()) {
        batches.reset();
      }
      model.fit(batches.next());
      if (iteration % PROBE_EVERY == 0 || iteration == last) {
        accuracy.put(iteration, model.evaluate(data.testIterator(TEST_BATCH)).accuracy());
      }
    }
    listener.close();
    return new RecordedTraining(List.copyOf(samples), accuracy);
  }
}
