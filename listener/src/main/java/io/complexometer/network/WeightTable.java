package io.complexometer.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;

/**
 * Which parameters of a layer are weight matrices, and which of their axes are the rows.
 *
 * <p>Rows are output units, columns everything else that one output unit weighs. cPSE is not
 * invariant to transposition, so this table is part of its definition. Parameters that are not
 * named (biases, gains, running statistics) are no matrices; a layer type that is not named is not
 * known.
 */
@SuppressWarnings("deprecation") // old networks still have Graves LSTMs
final class WeightTable {

  /**
   * One line of the table.
   *
   * @param parameter key of the parameter; a leading {@code *} stands for any beginning
   * @param shape its shape as Deeplearning4j documents it
   * @param rows what the rows are, in the words of the shape
   * @param rowAxes the axes that make the rows; all others make the columns
   */
  record Rule(String parameter, String shape, String rows, List<Integer> rowAxes) {
    boolean matches(String key) {
      return parameter.startsWith("*")
          ? key.endsWith(parameter.substring(1))
          : key.equals(parameter);
    }

    /**
     * Whether the layer computes with other axes than its parameter has: a Convolution1DLayer takes
     * the numbers of [nOut, nIn, kernel, 1] for those of [kernel, nIn, nOut], in the same order.
     */
    boolean misread() {
      return shape.equals(MISREAD);
    }

    /** Trailing entries of the last axis that are no part of the matrix. */
    int dropped() {
      return shape.endsWith(PEEPHOLES) ? 3 : 0;
    }
  }

  private static final String MISREAD = "[kernel, nIn, nOut], for which the layer takes it";
  private static final String PEEPHOLES = "+ 3 peepholes]";

  private static final List<Rule> DENSE = List.of(rule("W", "[nIn, nOut]", "nOut", 1));

  private static final List<Rule> EMBEDDING =
      List.of(rule("W", "[vocabulary, nOut]", "vocabulary", 0));

  private static final List<Rule> CONVOLUTION =
      List.of(rule("W", "[nOut, nIn, kernel..]", "nOut", 0));

  private static final List<Rule> LOCAL =
      List.of(rule("W", "[positions, nIn kernel, nOut]", "positions nOut", 0, 2));

  private static final List<Rule> RECURRENT =
      List.of(rule("W", "[nIn, nOut]", "nOut", 1), rule("RW", "[nOut, nOut]", "nOut", 1));

  private static final List<Rule> ATTENTION =
      List.of(
          rule("Wq", "[heads, headSize, nIn]", "heads headSize", 0, 1),
          rule("Wk", "[heads, headSize, nIn]", "heads headSize", 0, 1),
          rule("Wv", "[heads, headSize, nIn]", "heads headSize", 0, 1),
          rule("Wo", "[heads headSize, nOut]", "nOut", 1));

  private static final Map<Class<?>, List<Rule>> ROWS = new LinkedHashMap<>();

  static {
    ROWS.put(DenseLayer.class, DENSE);
    ROWS.put(BaseOutputLayer.class, DENSE);
    ROWS.put(AutoEncoder.class, DENSE);
    ROWS.put(VariationalAutoencoder.class, List.of(rule("*W", "[nIn, nOut]", "nOut", 1)));
    ROWS.put(EmbeddingLayer.class, EMBEDDING);
    ROWS.put(EmbeddingSequenceLayer.class, EMBEDDING);
    ROWS.put(ConvolutionLayer.class, CONVOLUTION);
    ROWS.put(Convolution1DLayer.class, List.of(rule("W", MISREAD, "nOut", 2)));
    ROWS.put(Convolution3D.class, CONVOLUTION);
    ROWS.put(Deconvolution2D.class, List.of(rule("W", "[nIn, nOut, kernel..]", "nOut", 1)));
    ROWS.put(Deconvolution3D.class, List.of(rule("W", "[kernel.., nOut, nIn]", "nOut", 3)));
    ROWS.put(
        DepthwiseConvolution2D.class,
        List.of(rule("W", "[kernel.., nIn, multiplier]", "nIn multiplier", 2, 3)));
    ROWS.put(
        SeparableConvolution2D.class,
        List.of(
            rule("W", "[multiplier, nIn, kernel..]", "multiplier nIn", 0, 1),
            rule("pW", "[nOut, nIn multiplier, 1, 1]", "nOut", 0)));
    ROWS.put(LocallyConnected1D.class, LOCAL);
    ROWS.put(LocallyConnected2D.class, LOCAL);
    ROWS.put(SimpleRnn.class, RECURRENT);
    ROWS.put(
        LSTM.class,
        List.of(
            rule("W", "[nIn, 4 nOut]", "4 nOut", 1), rule("RW", "[nOut, 4 nOut]", "4 nOut", 1)));
    ROWS.put(
        GravesLSTM.class,
        List.of(
            rule("W", "[nIn, 4 nOut]", "4 nOut", 1),
            rule("RW", "[nOut, 4 nOut " + PEEPHOLES, "4 nOut", 1)));
    ROWS.put(
        GravesBidirectionalLSTM.class,
        List.of(
            rule("WF", "[nIn, 4 nOut]", "4 nOut", 1),
            rule("RWF", "[nOut, 4 nOut " + PEEPHOLES, "4 nOut", 1),
            rule("WB", "[nIn, 4 nOut]", "4 nOut", 1),
            rule("RWB", "[nOut, 4 nOut " + PEEPHOLES, "4 nOut", 1)));
    ROWS.put(SelfAttentionLayer.class, ATTENTION);
    ROWS.put(AttentionVertex.class, ATTENTION);
    ROWS.put(
        LearnedSelfAttentionLayer.class,
        concatenated(List.of(rule("Q", "[1, nIn, queries]", "queries", 2)), ATTENTION));
    ROWS.put(RecurrentAttentionLayer.class, concatenated(RECURRENT, ATTENTION));
    ROWS.put(
        PrimaryCapsules.class,
        List.of(rule("weight", "[kernel.., nIn, channels dimensions]", "channels dimensions", 3)));
    ROWS.put(
        CapsuleLayer.class,
        List.of(
            rule(
                "weight",
                "[1, inCapsules, capsules dimensions, inDimensions, 1]",
                "capsules dimensions",
                2)));
    // parameters, but no matrices
    ROWS.put(BatchNormalization.class, List.of());
    ROWS.put(PReLULayer.class, List.of());
    ROWS.put(ElementWiseMultiplicationLayer.class, List.of());
  }

  private WeightTable() {}

  private static Rule rule(String parameter, String shape, String rows, Integer... rowAxes) {
    return new Rule(parameter, shape, rows, List.of(rowAxes));
  }

  private static List<Rule> concatenated(List<Rule> first, List<Rule> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /**
   * The rules of a layer type, or of the nearest type that it extends.
   *
   * @param type class of the layer's configuration
   * @return the rules; empty where the type is not known
   */
  static Optional<List<Rule>> rules(Class<?> type) {
    for (Class<?> known = type; known != null; known = known.getSuperclass()) {
      List<Rule> rules = ROWS.get(known);
      if (rules != null) {
        return Optional.of(rules);
      }
    }
    return Optional.empty();
  }

  /** The table as it stands in the README. */
  static String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| layer | parameter | shape | rows |\n|---|---|---|---|\n");
    ROWS.forEach(
        (type, rules) -> {
          String layer = type.getSimpleName();
          if (rules.isEmpty()) {
            table.append("| `%s` | no matrix | | |\n".formatted(layer));
          }
          for (Rule rule : rules) {
            table.append(
                "| `%s` | `%s` | %s | %s |\n"
                    .formatted(layer, rule.parameter(), rule.shape(), rule.rows()));
          }
        });
    return table.toString();
  }
}
