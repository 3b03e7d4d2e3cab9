package io.complexometer.monitor.stopping;

import io.complexometer.monitor.StopSignal;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Makes Deeplearning4j's early stopping heed a {@link StopSignal}, beside the conditions that it
 * has.
 *
 * <pre>{@code
 * StopSignal stop = new StopSignal();
 * try (ComplexityListener listener =
 *     ComplexityListener.builder().stopWhen(Convergence.of("cpse"), stop).build()) {
 *   listener.attach(model);
 *   EarlyStoppingResult<MultiLayerNetwork> result =
 *       EarlyStopping.trainer(configuration, model, iterator, stop).fit();
 * }
 * }</pre>
 *
 * <p>The result's reason is {@code IterationTerminationCondition}, or {@code
 * EpochTerminationCondition} where the signal came between two epochs; its details say why. There
 * is a best model in any case: Deeplearning4j alone throws a NullPointerException where a training
 * ends in its first epoch. No prefetching thread is left behind, whichever condition ends the
 * training.
 */
public final class EarlyStopping {
  private EarlyStopping() {}

  /**
   * A trainer that stops at the signal, or earlier by the conditions of its configuration.
   *
   * @param configuration not changed
   * @param model to be trained, with the listener attached
   * @param batches to train on; to be used by the trainer only
   * @param signal heeded after each batch and each epoch
   * @return to be told to {@code fit()}
   */
  public static EarlyStoppingTrainer trainer(
      EarlyStoppingConfiguration<MultiLayerNetwork> configuration,
      MultiLayerNetwork model,
      DataSetIterator batches,
      StopSignal signal) {
    StoppingIterator stopping = new StoppingIterator(batches, signal);
    return new EarlyStoppingTrainer(
        configuration(configuration, model, signal, stopping::close), model, stopping);
  }

  /**
   * A trainer that stops at the signal, or earlier by the conditions of its configuration.
   *
   * @param configuration not changed
   * @param model to be trained, with the listener attached; of one input and one output
   * @param batches to train on; to be used by the trainer only
   * @param signal heeded after each batch and each epoch
   * @return to be told to {@code fit()}
   */
  public static EarlyStoppingGraphTrainer trainer(
      EarlyStoppingConfiguration<ComputationGraph> configuration,
      ComputationGraph model,
      DataSetIterator batches,
      StopSignal signal) {
    StoppingIterator stopping = new StoppingIterator(batches, signal);
    return new EarlyStoppingGraphTrainer(
        configuration(configuration, model, signal, stopping::close), model, stopping);
  }

  /**
   * A trainer that stops at the signal, or earlier by the conditions of its configuration.
   *
   * @param configuration not changed
   * @param model to be trained, with the listener attached
   * @param batches to train on; to be used by the trainer only
   * @param signal heeded after each batch and each epoch
   * @return to be told to {@code fit()}
   */
  public static EarlyStoppingGraphTrainer trainer(
      EarlyStoppingConfiguration<ComputationGraph> configuration,
      ComputationGraph model,
      MultiDataSetIterator batches,
      StopSignal signal) {
    StoppingMultiIterator stopping = new StoppingMultiIterator(batches, signal);
    return new EarlyStoppingGraphTrainer(
        configuration(configuration, model, signal, stopping::close), model, stopping, null);
  }

  /**
   * A configuration that stops at the signal, for trainers other than those that there are methods
   * for. To leave no thread behind such a trainer has to be given batches in a {@link
   * StoppingIterator} or {@link StoppingMultiIterator}.
   *
   * @param configuration not changed
   * @param model to be trained
   * @param signal heeded after each batch and each epoch
   * @param <T> the kind of model
   * @return the same with two conditions more, and with a saver that always has a best model
   */
  public static <T extends Model> EarlyStoppingConfiguration<T> configuration(
      EarlyStoppingConfiguration<T> configuration, T model, StopSignal signal) {
    return configuration(configuration, model, signal, () -> {});
  }

  private static <T extends Model> EarlyStoppingConfiguration<T> configuration(
      EarlyStoppingConfiguration<T> configuration, T model, StopSignal signal, Runnable atEnd) {
    StopCondition condition = new StopCondition(signal);
    EarlyStoppingModelSaver<T> saver = configuration.getModelSaver();
    EarlyStoppingConfiguration<T> stopping = new EarlyStoppingConfiguration<>();
    stopping.setModelSaver(saver == null ? null : new BestModelSaver<>(saver, model, atEnd));
    stopping.setIterationTerminationConditions(
        with(configuration.getIterationTerminationConditions(), condition));
    stopping.setEpochTerminationConditions(
        with(configuration.getEpochTerminationConditions(), condition));
    stopping.setSaveLastModel(configuration.isSaveLastModel());
    stopping.setEvaluateEveryNEpochs(configuration.getEvaluateEveryNEpochs());
    if (configuration.getScoreCalculatorSupplier() != null) {
      stopping.setScoreCalculatorSupplier(configuration.getScoreCalculatorSupplier());
    } else {
      stopping.setScoreCalculator(configuration.getScoreCalculator());
    }
    return stopping;
  }

  /** The signal first: where it has come, its reason is the one that counts. */
  private static <C> List<C> with(List<C> conditions, C condition) {
    List<C> all = new ArrayList<>(List.of(condition));
    if (conditions != null) {
      all.addAll(conditions);
    }
    return all;
  }
}
