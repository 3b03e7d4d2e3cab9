package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a file holds of a network.
 *
 * @param name of the file, without its folder
 * @param format in words: {@code Deeplearning4j model}, {@code folder of .npy}, ..
 * @param model with its weights, where the file holds a whole network
 * @param chain the configuration, where the file holds only that, of a {@code MultiLayerNetwork}
 * @param graph the same, of a {@code ComputationGraph}
 * @param weights the weight matrices, in forward order
 * @param notices what was left out, one sentence each: nothing to mend
 * @param faults what is wrong with single matrices, one line each with file, place and remedy; the
 *     others can be used
 */
public record StoredModel(
    String name,
    String format,
    Optional<Model> model,
    Optional<MultiLayerConfiguration> chain,
    Optional<ComputationGraphConfiguration> graph,
    List<StoredWeights> weights,
    List<String> notices,
    List<String> faults)
    implements AutoCloseable {

  public StoredModel {
    weights = List.copyOf(weights);
    notices = List.copyOf(notices);
    faults = List.copyOf(faults);
  }

  /**
   * Opens a model, whatever its format, which is told by what is in the file.
   *
   * @param path a Deeplearning4j zip or configuration, a Keras HDF5 file, an .npz file, an .npy
   *     file, or a folder of .npy files
   * @return what it holds
   * @throws DataException if nothing of it can be used
   */
  public static StoredModel open(Path path) {
    return switch (FileKind.of(path)) {
      case FOLDER -> MatrixFiles.openFolder(path);
      case NPY -> MatrixFiles.openFile(path);
      case ZIP -> openArchive(Archive.read(path));
      case HDF5 -> KerasFile.open(path);
      case JSON -> ConfigurationFile.open(path);
      case OTHER ->
          throw new DataException(
              path
                  + " is no Deeplearning4j model or configuration, Keras HDF5 file, .npz or .npy: "
                  + "save the weight matrices with numpy.savez.");
    };
  }

  private static StoredModel openArchive(Archive archive) {
    if (archive.find(NetworkFile.CONFIGURATION).isPresent()) {
      return NetworkFile.open(archive);
    }
    if (archive.entries().stream().anyMatch(entry -> ArrayFile.isNamed(entry.name()))) {
      return MatrixFiles.openArchive(archive);
    }
    String first =
        archive.entries().stream()
            .findFirst()
            .map(entry -> "(it holds %s ..)".formatted(Complaint.printable(entry.name())))
            .orElse("(it is empty)");
    throw new DataException(
        "%s is a zip file, but neither of Deeplearning4j nor of NumPy %s: write it with"
                .formatted(archive.file(), first)
            + " ModelSerializer, with numpy.savez, or from Keras as .h5.");
  }

  /** The last part of a path. */
  static String name(Path path) {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return Complaint.printable(last == null ? path.toString() : last.toString());
  }

  /** Gives the memory of the parameters back; Deeplearning4j's close would also collect garbage. */
  @Override
  public void close() {
    model.map(Model::params).filter(INDArray::closeable).ifPresent(INDArray::close);
  }
}
