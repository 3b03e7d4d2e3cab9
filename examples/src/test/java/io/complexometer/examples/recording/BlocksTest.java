package io.complexometer.examples.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.Folds;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

final class BlocksTest {
  private static final int ROWS = 1003;

  /** Row r spells r in binary: a copy tells where it comes from. */
  private static BinarySamples numbered() {
    BinarySamples samples = new BinarySamples(ROWS, 10);
    for (int row = 0; row < ROWS; row++) {
      for (int bit = 0; bit < 10; bit++) {
        if ((row >> bit & 1) != 0) {
          samples.set(row, bit);
        }
      }
    }
    return samples;
  }

  private static int number(BinarySamples samples, int row) {
    int number = 0;
    for (int bit = 0; bit < 10; bit++) {
      number |= samples.get(row, bit) ? 1 << bit : 0;
    }
    return number;
  }

  @Test
  void blocks_coverAllRowsOnce() {
    Blocks blocks = new Blocks(ROWS, 30);
    assertEquals(0, blocks.start(0));
    assertEquals(ROWS, blocks.start(30));
    for (int block = 0; block < 30; block++) {
      assertTrue(blocks.length(block) == 33 || blocks.length(block) == 34);
    }
  }

  @Test
  void rows_areWholeBlocksInTheFoldsOfTheirOriginals() {
    BinarySamples all = numbered();
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(3);
    for (Folds folds : new Folds[] {Folds.blocked(ROWS), Folds.interleaved(ROWS)}) {
      Blocks blocks = new Blocks(ROWS, 12); // not a multiple of 5: blocks lie across folds
      for (int draw = 0; draw < 20; draw++) {
        int[] drawn = blocks.draw(random, folds);
        BinarySamples rows = blocks.rows(all, drawn);
        Folds rowFolds = blocks.folds(folds, drawn);
        assertEquals(rows.rows(), rowFolds.rows());
        int at = 0;
        for (int block : drawn) {
          for (int row = blocks.start(block); row < blocks.start(block + 1); row++) {
            assertEquals(row, number(rows, at));
            assertEquals(folds.of(row), rowFolds.of(at));
            at++;
          }
        }
        assertEquals(rows.rows(), at);
      }
    }
  }

  @Test
  void draw_leavesNoFoldEmpty() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(4);
    Blocks blocks = new Blocks(50, 10); // two blocks a fold: one draw in two would miss a fold
    Folds folds = Folds.blocked(50);
    for (int draw = 0; draw < 100; draw++) {
      Folds rowFolds = blocks.folds(folds, blocks.draw(random, folds));
      boolean[] seen = new boolean[Folds.COUNT];
      for (int row = 0; row < rowFolds.rows(); row++) {
        seen[rowFolds.of(row)] = true;
      }
      for (boolean fold : seen) {
        assertTrue(fold);
      }
    }
  }

  @Test
  void blocks_tooFewOrTooMany() {
    assertThrows(IllegalArgumentException.class, () -> new Blocks(100, 9));
    assertThrows(IllegalArgumentException.class, () -> new Blocks(100, 101));
  }
}
