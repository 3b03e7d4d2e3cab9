package io.complexometer.monitor.stopping;

import java.io.IOException;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.nn.api.Model;

/**
 * A saver that always has a best model. Deeplearning4j asks for it whenever a training ends, but
 * saves the first one only at the end of the first epoch that is evaluated: a training that ends
 * before, or in which a listener throws, ends in a NullPointerException, or with the model that an
 * older training has left in the folder. Here the best model is then the one in training, as it is.
 *
 * @param <T> the kind of model
 */
final class BestModelSaver<T extends Model> implements EarlyStoppingModelSaver<T> {
  private static final long serialVersionUID = 1L;

  private final EarlyStoppingModelSaver<T> saver;
  private final transient T training;
  private final transient Runnable atEnd;
  private boolean saved;

  /**
   * Wraps a saver.
   *
   * @param saver that saves
   * @param training the model in training
   * @param atEnd run when the training has ended
   */
  BestModelSaver(EarlyStoppingModelSaver<T> saver, T training, Runnable atEnd) {
    this.saver = saver;
    this.training = training;
    this.atEnd = atEnd;
  }

  @Override
  public void saveBestModel(T model, double score) throws IOException {
    saver.saveBestModel(model, score);
    saved = true;
  }

  @Override
  public void saveLatestModel(T model, double score) throws IOException {
    saver.saveLatestModel(model, score);
  }

  /** Called by the trainer when a training has ended, whichever way. */
  @Override
  public T getBestModel() throws IOException {
    if (atEnd != null) {
      atEnd.run();
    }
    if (!saved && training != null) {
      saveBestModel(training, training.score());
    }
    return saver.getBestModel();
  }

  @Override
  public T getLatestModel() throws IOException {
    return saver.getLatestModel();
  }

  @Override
  public String toString() {
    return saver.toString();
  }
}
