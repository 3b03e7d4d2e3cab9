package io.complexometer.measure.cpse;

import io.complexometer.measure.cpse.Definition.Axis;
import io.complexometer.measure.cpse.Definition.Cycle;

/** Which definition of cPSE: how eigenvalues are laid on an axis, counted and compared. */
public enum CpseProfile {
  /**
   * Each spectrum divided by its own largest eigenvalue, bins on [0, 1]: blind to the scale of a
   * layer, like a network of rectifiers or with batch normalisation. The headline. Ours, not the
   * paper's: with common bins one layer whose largest eigenvalue stands far out, which is what
   * training does, leaves nothing to count in the others.
   */
  SCALE_FREE("scaleFree", 1, Axis.UNIT, Cycle.WHOLE, false),

  /**
   * The published definition (arXiv:1911.07831), with bins over the range of all layers; the paper
   * leaves the bins open.
   */
  PAPER("paper", 1, Axis.COMMON, Cycle.WHOLE, false),

  /**
   * What the authors' package bristol 0.2.14 computes of a network: eigenvalues squared once more,
   * each layer in bins of its own range but their mean in bins of the pooled one, and the last
   * distance left out. Eigenvalues are cycled largest first; given in the package's order, they
   * reproduce its numbers.
   */
  REFERENCE("reference", 2, Axis.OWN, Cycle.WHOLE, true),

  /**
   * {@link #PAPER}, but each eigenvalue counts N_max / N times, so that their order within a layer
   * does not matter. Ours.
   */
  ORDER_FREE("orderFree", 1, Axis.COMMON, Cycle.FRACTIONAL, false),

  /**
   * {@link #PAPER}, but the bins of a step lie over the range of the layers up to it, so that later
   * layers never change an earlier distance. Ours.
   */
  CAUSAL("causal", 1, Axis.PREFIX, Cycle.WHOLE, false);

  private final String label;
  private final int power;
  private final Axis axis;
  private final Cycle cycle;
  private final boolean lastDropped;

  CpseProfile(String label, int power, Axis axis, Cycle cycle, boolean lastDropped) {
    this.label = label;
    this.power = power;
    this.axis = axis;
    this.cycle = cycle;
    this.lastDropped = lastDropped;
  }

  /**
   * The profile's name in series and logs.
   *
   * @return in camel case
   */
  public String label() {
    return label;
  }

  Definition definition() {
    return new Definition(power, axis, cycle, lastDropped);
  }
}
