package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.NpyHeader;
import io.complexometer.examples.numbers.NpyType;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Weights without a network: a folder of .npy files, an .npz file, or one .npy file. Each array of
 * two dimensions is a layer, its rows the outputs; those of a folder are taken in the natural order
 * of their names, and so are those of an .npz file that was saved in alphabetical order; any other
 * .npz file is taken as it was saved. What is no matrix by its nature (a bias, a mask) is left out
 * with a notice; what ought to be one and is not is a fault.
 */
final class MatrixFiles {
  /** Less than an array can hold, so that whoever steps through one never steps beyond an int. */
  private static final long MOST_ENTRIES = Integer.MAX_VALUE - (1 << 20);

  private static final int MOST_NAMED = 6;

  private final Path path;
  private final String format;
  private final List<StoredWeights> weights = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, List<String>> leftOut = new LinkedHashMap<>(); // by reason
  private final MatrixRoom room = new MatrixRoom();

  private MatrixFiles(Path path, String format) {
    this.path = path;
    this.format = format;
  }

  /** Opens one .npy file. */
  static StoredModel openFile(Path path) {
    MatrixFiles files = new MatrixFiles(path, ".npy");
    files.add(path);
    return files.opened();
  }

  /** Opens the .npy files of a folder. */
  static StoredModel openFolder(Path path) {
    MatrixFiles files = new MatrixFiles(path, "folder of .npy");
    List<Path> all;
    try (Stream<Path> listed = Files.list(path)) {
      all = listed.sorted(Comparator.comparing(MatrixFiles::name, NaturalOrder.INSTANCE)).toList();
    } catch (IOException e) {
      throw Complaint.unreadable(path, e);
    }
    all.stream().filter(MatrixFiles::isArray).forEach(files::add);
    long others = all.stream().filter(file -> !isArray(file)).count();
    if (others == all.size()) {
      throw new DataException(path + " holds no .npy file: save each matrix with numpy.save.");
    }
    if (others > 0) {
      files.notices.add("left out, no .npy: %,d other files and folders".formatted(others));
    }
    return files.opened();
  }

  /** Opens the .npy files of a zip file. */
  static StoredModel openArchive(Archive archive) {
    MatrixFiles files = new MatrixFiles(archive.file(), ".npz");
    List<Archive.Entry> arrays =
        archive.entries().stream().filter(entry -> ArrayFile.isNamed(entry.name())).toList();
    inForwardOrder(arrays).stream().map(ArrayFile::of).forEach(files::add);
    return files.opened();
  }

  /** As they were saved, unless somebody's tool has put layer10 before layer2. */
  private static List<Archive.Entry> inForwardOrder(List<Archive.Entry> saved) {
    Comparator<Archive.Entry> alphabet = Comparator.comparing(Archive.Entry::name);
    return saved.stream().sorted(alphabet).toList().equals(saved)
        ? saved.stream()
            .sorted(Comparator.comparing(Archive.Entry::name, NaturalOrder.INSTANCE))
            .toList()
        : saved;
  }

  private static boolean isArray(Path file) {
    return ArrayFile.isNamed(name(file)) && Files.isRegularFile(file);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private void add(Path file) {
    try {
      add(ArrayFile.of(file));
    } catch (IOException e) {
      faults.add(Complaint.unreadable(file, e).getMessage());
    }
  }

  private void add(ArrayFile file) {
    try {
      NpyHeader header = file.header();
      Optional<String> unfit = whyNoMatrix(header);
      if (unfit.isPresent()) {
        leftOut
            .computeIfAbsent(unfit.get(), reason -> new ArrayList<>())
            .add(file.name() + " " + header.shapeInWords());
        return;
      }
      require(file, header);
      Layer layer = new Layer(weights.size(), file.name(), StoredWeights.BARE);
      WeightMatrix description =
          new WeightMatrix(layer, "W", header.shape().get(0), header.shape().get(1));
      weights.add(new StoredWeights(description, new ArrayMatrix(file, header, room)));
    } catch (DataException e) {
      faults.add(e.getMessage());
    }
  }

  /** What is no matrix, and need not be one. */
  private static Optional<String> whyNoMatrix(NpyHeader header) {
    List<Long> shape = header.shape();
    if (shape.size() < 2) {
      return Optional.of(shape.isEmpty() ? "a single number" : "one-dimensional");
    }
    if (shape.contains(0L)) {
      return Optional.of("empty");
    }
    if (header.type() == NpyType.BOOL) {
      return Optional.of("bool, a mask and no weights");
    }
    if (shape.size() == 2 && shape.contains(1L)) {
      return Optional.of("a single row or column, which has no spectrum");
    }
    return Optional.empty();
  }

  private static void require(ArrayFile file, NpyHeader header) {
    if (header.shape().size() > 2) {
      throw new DataException(
          "%s is of shape %s, but a matrix has two dimensions: with rows as outputs, save"
                  .formatted(file.place(), header.shapeInWords())
              + " a.reshape(len(a), -1).");
    }
    if (header.shape().get(0) > MOST_ENTRIES / header.shape().get(1)) {
      throw new DataException(
          "%s is of shape %s, of which at most %,d numbers can be read: save fewer rows."
              .formatted(file.place(), header.shapeInWords(), MOST_ENTRIES));
    }
  }

  private StoredModel opened() {
    leftOut.forEach(
        (reason, arrays) -> notices.add("left out, %s: %s".formatted(reason, named(arrays))));
    if (weights.isEmpty()) {
      throw new DataException(
          faults.isEmpty()
              ? "%s holds no matrix (%s): save arrays of two dimensions, rows being outputs."
                  .formatted(path, some(notices))
              : some(faults));
    }
    return new StoredModel(
        StoredModel.name(path),
        format,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        weights,
        notices,
        faults);
  }

  /** A state of a large network has a bias for each layer: the first few tell what is meant. */
  private static String named(List<String> arrays) {
    int shown = arrays.size() <= MOST_NAMED ? arrays.size() : MOST_NAMED - 1;
    int more = arrays.size() - shown;
    return String.join(", ", arrays.subList(0, shown))
        + (more > 0 ? " and %,d more".formatted(more) : "");
  }

  /** The first, and how many more there are. */
  private static String some(List<String> lines) {
    int more = lines.size() - 1;
    return lines.get(0) + (more == 0 ? "" : " (and %d more like this)".formatted(more));
  }
}
