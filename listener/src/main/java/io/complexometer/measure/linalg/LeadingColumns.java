package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Products of many vectors with one matrix A of n x D, in single precision, where each vector meets
 * only the leading columns of A: a vector of length k the first k of them.
 *
 * <p>Vectors stand in slots, shorter ones first. {@value #BLOCK} slots at a time are multiplied
 * with as many columns as the longest of them needs, which for D nested problems saves almost half
 * of all work; what a product writes beyond a vector's length is not meant to be read.
 *
 * <p>One factor serves all lengths: with H = a A^T A + r I = L L^T, the leading block of L is the
 * factor of the leading block of H.
 */
public final class LeadingColumns implements AutoCloseable {
  private static final int BLOCK = 128;

  private final int rows;
  private final int columns;
  private final FloatPointer matrix;
  private final FloatPointer vectors;
  private final FloatPointer whitened;
  private final FloatPointer images;
  private FloatPointer inverse = new FloatPointer(0L);
  private final float[] zeros;
  private int[] lengths = {};

  /**
   * Room for a matrix and for as many vectors as it has columns.
   *
   * @param rows n, at least 1
   * @param columns D, at least 1
   */
  public LeadingColumns(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.matrix = new FloatPointer((long) rows * columns);
    this.vectors = new FloatPointer((long) columns * columns);
    this.whitened = new FloatPointer((long) columns * columns);
    this.zeros = new float[columns];
    this.images = new FloatPointer((long) rows * columns);
  }

  /**
   * Sets a column of A.
   *
   * @param column its index
   * @param entries n numbers
   */
  public void setColumn(int column, float[] entries) {
    matrix.position((long) column * rows).put(entries, 0, rows);
    matrix.position(0);
  }

  /**
   * Says which vectors there are.
   *
   * @param lengths of the vectors in the slots, ascending, none above D
   */
  public void setLengths(int[] lengths) {
    this.lengths = lengths.clone();
  }

  /** Puts a vector into its slot; what is beyond its length counts as zero. */
  public void setVector(int slot, float[] vector) {
    set(vectors, slot, vector);
  }

  /** Reads the vector of a slot, as many numbers as the array has. */
  public void getVector(int slot, float[] vector) {
    vectors.position((long) slot * columns).get(vector);
    vectors.position(0);
  }

  /** Puts what {@link #whiten} gave, or what {@link #unwhiten} is to take, into its slot. */
  public void setWhitened(int slot, float[] vector) {
    set(whitened, slot, vector);
  }

  /** Reads what {@link #whiten} gave, as many numbers as the array has. */
  public void getWhitened(int slot, float[] vector) {
    whitened.position((long) slot * columns).get(vector);
    whitened.position(0);
  }

  /** Puts n numbers into a slot of images. */
  public void setImage(int slot, float[] image) {
    images.position((long) slot * rows).put(image, 0, rows);
    images.position(0);
  }

  /** Reads the n numbers of a slot of images. */
  public void getImage(int slot, float[] image) {
    images.position((long) slot * rows).get(image, 0, rows);
    images.position(0);
  }

  private void set(FloatPointer target, int slot, float[] vector) {
    long start = (long) slot * columns;
    target.position(start).put(vector);
    int end = longest(slot / BLOCK * BLOCK);
    if (vector.length < end) {
      target.position(start + vector.length).put(zeros, 0, end - vector.length);
    }
    target.position(0);
  }

  /** The length of the longest vector in the block that begins at a slot. */
  private int longest(int block) {
    return lengths[Math.min(block + BLOCK, lengths.length) - 1];
  }

  /** images = A vectors, slot by slot. */
  public void multiply() {
    for (int block = 0; block < lengths.length; block += BLOCK) {
      int width = Math.min(BLOCK, lengths.length - block);
      gemm(
          CblasNoTrans,
          rows,
          width,
          longest(block),
          matrix,
          rows,
          vectors.position((long) block * columns),
          columns,
          images.position((long) block * rows),
          rows);
    }
    rewind();
  }

  /** vectors = A^T images, slot by slot. */
  public void multiplyTransposed() {
    for (int block = 0; block < lengths.length; block += BLOCK) {
      int width = Math.min(BLOCK, lengths.length - block);
      gemm(
          CblasTrans,
          longest(block),
          width,
          rows,
          matrix,
          rows,
          images.position((long) block * rows),
          rows,
          vectors.position((long) block * columns),
          columns);
    }
    rewind();
  }

  /**
   * Factorises H = scale A^T A + ridge I.
   *
   * @param scale positive
   * @param ridge positive
   */
  public void factorise(double scale, double ridge) {
    int entries = Math.multiplyExact(columns, columns);
    float[] products = new float[entries];
    inverse.close();
    inverse = new FloatPointer((long) entries);
    cblas_ssyrk(
        CblasColMajor, CblasLower, CblasTrans, columns, rows, 1, matrix, rows, 0, inverse, columns);
    inverse.get(products);
    double[] h = new double[entries];
    for (int i = 0; i < entries; i++) {
      h[i] = scale * products[i] + (i % (columns + 1) == 0 ? ridge : 0);
    }
    try (DoublePointer work = new DoublePointer((long) entries)) {
      work.put(h);
      InverseCholesky.invert(work, columns);
      work.get(h);
    }
    for (int i = 0; i < entries; i++) {
      products[i] = (float) h[i];
    }
    inverse.put(products);
  }

  /** whitened = L^-1 vectors, slot by slot: then |whitened|^2 = vector H^-1 vector. */
  public void whiten() {
    for (int block = 0; block < lengths.length; block += BLOCK) {
      int width = Math.min(BLOCK, lengths.length - block);
      int length = longest(block);
      for (int from = 0; from < length; from += BLOCK) { // rows of the triangle
        int to = Math.min(length, from + BLOCK);
        gemm(
            CblasNoTrans,
            to - from,
            width,
            to,
            inverse.position(from),
            columns,
            vectors.position((long) block * columns),
            columns,
            whitened.position((long) block * columns + from),
            columns);
      }
    }
    rewind();
  }

  /** vectors = L^-T whitened, slot by slot: after {@link #whiten}, vectors = H^-1 vectors. */
  public void unwhiten() {
    for (int block = 0; block < lengths.length; block += BLOCK) {
      int width = Math.min(BLOCK, lengths.length - block);
      int length = longest(block);
      for (int from = 0; from < length; from += BLOCK) { // columns of the triangle
        int to = Math.min(length, from + BLOCK);
        gemm(
            CblasTrans,
            to - from,
            width,
            length - from,
            inverse.position((long) from * columns + from),
            columns,
            whitened.position((long) block * columns + from),
            columns,
            vectors.position((long) block * columns + from),
            columns);
      }
    }
    rewind();
  }

  private static void gemm(
      int transposition,
      int rows,
      int columns,
      int inner,
      FloatPointer a,
      int strideOfA,
      FloatPointer b,
      int strideOfB,
      FloatPointer c,
      int strideOfC) {
    cblas_sgemm(
        CblasColMajor,
        transposition,
        CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a,
        strideOfA,
        b,
        strideOfB,
        0,
        c,
        strideOfC);
  }

  private void rewind() {
    matrix.position(0);
    vectors.position(0);
    whitened.position(0);
    images.position(0);
    inverse.position(0);
  }

  /** Gives the native memory back. */
  @Override
  public void close() {
    matrix.close();
    vectors.close();
    whitened.close();
    images.close();
    inverse.close();
  }
}
