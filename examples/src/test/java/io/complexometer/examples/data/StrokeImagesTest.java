package io.complexometer.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class StrokeImagesTest {

  @Test
  void draw_sameImagesEverywhere() {
    LabelledData strokes = StrokeImages.draw(100, 20, 1);
    // As first drawn, on JDK 17 on Linux x86-64: the experiments' figures hold for these pixels.
    assertEquals("336cf561", Long.toHexString(checksum(strokes.trainFeatures())));
    assertEquals("caa42ffd", Long.toHexString(checksum(strokes.testFeatures())));
  }

  @Test
  void draw_moreImages_startWithTheSame() {
    LabelledData few = StrokeImages.draw(20, 10, 1);
    LabelledData many = StrokeImages.draw(40, 30, 1);
    assertEquals(few.trainFeatures(), many.trainFeatures().get(NDArrayIndex.interval(0, 20)));
    assertEquals(few.testFeatures(), many.testFeatures().get(NDArrayIndex.interval(0, 10)));
  }

  @Test
  void draw_classesBalanced() {
    LabelledData strokes = StrokeImages.draw(200, 50, 1);
    float[] twentyEach = new float[10];
    Arrays.fill(twentyEach, 20);
    assertArrayEquals(twentyEach, strokes.trainLabels().sum(0).toFloatVector());
  }

  @Test
  void draw_pixelsInRange_andEveryImageHasInk() {
    INDArray images = StrokeImages.draw(200, 10, 1).trainFeatures();
    assertArrayEquals(new long[] {200, 1, 28, 28}, images.shape());
    assertTrue(images.minNumber().floatValue() >= 0);
    assertTrue(images.maxNumber().floatValue() <= 1);
    // The faintest ink is 0.6, and noise takes at most 0.2 of it: what lies at 0.4 is a stroke.
    // The shortest figure is a line of 2 x 6.5 pixels.
    INDArray ink = images.gt(0.4).castTo(images.dataType()).sum(1, 2, 3);
    assertTrue(ink.minNumber().intValue() >= 9, () -> "fewest inked pixels: " + ink.minNumber());
  }

  @Test
  void draw_tooFew() {
    assertThrows(IllegalArgumentException.class, () -> StrokeImages.draw(9, 10, 1));
    assertThrows(IllegalArgumentException.class, () -> StrokeImages.draw(10, 9, 1));
  }

  private static long checksum(INDArray images) {
    float[] pixels = images.dup('c').data().asFloat();
    ByteBuffer bytes = ByteBuffer.allocate(4 * pixels.length);
    bytes.asFloatBuffer().put(pixels);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
