package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Weights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

final class SpectrumCacheTest {

  /** Transfer learning: the convolution is frozen, so its spectrum stays the very same object. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void spectra_frozenLayersAreNotDecomposedAgain(boolean twoBuffers) {
    MultiLayerNetwork model =
        new TransferLearning.Builder(Trainings.convolutional())
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Adam(1e-2)).build())
            .setFeatureExtractor(0)
            .build();
    NetworkReader network = NetworkReader.of(model);
    Sampler sampler = new Sampler(network, Optional.empty());
    Costs costs = new Costs(Set.of(Measure.SPECTRUM), network.matrices(), List.of());
    SpectrumCache cache = new SpectrumCache(network.matrices(), 4096, costs);
    try (GramWorkspace workspace = new GramWorkspace()) {
      Weights first = copy(sampler, 0);
      List<WeightSpectrum> before = cache.spectra(first, workspace);
      if (!twoBuffers) {
        sampler.release(snapshot(first));
      }
      for (int iteration = 1; iteration < 6; iteration++) {
        model.fit(Trainings.imageBatches(1, false));
        Weights next = copy(sampler, iteration);
        List<WeightSpectrum> after = cache.spectra(next, workspace);
        assertSame(before.get(0), after.get(0));
        assertNotSame(before.get(1), after.get(1));
        assertSpectrum(WeightSpectrum.of(next.matrices().get(1), workspace), after.get(1));
        sampler.release(snapshot(next));
        if (iteration == 2 && twoBuffers) {
          sampler.release(snapshot(first));
        }
        before = after;
      }
      // nothing is trained
      List<WeightSpectrum> same = cache.spectra(copy(sampler, 7), workspace);
      for (int i = 0; i < same.size(); i++) {
        assertSame(before.get(i), same.get(i));
      }
      model.getParam("0_W").putScalar(0, 5);
      List<WeightSpectrum> thawed = cache.spectra(copy(sampler, 8), workspace);
      assertNotSame(same.get(0), thawed.get(0));
      assertSame(same.get(1), thawed.get(1));
    }
  }

  private static void assertSpectrum(WeightSpectrum expected, WeightSpectrum actual) {
    for (int i = 0; i < expected.order(); i++) {
      assertEquals(expected.eigenvalue(i), actual.eigenvalue(i));
    }
  }

  private static Weights copy(Sampler sampler, long iteration) {
    Snapshot moment = Sampler.moment(iteration, 0, 0, false, false);
    return sampler
        .take(moment, Set.of(Measure.SPECTRUM), Optional.empty())
        .weights()
        .orElseThrow()
        .copy();
  }

  private static Snapshot snapshot(Weights weights) {
    return new Snapshot(
        0,
        0,
        0,
        Value.of(0),
        Set.of(Measure.SPECTRUM),
        Optional.of(new Snapshot.Taken<>(weights, 0)),
        Optional.empty(),
        false,
        false);
  }
}
