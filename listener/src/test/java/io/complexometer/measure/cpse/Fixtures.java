package io.complexometer.measure.cpse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code networks.json} holds weights (numerators of 256ths), what an independent implementation in
 * numpy gives for them, and what the package bristol 0.2.14 gives, with the eigenvalues in its
 * order; {@code incremental.json} what becomes of one network under edits.
 */
final class Fixtures {
  private Fixtures() {}

  static JsonNode read(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<WeightSpectrum> spectra(JsonNode network) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (Matrix weights : network.has("npy") ? tenStandardNormals() : matrices(network)) {
        spectra.add(WeightSpectrum.of(weights, workspace));
      }
    }
    return spectra;
  }

  /** The spectrum of a matrix given as rows of numerators. */
  static WeightSpectrum spectrum(JsonNode rows, double denominator) {
    int columns = rows.get(0).size();
    double[] data = new double[rows.size() * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = rows.get(i / columns).get(i % columns).asDouble() / denominator;
    }
    try (GramWorkspace workspace = new GramWorkspace()) {
      return WeightSpectrum.of(new Matrix.Doubles(rows.size(), columns, data), workspace);
    }
  }

  private static List<Matrix> matrices(JsonNode network) {
    List<Matrix> matrices = new ArrayList<>();
    for (JsonNode layer : network.get("layers")) {
      boolean scaled = layer.has("numerators");
      JsonNode numbers = scaled ? layer.get("numerators") : layer.get("weights");
      double[] data = new double[numbers.size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = scaled ? numbers.get(i).asDouble() / 256 : numbers.get(i).asDouble();
      }
      matrices.add(
          new Matrix.Doubles(layer.get("rows").asInt(), layer.get("columns").asInt(), data));
    }
    return matrices;
  }

  /** Ten 64 x 64 matrices of the reference implementation's README (numpy, seed 42). */
  private static List<Matrix> tenStandardNormals() {
    try (InputStream in = Fixtures.class.getResourceAsStream("n0_readme_seed42.npy")) {
      byte[] file = in.readAllBytes();
      int numbers = 10 * 64 * 64; // the rest is numpy's header
      ByteBuffer body = ByteBuffer.wrap(file, file.length - 8 * numbers, 8 * numbers);
      body.order(ByteOrder.LITTLE_ENDIAN);
      List<Matrix> matrices = new ArrayList<>();
      for (int layer = 0; layer < 10; layer++) {
        double[] data = new double[64 * 64];
        for (int i = 0; i < data.length; i++) {
          data[i] = body.getDouble();
        }
        matrices.add(new Matrix.Doubles(64, 64, data));
      }
      return matrices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
