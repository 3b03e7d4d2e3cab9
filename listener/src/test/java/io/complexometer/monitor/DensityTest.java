package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.measure.spectrum.SpectralDensity;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

final class DensityTest {
  private static final WeightMatrix MATRIX =
      new WeightMatrix(new Layer(0, "dense", "DenseLayer"), "W", 7, 5);

  @Test
  void bounds_areFiveADecade() {
    assertEquals(41, Density.BOUNDS.size());
    assertEquals(1e-5, Density.BOUNDS.get(0));
    assertEquals(1, Density.BOUNDS.get(25));
    assertEquals(1e3, Density.BOUNDS.get(40));
    for (int i = 1; i < Density.BOUNDS.size(); i++) {
      assertEquals(0.2, Math.log10(Density.BOUNDS.get(i) / Density.BOUNDS.get(i - 1)), 1e-14);
    }
  }

  /** By hand: five eigenvalues that are not zero, and the two zeros of N = 7 and M = 5. */
  @Test
  void of_eigenvaluesEverywhere_countsThoseBelow() {
    SpectralDensity density =
        SpectralDensity.of(WeightSpectrum.ofEigenvalues(7, 5e7, 2000, 2, 1, 1e-6), 5);
    // below: 2 zeros; 1e-6; then 1, which is not below 1; 2; beyond all bounds 2000 and 5e7
    assertEquals(counts(3, 26, 4, 27, 5, 7), Density.of(MATRIX, density, 3).counts());
  }

  /** Counts that begin with a number, and are others from given bounds on; the last is of all. */
  private static List<Integer> counts(int first, int... changes) {
    List<Integer> counts = new ArrayList<>(Collections.nCopies(Density.BOUNDS.size(), first));
    for (int i = 0; i + 1 < changes.length; i += 2) {
      for (int bound = changes[i]; bound < counts.size(); bound++) {
        counts.set(bound, changes[i + 1]);
      }
    }
    counts.add(changes[changes.length - 1]);
    return counts;
  }

  @Test
  void density_countsThatAreNone_areRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Density(MATRIX, List.of(1), Optional.empty(), 0));
  }

  @Test
  void samples_unlessAskedFor_haveNone() {
    Recorder recorder = new Recorder();
    watch(ComplexityListener.builder().everyIterations(1).sink(recorder), diagonal(), 2);
    assertEquals(List.of(), recorder.session.densities());
    assertEquals(List.of(), recorder.samples.get(0).densities());
  }

  /** Singular values 0.1, 1.5 and 3 in the one matrix, three of 1 in the other. */
  @Test
  void samples_ofADesignedNetwork_haveThemAndCarryThem() {
    Recorder recorder = new Recorder();
    watch(asking(recorder).every(Measure.SPECTRUM, 2).every(Measure.CPSE, 1), diagonal(), 3);
    assertEquals(
        recorder.session.matrices(),
        recorder.samples.get(0).densities().stream().map(Density::matrix).toList());
    assertEquals(List.of(0L, 1L, 2L), recorder.iterations());
    for (int i = 0; i < 3; i++) {
      Density first = recorder.samples.get(i).densities().get(0);
      // 0.01 is below 0.0158; 2.25 below 2.51; 9 below 10
      assertEquals(counts(0, 16, 1, 27, 2, 30, 3, 3), first.counts());
      assertEquals(i == 1 ? 0 : i, first.iteration());
      assertEquals(3, recorder.samples.get(i).densities().get(1).counts().get(41));
    }
  }

  @Test
  void samples_ofWeightsThatAreNoNumbers_sayWhy() {
    Recorder recorder = new Recorder();
    MultiLayerNetwork network = diagonal();
    network.getParam("0_W").putScalar(0, Double.NaN);
    watch(asking(recorder), network, 1);
    assertEquals(
        new Density(
            recorder.session.matrices().get(0),
            List.of(),
            Optional.of(WeightSpectrum.NON_FINITE),
            0),
        recorder.samples.get(0).densities().get(0));
  }

  @Test
  void samples_withoutTheSpectrum_haveNone() {
    Recorder recorder = new Recorder();
    watch(asking(recorder).measures(Measure.CPSE), diagonal(), 1);
    assertEquals(List.of(), recorder.session.densities());
  }

  private static ComplexityListener.Builder asking(Recorder recorder) {
    return ComplexityListener.builder()
        .mode(Mode.INLINE)
        .share(1)
        .everyIterations(1)
        .spectralDensity(true)
        .sink(recorder);
  }

  private static void watch(
      ComplexityListener.Builder builder, MultiLayerNetwork network, int iterations) {
    INDArray data = Nd4j.eye(3);
    try (ComplexityListener listener = builder.build()) {
      listener.attach(network);
      for (int i = 0; i < iterations; i++) {
        network.fit(data, data);
      }
    }
  }

  /** It learns nothing. */
  private static MultiLayerNetwork diagonal() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0))
                .activation(Activation.TANH)
                .list(
                    new DenseLayer.Builder().nIn(3).nOut(3).build(),
                    new OutputLayer.Builder().nIn(3).nOut(3).activation(Activation.SOFTMAX).build())
                .build());
    network.init();
    network.setParam("0_W", Nd4j.diag(Nd4j.createFromArray(0.1f, 1.5f, 3f)));
    network.setParam("1_W", Nd4j.eye(3));
    return network;
  }
}
