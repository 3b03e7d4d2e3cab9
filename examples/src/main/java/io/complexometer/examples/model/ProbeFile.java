package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.data.IdxFile;
import io.complexometer.examples.numbers.Cell;
import io.complexometer.examples.numbers.CsvFile;
import io.complexometer.examples.numbers.NpyFile;
import io.complexometer.examples.numbers.NpyHeader;
import io.complexometer.examples.numbers.RowSink;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads examples to put through a network: an .npy file whose first index counts the examples,
 * images in an IDX file (their bytes 0 to 255 scaled to 0 to 1), or lines of numbers (CSV), one
 * example each. Told which is which by what is in the file.
 */
public final class ProbeFile {
  /** How many examples are usually enough. */
  public static final int USUAL_EXAMPLES = 1000;

  /** 2 GB in single precision. */
  private static final long MOST_NUMBERS = 1L << 29;

  private final Path path;
  private final int most;

  private ProbeFile(Path path, int most) {
    this.path = path;
    this.most = most;
  }

  /**
   * Reads the first examples of a file as they are in it.
   *
   * @param path .npy, IDX or CSV
   * @param most how many examples at most, at least 1
   * @return [examples, ...], single precision
   * @throws DataException if the file is damaged or holds something else; the message names the
   *     place
   */
  public static INDArray read(Path path, int most) {
    return new ProbeFile(path, most).read();
  }

  /**
   * Reads the first examples of a file in the shape that a network takes. Examples of as many
   * numbers in one row are folded into it; images with the channels last are turned if the network
   * takes them first, and the other way round.
   *
   * @param path .npy, IDX or CSV
   * @param input what the network takes
   * @param most how many examples at most, at least 1
   * @return [examples, ...], single precision
   * @throws DataException if the file is damaged, or its examples do not fit
   */
  public static INDArray read(Path path, InputType input, int most) {
    ProbeFile file = new ProbeFile(path, most);
    INDArray examples = file.read();
    return new ProbeShape(path, input).fit(examples);
  }

  private INDArray read() {
    if (Files.isDirectory(path)) {
      throw new DataException(path + " is a folder: name a file, .npy, IDX or CSV.");
    }
    if (!Files.exists(path)) {
      throw new DataException(path + " does not exist: name a file, .npy, IDX or CSV.");
    }
    byte[] start = start();
    if (start.length == 0) {
      throw new DataException(path + " is empty: copy it again.");
    }
    if (NpyHeader.isMagic(start)) {
      Rows rows = new Rows();
      List<Long> shape = new NpyFile(path).readRows(most, rows);
      return rows.array(shape.subList(1, shape.size()));
    }
    if (start.length > 1 && start[0] == 0 && start[1] == 0) {
      return readImages();
    }
    if (start[0] == 'P' && start.length > 2 && start[1] == 'K' && start[2] < 7) {
      throw new DataException(path + " is a zip file: unpack it, or save one array as .npy.");
    }
    Rows rows = new Rows();
    new CsvFile(path).readNumbers(rows);
    return rows.array(List.of((long) rows.width));
  }

  /** The first bytes, without gzip: IDX files usually are zipped. */
  private byte[] start() {
    try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(path))) {
      file.mark(64);
      byte[] start = file.readNBytes(8);
      if (start.length > 1 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
        file.reset();
        try (InputStream unzipped = new GZIPInputStream(file)) {
          return unzipped.readNBytes(2);
        }
      }
      return start;
    } catch (IOException e) {
      throw Complaint.unreadable(path, e);
    }
  }

  private INDArray readImages() {
    IdxFile images = IdxFile.images(path);
    int examples = Math.min(most, images.count());
    float[] numbers = new float[room(examples, (long) images.rows() * images.columns())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = images.number(i) / 255f;
    }
    return Nd4j.create(numbers, new long[] {examples, images.rows(), images.columns()}, 'c');
  }

  private int room(long examples, long width) {
    if (width > MOST_NUMBERS || examples * width > MOST_NUMBERS) {
      throw new DataException(
          "%s: %,d examples of %,d numbers each are more than the %,d that are read: take fewer."
              .formatted(path, examples, width, MOST_NUMBERS));
    }
    return (int) (examples * width);
  }

  /** Takes rows, at most so many as are wanted. */
  private final class Rows implements RowSink {
    private float[] numbers = {};
    private int width;
    private int count;

    @Override
    public void add(double[] row) {
      if (count == most) {
        return;
      }
      width = row.length;
      int end = room(count + 1L, width);
      if (end > numbers.length) {
        long grown = Math.min(Math.max(end, 2L * numbers.length), (long) most * width);
        numbers = Arrays.copyOf(numbers, (int) Math.min(grown, MOST_NUMBERS));
      }
      for (int i = 0; i < width; i++) {
        if (!Double.isFinite(row[i])) {
          throw new Cell(path, count + 1L, i + 1)
              .refused(row[i] + " is no number to reckon with: repair it, or leave it out.");
        }
        numbers[end - width + i] = (float) row[i];
      }
      count++;
    }

    private INDArray array(List<Long> shape) {
      if (count == 0 || width == 0) {
        throw new DataException(path + " holds no examples: save at least one.");
      }
      long[] all = new long[shape.size() + 1];
      all[0] = count;
      for (int i = 1; i < all.length; i++) {
        all[i] = shape.get(i - 1);
      }
      return Nd4j.createFromArray(Arrays.copyOf(numbers, count * width)).reshape('c', all);
    }
  }
}
