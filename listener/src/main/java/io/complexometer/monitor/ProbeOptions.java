package io.complexometer.monitor;

import io.complexometer.network.ProbeData;
import io.complexometer.network.ProbedRows;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Options of a listener: on which inputs activations are measured.
 *
 * @param <B> the builder that has them
 */
abstract class ProbeOptions<B extends ProbeOptions<B>> {
  private Optional<ProbeData> probe = Optional.empty();
  private int rowsPerLayer = ProbedRows.LIMIT;
  private boolean flatten;
  private int everyBatches;
  private double remaining;

  ProbeOptions() {}

  /** The builder itself, which every option returns. */
  abstract B self();

  /**
   * The inputs on which activations are measured; without a probe, only weights are. They are
   * copied.
   *
   * @param features one array for each input of the network, [examples, ..]; between 50 and 4,096
   *     examples, 1,000 are a good number
   * @return this
   */
  public B probe(INDArray... features) {
    this.probe = Optional.of(ProbeData.of(features));
    return self();
  }

  /**
   * The inputs on which activations are measured, with their mask: what it masks is not measured.
   *
   * @param data between 50 and 4,096 examples, 1,000 are a good number; labels are not used
   * @return this
   */
  public B probe(DataSet data) {
    this.probe = Optional.of(ProbeData.of(data));
    return self();
  }

  /**
   * The inputs on which activations are measured, with their masks: what they mask is not measured.
   *
   * @param data one array of features for each input of the network; between 50 and 4,096 examples,
   *     1,000 are a good number; labels are not used
   * @return this
   */
  public B probe(MultiDataSet data) {
    this.probe = Optional.of(ProbeData.of(data));
    return self();
  }

  /**
   * Draws the inputs on which activations are measured from one epoch of an iterator, now. It is
   * reset before and after. One that shuffles at each reset comes back to the training in another
   * order: build the probe an iterator of its own.
   *
   * @param iterator of the training, or better of test data
   * @param examples how many, from 50 to 4,096; 1,000 are a good number. If the iterator has fewer,
   *     all
   * @param seed of the draw
   * @return this
   * @throws IllegalArgumentException if the iterator cannot be reset, has fewer than 50 examples,
   *     or has examples that differ in more than the length of sequences
   */
  public B probeFrom(DataSetIterator iterator, int examples, long seed) {
    this.probe = Optional.of(ProbeData.from(iterator, examples, seed));
    return self();
  }

  /**
   * Draws the inputs on which activations are measured from one epoch of an iterator, as {@link
   * #probeFrom(DataSetIterator, int, long)} does.
   *
   * @param iterator of the training, or better of test data
   * @param examples how many, from 50 to 4,096; 1,000 are a good number. If the iterator has fewer,
   *     all
   * @param seed of the draw
   * @return this
   * @throws IllegalArgumentException if the iterator cannot be reset, has fewer than 50 examples,
   *     or has examples that differ in more than the length of sequences
   */
  public B probeFrom(MultiDataSetIterator iterator, int examples, long seed) {
    this.probe = Optional.of(ProbeData.from(iterator, examples, seed));
    return self();
  }

  /**
   * How many rows of a layer are measured, where it has more positions (pixels, time steps) than
   * that: as many of each example are drawn once, and at least one.
   *
   * @param rows by default 4,096; {@code Integer.MAX_VALUE} asks for all of them
   * @return this
   */
  public B rowsPerLayer(int rows) {
    this.rowsPerLayer = positive("rowsPerLayer", rows);
    return self();
  }

  /**
   * Takes all numbers of an example, [channels x height x width], for units, instead of the units
   * of one position: for small maps only.
   *
   * @return this
   */
  public B flatten() {
    this.flatten = true;
    return self();
  }

  /**
   * Measures activations on training batches instead of on the probe, which then only tells the
   * layers' shapes. It costs no forward pass; but it is what training shows: batch normalisation by
   * the batch, zeros where the next layer has dropout, so that dropped units count as off, the
   * padding of sequences, and nothing of output layers. Of features, earlier batches fade; of bits,
   * the newest rows count.
   *
   * @param every which batches are read, at least 1: each, each second..
   * @param remaining what remains of the weight of all earlier batches at each, from 0 to less than
   *     1: 0.9 with batches of b rows comes to 19 b rows
   * @return this
   */
  public B trainingBatches(int every, double remaining) {
    if (!(remaining >= 0 && remaining < 1)) {
      throw new IllegalArgumentException(
          "of earlier batches 0 to less than 1 may remain: " + remaining);
    }
    this.everyBatches = positive("every", every);
    this.remaining = remaining;
    return self();
  }

  /**
   * What was chosen.
   *
   * @return empty where there is no probe
   * @throws IllegalStateException if training batches are to be read and there is none
   */
  final Optional<ProbeSettings> probeSettings() {
    if (everyBatches > 0 && probe.isEmpty()) {
      throw new IllegalStateException(
          "trainingBatches(..) needs a probe, which tells the shapes of the layers: set one by"
              + " probe(features)");
    }
    return probe.map(
        data -> new ProbeSettings(data, rowsPerLayer, flatten, everyBatches, remaining));
  }

  static int notNegative(String option, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(option + " must not be negative: " + number);
    }
    return number;
  }

  static int positive(String option, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(option + " must be at least 1: " + number);
    }
    return number;
  }
}
