package io.complexometer.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class IrisTest {

  @Test
  void read_shapes() {
    LabelledData iris = Iris.read(1);
    assertArrayEquals(new long[] {120, 4}, iris.trainFeatures().shape());
    assertArrayEquals(new long[] {30, 4}, iris.testFeatures().shape());
    assertEquals(3, iris.classes());
  }

  @Test
  void read_fiftyFlowersOfEachSpecies() {
    LabelledData iris = Iris.read(1);
    // Fisher (1936): fifty plants of each species
    INDArray species = Nd4j.vstack(iris.trainLabels(), iris.testLabels()).sum(0);
    assertArrayEquals(new float[] {50, 50, 50}, species.toFloatVector());
  }

  @Test
  void read_trainingFlowersStandardised() {
    INDArray lengths = Iris.read(1).trainFeatures();
    assertArrayEquals(new float[4], lengths.mean(0).toFloatVector(), 1e-5f);
    assertArrayEquals(new float[] {1, 1, 1, 1}, lengths.std(false, 0).toFloatVector(), 1e-5f);
  }

  @Test
  void read_seedDecides() {
    assertEquals(Iris.read(1).trainFeatures(), Iris.read(1).trainFeatures());
    assertNotEquals(Iris.read(1).trainFeatures(), Iris.read(2).trainFeatures());
  }
}
