package io.complexometer.measure.structure;

/** How closely the paths through a layer are counted. */
public enum Level {
  /** Each output of a layer counts as one in the interior, away from padding. The default. */
  NOMINAL,

  /** Each output counts as the layer's mean: connections into padding are left out. */
  EDGE,

  /** Paths are counted position by position, to the last one. */
  EXACT
}
