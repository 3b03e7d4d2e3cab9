package io.complexometer.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The values of one series, each with its time: 16 bytes a value. */
final class TimedValues {

  /** Takes a value. */
  interface Receiver {
    void take(long timeMillis, double value) throws IOException;
  }

  private long[] times = new long[16];
  private double[] values = new double[16];
  private int count;
  private boolean ordered = true;

  void add(long timeMillis, double value) {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    ordered &= count == 0 || timeMillis > times[count - 1];
    times[count] = timeMillis;
    values[count++] = value;
  }

  /** In the order of their times; of those at one time the one that was added last. */
  void forEach(Receiver receiver) throws IOException {
    if (!ordered) {
      order();
    }
    for (int i = 0; i < count; i++) {
      receiver.take(times[i], values[i]);
    }
  }

  private void order() {
    int[] places =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingLong(i -> times[i])) // leaves what is equal as it is
            .mapToInt(i -> i)
            .toArray();
    long[] oldTimes = times.clone();
    double[] oldValues = values.clone();
    int kept = 0;
    for (int place : places) {
      if (kept > 0 && times[kept - 1] == oldTimes[place]) {
        kept--;
      }
      times[kept] = oldTimes[place];
      values[kept++] = oldValues[place];
    }
    count = kept;
    ordered = true;
  }
}
