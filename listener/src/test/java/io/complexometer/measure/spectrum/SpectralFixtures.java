package io.complexometer.measure.spectrum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The files beside the tests: matrices of numpy, and what an independent implementation gave. */
final class SpectralFixtures {
  private SpectralFixtures() {}

  static JsonNode json(String resource) {
    try (InputStream in = SpectralFixtures.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Little-endian doubles, row after row. */
  static Matrix matrix(String name, int rows, int columns) {
    try (InputStream in = SpectralFixtures.class.getResourceAsStream(name + ".npy")) {
      byte[] file = in.readAllBytes();
      double[] data = new double[rows * columns];
      ByteBuffer body = ByteBuffer.wrap(file, file.length - 8 * data.length, 8 * data.length);
      body.order(ByteOrder.LITTLE_ENDIAN); // what is before is numpy's header
      for (int i = 0; i < data.length; i++) {
        data[i] = body.getDouble();
      }
      return new Matrix.Doubles(rows, columns, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static WeightSpectrum spectrum(Matrix matrix) {
    try (GramWorkspace workspace = new GramWorkspace()) {
      return WeightSpectrum.of(matrix, workspace);
    }
  }
}
