package io.complexometer.examples.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fisher's Iris table: 150 flowers, 4 lengths in centimetres, 3 species (R. A. Fisher, "The use of
 * multiple measurements in taxonomic problems", Annals of Eugenics 7, 1936).
 *
 * <p>The table is read from the jar of deeplearning4j-core; Deeplearning4j's own {@code
 * IrisDataSetIterator} downloads it, and fails without a network.
 */
public final class Iris {

  private static final String TABLE = "/iris.dat";
  private static final int FLOWERS = 150;
  private static final int LENGTHS = 4;
  private static final int SPECIES = 3;
  private static final int TRAINING = 120;

  private Iris() {}

  /**
   * Reads the table: 120 flowers to train on and 30 to test with. Each length is standardised with
   * the mean and the standard deviation of the training flowers, so that the test flowers stay
   * unseen.
   *
   * @param seed decides which flowers train, and their order
   * @return features [120, 4] and [30, 4], labels [120, 3] and [30, 3]
   * @throws DataException if the table is not on the class path, or is not the table it should be
   */
  public static LabelledData read(long seed) {
    List<String> lines = lines();
    int[] order = IntStream.range(0, FLOWERS).toArray();
    Batches.shuffle(order, new SplittableRandom(seed));
    float[][] lengths = new float[FLOWERS][];
    int[] species = new int[FLOWERS];
    for (int i = 0; i < FLOWERS; i++) {
      String[] cells = lines.get(order[i]).split(",", -1);
      lengths[i] = new float[LENGTHS];
      for (int feature = 0; feature < LENGTHS; feature++) {
        lengths[i][feature] = Float.parseFloat(cells[feature]);
      }
      species[i] = Integer.parseInt(cells[LENGTHS].strip());
    }
    standardise(lengths);
    return new LabelledData(
        "Iris",
        features(lengths, 0, TRAINING),
        OneHot.encode(Arrays.copyOfRange(species, 0, TRAINING), SPECIES),
        features(lengths, TRAINING, FLOWERS),
        OneHot.encode(Arrays.copyOfRange(species, TRAINING, FLOWERS), SPECIES));
  }

  private static List<String> lines() {
    try (InputStream table = Iris.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new DataException(
            TABLE + " is not on the class path: add the jar of deeplearning4j-core.");
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      String row = "(\\d+(\\.\\d+)?,){" + LENGTHS + "}[0-" + (SPECIES - 1) + "]\\s*";
      if (lines.size() != FLOWERS || !lines.stream().allMatch(line -> line.matches(row))) {
        throw new DataException(
            TABLE
                + " on the class path is not the Iris table of 150 rows of 4 lengths and a species:"
                + " put the jar of deeplearning4j-core before the one that brings it.");
      }
      return lines;
    } catch (IOException e) {
      throw new DataException(
          TABLE + " cannot be read from the class path: mend the jar of deeplearning4j-core.", e);
    }
  }

  private static void standardise(float[][] lengths) {
    for (int feature = 0; feature < LENGTHS; feature++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < TRAINING; i++) {
        sum += lengths[i][feature];
        squares += (double) lengths[i][feature] * lengths[i][feature];
      }
      double mean = sum / TRAINING;
      double deviation = Math.sqrt(squares / TRAINING - mean * mean);
      for (float[] flower : lengths) {
        flower[feature] = (float) ((flower[feature] - mean) / deviation);
      }
    }
  }

  private static INDArray features(float[][] lengths, int from, int to) {
    return Nd4j.create(Arrays.copyOfRange(lengths, from, to));
  }
}
