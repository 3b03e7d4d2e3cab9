package io.complexometer.network;

import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.Folds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What is remembered of a layer's activations on batches that come and go. */
final class FadingLayer {
  private final int limit;
  private final double remaining;
  private final Deque<LayerActivations> window = new ArrayDeque<>();
  private int rows;
  private Optional<Scatter> features = Optional.empty();
  private LayerActivations latest;

  /**
   * Nothing yet.
   *
   * @param limit rows of bits to remember, at least
   * @param remaining what remains of the weight of all rows before at each batch, from 0 to 1
   * @param absence why there is nothing, as long as no batch has come
   */
  FadingLayer(int limit, double remaining, String absence) {
    this.limit = limit;
    this.remaining = remaining;
    this.latest =
        new LayerActivations(
            Optional.empty(), absence, Optional.empty(), absence, Folds.interleaved(0));
  }

  /** Joins a batch to what is remembered. One with a number that is not finite leaves it alone. */
  void add(LayerActivations batch, GramWorkspace workspace) {
    latest = batch;
    if (batch.features().isPresent()) {
      Scatter added = batch.features().get();
      Scatter all = features.orElseGet(() -> new Scatter(added.units()));
      all.forget(remaining);
      all.add(added, workspace);
      features = Optional.of(all);
    }
    if (batch.bits().isPresent()) {
      window.addLast(batch);
      rows += batch.folds().rows();
      while (rows - window.getFirst().folds().rows() >= limit) {
        rows -= window.removeFirst().folds().rows();
      }
    }
  }

  /** What is remembered, in copies; nothing where the last batch had nothing. */
  LayerActivations snapshot() {
    return new LayerActivations(
        latest.features().map(last -> copy(features.orElseThrow())),
        latest.featuresAbsence(),
        latest.bits().map(last -> bits(last.units())),
        latest.bitsAbsence(),
        latest.bits().isPresent() ? folds() : latest.folds());
  }

  private static Scatter copy(Scatter scatter) {
    Scatter copy = new Scatter(scatter.units());
    copy.add(scatter);
    return copy;
  }

  private BinarySamples bits(int units) {
    BinarySamples all = new BinarySamples(rows, units);
    int first = 0;
    for (LayerActivations batch : window) {
      BinarySamples bits = batch.bits().orElseThrow();
      for (int unit = 0; unit < units; unit++) {
        for (int row = 0; row < bits.rows(); row++) {
          if (bits.get(row, unit)) {
            all.set(first + row, unit);
          }
        }
      }
      first += bits.rows();
    }
    return all;
  }

  /** As the folds of the batches: rows of one example stay together. */
  private Folds folds() {
    int[] fold = new int[rows];
    int next = 0;
    for (LayerActivations batch : window) {
      for (int row = 0; row < batch.folds().rows(); row++) {
        fold[next++] = batch.folds().of(row);
      }
    }
    return Folds.ofExamples(fold);
  }
}
