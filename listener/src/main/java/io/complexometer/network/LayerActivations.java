package io.complexometer.network;

import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.Folds;
import java.util.Optional;

/**
 * What was kept of the activations of one layer on the probe: the same object as in the run before
 * where they cannot have changed. Not to be changed any more.
 *
 * @param features rows x units of the layer's output after its activation function, as far as
 *     effective dimension needs them
 * @param featuresAbsence why there are none, else empty
 * @param bits rows x bits: which units are on
 * @param bitsAbsence why there are none, else empty
 * @param folds of the rows, by example
 */
public record LayerActivations(
    Optional<Scatter> features,
    String featuresAbsence,
    Optional<BinarySamples> bits,
    String bitsAbsence,
    Folds folds) {

  /** Why there is nothing: an activation is NaN or infinite. */
  public static final String NON_FINITE = EffectiveDimension.NON_FINITE;

  /** Why there is nothing: more numbers or bits than may be kept. */
  public static final String TOO_WIDE = "too many units";

  /** Why there is nothing: the first axis of the activations does not consist of examples. */
  public static final String NOT_BY_EXAMPLE = "no axis of examples";

  /** Why there is nothing: the mask has another number of time steps than the activations. */
  public static final String OTHER_LENGTH = "mask of another length";

  /** Why there is nothing: the mask leaves no row. */
  public static final String ALL_MASKED = "everything masked";

  /** Why there are no bits: the layer is linear in what it gets (identity). */
  public static final String LINEAR = "linear";

  /** Why there are no bits: an output layer, whose units do not switch anything on. */
  public static final String OUTPUT = "output";

  /** Why there are no bits: pooling, normalisation, reshaping, merging.. */
  public static final String NO_ACTIVATION_FUNCTION = "no activation function";

  /** Why there are no bits: the two directions are added, multiplied or averaged. */
  public static final String MERGED_DIRECTIONS = "merged directions";

  /** Why there are no bits: it is not known when a unit of this function or layer is on. */
  public static final String UNKNOWN_ACTIVATION_FUNCTION = "unknown activation function";

  /** The same without features. */
  LayerActivations withoutFeatures(String absence) {
    return new LayerActivations(Optional.empty(), absence, bits, bitsAbsence, folds);
  }
}
