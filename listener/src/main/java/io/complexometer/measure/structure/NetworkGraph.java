package io.complexometer.measure.structure;

/** A network without its weights. */
public final class NetworkGraph {}
