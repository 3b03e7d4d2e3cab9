package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NullModelTest {
  private static final List<WeightMatrix> MATRICES =
      List.of(matrix(0, 20, 30), matrix(1, 25, 20), matrix(2, 10, 25));
  private final NullModel model = new NullModel(MATRICES, 5, Optional.empty(), true);

  private static WeightMatrix matrix(int index, long rows, long columns) {
    return new WeightMatrix(new Layer(index, "l" + index, "DenseLayer"), "W", rows, columns);
  }

  /** A network whose layers have the given squared norms. */
  private static List<WeightSpectrum> network(double... squaredNorms) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    for (int i = 0; i < squaredNorms.length; i++) {
      int order = (int) MATRICES.get(i).rows();
      spectra.add(WeightSpectrum.ofEigenvalues(order, squaredNorms[i]));
    }
    return spectra;
  }

  private int stepsUntilIdle() {
    int steps = 0;
    while (model.hasWork()) {
      assertTrue(model.nextNanos() >= 0);
      model.step();
      steps++;
    }
    return steps;
  }

  @Test
  void step_drawsEachLayerOnceAndEvaluatesEachNetwork() {
    assertFalse(model.hasWork()); // no norms yet
    assertEquals(Value.absent(NullModel.NOT_DRAWN), model.tailAlpha(0));
    assertEquals(Value.absent(NullModel.NOT_DRAWN), model.cpse(CpseProfile.PAPER).mean());
    model.observe(network(4, 2, 1));
    assertEquals(20 * 3 + 20, stepsUntilIdle());
    GaussianDraws draws =
        new GaussianDraws(
            List.of(new MatrixShape(20, 30), new MatrixShape(25, 20), new MatrixShape(10, 25)),
            20,
            5);
    while (!draws.isComplete()) {
      draws.drawNext();
    }
    double[] alphas =
        IntStream.range(0, 20)
            .mapToObj(i -> SpectralSummary.of(draws.draw(i).get(0), 30).tail().alpha())
            .mapToDouble(Value::orNaN)
            .sorted()
            .toArray();
    assertEquals((alphas[9] + alphas[10]) / 2, model.tailAlpha(0).orNaN());
    assertEquals(Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES), model.tailAlpha(2));
    List<Cascade> networks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      networks.add(DepthMatchedNull.scaled(draws, i, 4, 2, 1));
    }
    for (CpseProfile profile : CpseProfile.values()) {
      assertEquals(DepthMatchedNull.of(networks, profile), model.cpse(profile));
    }
  }

  @Test
  void observe_evaluatesAnewOnlyWhenNormsHaveMoved() {
    model.observe(network(4, 2, 1));
    stepsUntilIdle();
    DepthMatchedNull paper = model.cpse(CpseProfile.PAPER);
    model.observe(network(4.07, 2.03, 0.99));
    assertFalse(model.hasWork()); // by less than 2 %
    model.observe(network(4.07, 2.03, 1.5));
    assertTrue(model.hasWork());
    model.step();
    assertEquals(paper, model.cpse(CpseProfile.PAPER)); // until the round is complete
    assertEquals(19, stepsUntilIdle());
    assertNotEquals(paper, model.cpse(CpseProfile.PAPER));
  }

  @Test
  void step_doesOnlyWhatIsWanted() {
    NullModel tailsOnly = new NullModel(MATRICES, 5, Optional.of("not wanted"), true);
    tailsOnly.observe(network(4, 2, 1));
    int steps = 0;
    for (; tailsOnly.hasWork(); steps++) {
      tailsOnly.step();
    }
    assertEquals(20 * 3, steps);
    assertTrue(tailsOnly.tailAlpha(0).isPresent());
    assertEquals(Value.absent("not wanted"), tailsOnly.cpse(CpseProfile.PAPER).mean());
    NullModel nothing = new NullModel(MATRICES, 5, Optional.of("not wanted"), false);
    nothing.observe(network(4, 2, 1));
    assertFalse(nothing.hasWork());
  }

  /** Interrupted after each number of steps, in the middle of draws and of evaluations. */
  @Test
  void restore_goesOnExactlyAsTheOther() {
    model.observe(network(4, 2, 1));
    NullModel interrupted = new NullModel(MATRICES, 5, Optional.empty(), true);
    interrupted.observe(network(4, 2, 1));
    for (int step = 0; step < 20 * 3 + 20 + 30; step++) {
      StateWriter state = new StateWriter();
      interrupted.save(state);
      interrupted = new NullModel(MATRICES, 5, Optional.empty(), true);
      StateReader reader = new StateReader(state.bytes());
      interrupted.restore(reader);
      reader.end();
      assertEquals(model.hasWork(), interrupted.hasWork(), "step " + step);
      if (step == 20 * 3 + 20) {
        model.observe(network(5, 2, 1));
        interrupted.observe(network(5, 2, 1));
      }
      if (model.hasWork()) {
        model.step();
        interrupted.step();
      }
      assertEquals(model.tailAlpha(0), interrupted.tailAlpha(0));
      for (CpseProfile profile : CpseProfile.values()) {
        assertEquals(model.cpse(profile), interrupted.cpse(profile));
      }
    }
    assertFalse(model.hasWork());
    assertTrue(model.cpse(CpseProfile.PAPER).mean().isPresent());
  }

  /** Resumed where spectra are now estimated: z-scores of those would pass for a finding. */
  @Test
  void restore_whereCpseIsNotWanted_leavesItAbsent() {
    model.observe(network(4, 2, 1));
    for (int step = 0; step < 20 * 3 + 20 + 5; step++) { // once evaluated, and once in part
      if (!model.hasWork()) {
        model.observe(network(5, 2, 1));
      }
      model.step();
    }
    StateWriter state = new StateWriter();
    model.save(state);
    NullModel other = new NullModel(MATRICES, 5, Optional.of("not wanted"), true);
    StateReader reader = new StateReader(state.bytes());
    other.restore(reader);
    reader.end();
    assertEquals(Value.absent("not wanted"), other.cpse(CpseProfile.PAPER).mean());
    assertEquals(model.tailAlpha(0), other.tailAlpha(0));
    assertFalse(other.hasWork());
  }

  @Test
  void giveUp_leavesTheReason() {
    model.observe(network(4, 2, 1));
    model.step();
    model.giveUp("analysis failed");
    assertFalse(model.hasWork());
    assertEquals(Value.absent("analysis failed"), model.cpse(CpseProfile.PAPER).mean());
    assertEquals(Value.absent("analysis failed"), model.tailAlpha(0));
  }
}
