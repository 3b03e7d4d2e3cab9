package io.complexometer.examples.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a folder of IDX files, the format of MNIST, Fashion-MNIST and their relatives: {@code
 * train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte} to train on, {@code
 * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte} to test with, each gzipped (with or
 * without the ending {@code .gz}) or not, and also spelt with a dot ({@code
 * train-images.idx3-ubyte}).
 *
 * <p>Where only one pair is there, its first four fifths train and its last fifth tests: 8,000 and
 * 2,000 for MNIST's t10k, whose authors note that its second half is the harder one.
 */
public final class IdxFolder {

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";

  private IdxFolder() {}

  /**
   * Reads the folder.
   *
   * @param folder where the files are; its name becomes that of the data
   * @return features [images, 1, rows, columns], the bytes 0 to 255 scaled to 0 to 1; labels
   *     [images, classes], with one class more than the largest label of both pairs
   * @throws DataException if files are missing, damaged, or do not belong together; the message
   *     names the file, what was expected and what was found
   */
  public static LabelledData read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " is no folder: name the folder that holds the IDX files.");
    }
    Optional<Pair> training = Pair.read(folder, TRAINING);
    Optional<Pair> test = Pair.read(folder, TEST);
    Path lastPart = folder.toAbsolutePath().normalize().getFileName();
    String name = lastPart == null ? folder.toString() : lastPart.toString();
    if (training.isPresent() && test.isPresent()) {
      return both(name, training.get(), test.get());
    }
    return split(
        name,
        training
            .or(() -> test)
            .orElseThrow(
                () ->
                    new DataException(
                        folder
                            + " holds neither train-images-idx3-ubyte nor t10k-images-idx3-ubyte"
                            + " (with or without .gz): put the IDX files there.")));
  }

  private static LabelledData both(String name, Pair training, Pair test) {
    if (training.images.rows() != test.images.rows()
        || training.images.columns() != test.images.columns()) {
      throw new DataException(
          say(
              "%s holds images of %d x %d pixels, but %s of %d x %d: take both from one data set.",
              training.images.path(),
              training.images.rows(),
              training.images.columns(),
              test.images.path(),
              test.images.rows(),
              test.images.columns()));
    }
    int classes = atLeastTwo(Math.max(training.classes(), test.classes()), training);
    return new LabelledData(
        name,
        training.features(0, training.count()),
        training.labels(0, training.count(), classes),
        test.features(0, test.count()),
        test.labels(0, test.count(), classes));
  }

  private static LabelledData split(String name, Pair pair) {
    int training = (int) (pair.count() * 4L / 5);
    if (training == 0) {
      throw new DataException(
          pair.images.path() + " holds 1 image: at least 2 are needed, to train and to test.");
    }
    int classes = atLeastTwo(pair.classes(), pair);
    return new LabelledData(
        name,
        pair.features(0, training),
        pair.labels(0, training, classes),
        pair.features(training, pair.count()),
        pair.labels(training, pair.count(), classes));
  }

  private static int atLeastTwo(int classes, Pair pair) {
    if (classes < 2) {
      throw new DataException(
          pair.labels.path()
              + " holds the label 0 alone: take labels of at least 2 classes for a classifier.");
    }
    return classes;
  }

  /** Images and their labels, as many of the one as of the other. */
  private record Pair(IdxFile images, IdxFile labels) {

    static Optional<Pair> read(Path folder, String prefix) {
      Optional<Path> images = find(folder, prefix + "-images", "idx3-ubyte");
      Optional<Path> labels = find(folder, prefix + "-labels", "idx1-ubyte");
      if (images.isEmpty() && labels.isEmpty()) {
        return Optional.empty();
      }
      if (images.isEmpty() || labels.isEmpty()) {
        throw new DataException(
            say(
                "%s lies alone: put the %s beside it.",
                images.or(() -> labels).orElseThrow(),
                images.isEmpty()
                    ? "images " + prefix + "-images-idx3-ubyte"
                    : "labels " + prefix + "-labels-idx1-ubyte"));
      }
      Pair pair = new Pair(IdxFile.images(images.get()), IdxFile.labels(labels.get()));
      if (pair.images.count() != pair.labels.count()) {
        throw new DataException(
            say(
                "%s holds %d images, but %s %d labels: take both from one data set.",
                images.get(), pair.images.count(), labels.get(), pair.labels.count()));
      }
      return Optional.of(pair);
    }

    private static Optional<Path> find(Path folder, String stem, String ending) {
      List<Path> spellings = new ArrayList<>();
      for (String separator : List.of("-", ".")) {
        spellings.add(folder.resolve(stem + separator + ending));
        spellings.add(folder.resolve(stem + separator + ending + ".gz"));
      }
      return spellings.stream().filter(Files::exists).findFirst();
    }

    int count() {
      return images.count();
    }

    int classes() {
      int largest = 0;
      for (int i = 0; i < count(); i++) {
        largest = Math.max(largest, labels.number(i));
      }
      return largest + 1;
    }

    INDArray features(int from, int to) {
      int pixels = images.rows() * images.columns();
      float[] features = new float[(to - from) * pixels];
      for (int i = 0; i < features.length; i++) {
        features[i] = images.number(from * pixels + i) / 255f;
      }
      return Nd4j.create(features, new long[] {to - from, 1, images.rows(), images.columns()}, 'c');
    }

    INDArray labels(int from, int to, int classes) {
      int[] range = new int[to - from];
      Arrays.setAll(range, i -> labels.number(from + i));
      return OneHot.encode(range, classes);
    }
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
