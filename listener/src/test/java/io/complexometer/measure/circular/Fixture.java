package io.complexometer.measure.circular;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code circular.json}: an independent implementation in numpy. Weights are numerators / 256;
 * Ginibre matrices are numerators / 256, row after row.
 */
final class Fixture {
  static final JsonNode ALL = read();

  private Fixture() {}

  static Stream<String> networkNames() {
    return ALL.get("nets").properties().stream().map(entry -> entry.getKey());
  }

  static JsonNode network(String name) {
    return ALL.get("nets").get(name);
  }

  static List<WeightSpectrum> spectra(String name) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (JsonNode layer : network(name).get("layers")) {
        double[] data = Arrays.stream(numbers(layer.get("numerators"))).map(x -> x / 256).toArray();
        int columns = layer.get("columns").asInt();
        Matrix weights = new Matrix.Doubles(data.length / columns, columns, data);
        spectra.add(WeightSpectrum.of(weights, workspace));
      }
    }
    return spectra;
  }

  /** Cosines of the fixture's own phases, one array for each layer. */
  static List<double[]> cosines(String name, CircularEnsemble ensemble) {
    List<double[]> cosines = new ArrayList<>();
    for (JsonNode phases : network(name).get("ensembles").get(ensemble.name()).get("phases")) {
      cosines.add(Arrays.stream(numbers(phases)).map(Math::cos).toArray());
    }
    return cosines;
  }

  static CircularSpectralDifference difference(String name, CircularEnsemble ensemble) {
    return CircularSpectralDifference.of(
        MixedMatrixEnsemble.of(spectra(name)),
        ConjugateEnsemble.ofCosines(ensemble, cosines(name, ensemble)));
  }

  /** A complex matrix in the layout of {@link TextbookCircularEnsembles}. */
  static double[] complex(JsonNode matrix) {
    int size = matrix.get("shape").get(0).asInt();
    double[] complex = new double[2 * size * size];
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        complex[2 * (c * size + r)] = matrix.get("re").get(r * size + c).asDouble() / 256;
        complex[2 * (c * size + r) + 1] = matrix.get("im").get(r * size + c).asDouble() / 256;
      }
    }
    return complex;
  }

  static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }

  private static JsonNode read() {
    try (InputStream in = Fixture.class.getResourceAsStream("circular.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
