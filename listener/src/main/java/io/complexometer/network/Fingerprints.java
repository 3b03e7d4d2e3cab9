package io.complexometer.network;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tells which layers give on a fixed probe what they gave in the run before: those whose parameters
 * (running statistics with them) are the same to the bit, and that get only what such layers give.
 *
 * <p>Of each layer the SHA-256 of its parameters is kept. Behind the first layer that changed none
 * is computed, and none is kept: so a network that trains as a whole pays for its first layer only,
 * and no fingerprint is ever compared with one of an earlier run than the last. A layer without a
 * fingerprint counts as changed, and gets one as soon as nothing before it has changed.
 */
final class Fingerprints {
  private static final int BYTES_AT_A_TIME = 1 << 24;

  private final LayerSteps steps;
  private byte[][] ofLastRun; // null before the first run; null for a layer that has none
  private byte[][] now;

  Fingerprints(LayerSteps steps) {
    this.steps = steps;
  }

  /** Forgets the run before: afterwards all layers count as changed. */
  void forget() {
    ofLastRun = null;
  }

  /**
   * Compares the layers with the last run that was {@linkplain #commit finished}.
   *
   * @return for each layer whether its output on the probe is the same
   */
  boolean[] unchanged() {
    int size = steps.size();
    now = new byte[size][];
    byte[][] before = ofLastRun == null ? new byte[size][] : ofLastRun;
    boolean[] unchanged = new boolean[size];
    boolean[] ended = new boolean[size]; // nothing behind such a layer is looked at
    for (int layer = 0; layer < size; layer++) {
      unchanged[layer] = ofLastRun != null;
      for (int source : steps.sources(layer)) {
        unchanged[layer] &= source < 0 || unchanged[source];
        ended[layer] |= source >= 0 && ended[source];
      }
      if (!ended[layer] && !steps.parameters(layer).isEmpty()) {
        now[layer] = fingerprint(layer);
        boolean same = Arrays.equals(now[layer], before[layer]);
        unchanged[layer] &= same;
        ended[layer] = !same && before[layer] != null;
      }
    }
    return unchanged;
  }

  /** To be called when the run is finished that began with the last comparison. */
  void commit() {
    ofLastRun = now;
  }

  private byte[] fingerprint(int layer) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (INDArray parameter : steps.parameters(layer)) {
        update(digest, parameter);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, INDArray parameter) {
    INDArray array = HostMemory.readable(parameter);
    if (!HostMemory.isDense(array)) {
      array = array.dup();
    }
    long width = array.dataType().width();
    long from = array.offset() * width;
    long end = from + array.length() * width;
    BytePointer bytes = new BytePointer(array.data().pointer());
    for (long at = from; at < end; at += BYTES_AT_A_TIME) {
      digest.update(bytes.position(at).limit(Math.min(end, at + BYTES_AT_A_TIME)).asByteBuffer());
    }
  }
}
