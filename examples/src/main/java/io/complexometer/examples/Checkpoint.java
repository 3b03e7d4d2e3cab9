package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import io.complexometer.monitor.ComplexityListener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A folder from which a training is gone on with: {@code model.zip}, {@code complexometer.state}
 * and {@code samples.jsonl}.
 *
 * <p>Model and state belong together, and two files cannot be replaced in one step. Both are first
 * written under another name, the model before the state, and forced onto the disk; then both get
 * their names. Whoever finds a state under its other name knows that all of both was written, and
 * gives them their names; a model alone was cut short.
 */
final class Checkpoint implements AutoCloseable {
  private static final String NEW = ".new";
  private static final String LOCK = "lock";

  private final Path folder;
  private final Path model;
  private final Path state;
  private Optional<FileChannel> lock = Optional.empty();
  private boolean resumes;

  /**
   * A folder, which may not be there yet.
   *
   * @param folder nothing else should write to it
   */
  Checkpoint(Path folder) {
    this.folder = folder;
    this.model = folder.resolve("model.zip");
    this.state = folder.resolve("complexometer.state");
  }

  private static Path fresh(Path file) {
    return file.resolveSibling(file.getFileName() + NEW);
  }

  /** Where the state of the listener is. */
  Path state() {
    return state;
  }

  /** Where the samples go unless they are to go elsewhere. */
  Path samples() {
    return folder.resolve("samples.jsonl");
  }

  /** Whether there is a state to go on from; to be asked once the model was. */
  boolean resumes() {
    return resumes;
  }

  /**
   * Keeps other processes away until it is closed, or this process has ended in whatever way: two
   * would write over each other's samples.
   *
   * @throws DataException if there is another one, or the folder cannot be made
   */
  void lock() {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = Optional.of(channel);
      if (channel.tryLock() == null) {
        throw inUse();
      }
    } catch (OverlappingFileLockException e) { // by this very process
      throw inUse();
    } catch (IOException e) {
      throw new DataException(
          "%s: is no folder that can be written to: choose another for --checkpoint."
              .formatted(folder),
          e);
    }
  }

  private DataException inUse() {
    return new DataException(
        "%s: another training is saved there right now: wait for its end, or choose another folder."
            .formatted(folder));
  }

  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }

  /**
   * The saved model.
   *
   * @param begun the model as it is if nothing was saved
   * @return empty if nothing was saved
   * @throws DataException if it cannot be gone on with
   */
  Optional<MultiLayerNetwork> model(MultiLayerNetwork begun) throws IOException {
    if (Files.exists(fresh(state))) {
      replace();
    } else {
      Files.deleteIfExists(fresh(model));
    }
    resumes = Files.exists(state);
    if (!Files.exists(model)) {
      if (resumes) {
        throw new DataException(
            "%s: there is no model.zip of the state in it: put it back, or delete the folder to begin anew."
                .formatted(folder));
      }
      return Optional.empty();
    }
    MultiLayerNetwork saved = read();
    if (!names(saved).equals(names(begun)) || saved.numParams() != begun.numParams()) {
      throw new DataException(
          "%s: the network there has the layers %s and %,d parameters, and these options make one of %s and %,d: give the options that it was begun with."
              .formatted(model, names(saved), saved.numParams(), names(begun), begun.numParams()));
    }
    return Optional.of(saved);
  }

  private static String names(MultiLayerNetwork network) {
    return String.join(", ", network.getLayerNames());
  }

  private MultiLayerNetwork read() {
    try {
      return MultiLayerNetwork.load(model.toFile(), true);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          "%s: no model can be read from it (%s): put it back from a copy, or delete the folder to begin anew."
              .formatted(model, e.getMessage()),
          e);
    }
  }

  /**
   * To be called when the listener is attached. A training that begins is saved at once: killed in
   * its first epoch, it can be gone on with too.
   *
   * @throws DataException if there is a state and it could not be gone on from
   */
  void begin(MultiLayerNetwork attached, ComplexityListener listener) throws IOException {
    if (!resumes) {
      save(attached, listener);
    } else if (listener.resumedAfter().isEmpty()) {
      throw new DataException(
          "%s: cannot be gone on from, as said above: give the options that it was begun with, or move it and samples.jsonl away to go on with the model alone."
              .formatted(state));
    }
  }

  /**
   * Saves both. What was saved before stays until all of both is written.
   *
   * @param trained between two iterations
   * @param listener attached to it
   */
  void save(MultiLayerNetwork trained, ComplexityListener listener) throws IOException {
    Files.createDirectories(folder);
    ModelSerializer.writeModel(trained, fresh(model).toFile(), true);
    try (RandomAccessFile file = new RandomAccessFile(fresh(model).toFile(), "rw")) {
      file.getFD().sync();
    }
    if (listener.save(fresh(state))) {
      replace();
    } else { // counted and logged by the listener
      Files.deleteIfExists(fresh(model));
    }
  }

  private void replace() throws IOException {
    if (Files.exists(fresh(model))) {
      move(model);
    }
    move(state);
  }

  private static void move(Path file) throws IOException {
    Files.move(
        fresh(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Moves an iterator on by as many passes as a model was trained in. */
  static DataSetIterator after(int passes, DataSetIterator data) {
    for (int pass = 0; pass < passes; pass++) {
      data.next(); // the first batch draws the order
      data.reset();
    }
    return data;
  }
}
