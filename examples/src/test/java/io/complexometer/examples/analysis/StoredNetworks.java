package io.complexometer.examples.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code expected.json} holds weights (numerators of 256ths) with the cPSE that an independent
 * implementation in numpy gives for them, and what it gives of the spectra of the matrices in the
 * .npy files.
 */
final class StoredNetworks {
  static final JsonNode EXPECTED = expected();

  private StoredNetworks() {}

  private static JsonNode expected() {
    try (InputStream in = StoredNetworks.class.getResourceAsStream("expected.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The matrices of a network of 256ths. */
  static List<Matrix> matrices(String network) {
    List<Matrix> matrices = new ArrayList<>();
    for (JsonNode layer : EXPECTED.get(network).get("layers")) {
      JsonNode numbers = layer.get("numerators");
      double[] data = new double[numbers.size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = numbers.get(i).asDouble() / 256;
      }
      matrices.add(
          new Matrix.Doubles(layer.get("rows").asInt(), layer.get("columns").asInt(), data));
    }
    return matrices;
  }

  /** A matrix of an .npy file: little-endian doubles, row after row, behind numpy's header. */
  static Matrix npy(String name) {
    int rows = EXPECTED.get(name).get("rows").asInt();
    int columns = EXPECTED.get(name).get("columns").asInt();
    try (InputStream in = StoredNetworks.class.getResourceAsStream(name + ".npy")) {
      byte[] file = in.readAllBytes();
      double[] data = new double[rows * columns];
      int bytes = Double.BYTES * data.length;
      ByteBuffer.wrap(file, file.length - bytes, bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asDoubleBuffer()
          .get(data);
      return new Matrix.Doubles(rows, columns, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stored weight matrix of its own layer. */
  static StoredWeights weights(int index, int rows, int columns, Supplier<Matrix> matrix) {
    Layer layer = new Layer(index, "layer" + index, "matrix");
    return new StoredWeights(new WeightMatrix(layer, "W", rows, columns), matrix);
  }

  /** A file of matrices. */
  static StoredModel file(List<Matrix> matrices) {
    List<StoredWeights> weights = new ArrayList<>();
    for (Matrix matrix : matrices) {
      weights.add(weights(weights.size(), matrix.rows(), matrix.columns(), () -> matrix));
    }
    return model(weights, List.of());
  }

  /** A file of matrices, of which some could not be read. */
  static StoredModel model(List<StoredWeights> weights, List<String> faults) {
    return new StoredModel(
        "weights.npz",
        ".npz file",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        weights,
        List.of("layer9: one dimension, skipped"),
        faults);
  }
}
