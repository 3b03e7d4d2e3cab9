package io.complexometer.examples.log;

import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hands samples on as they came, or faster. A pause of more than a minute is cut to one: whoever
 * watches does not want to wait as long as a run was interrupted.
 */
public final class Pace implements SampleSink {
  private static final double LONGEST_SECONDS = 60;

  private final double speed;
  private final List<SampleSink> sinks;
  private long before;
  private double due; // seconds after the start
  private long start;
  private boolean begun;

  /**
   * Nothing was handed on yet.
   *
   * @param speed how many times faster than the run; positive
   * @param sinks where the samples go
   */
  public Pace(double speed, List<SampleSink> sinks) {
    this.speed = speed;
    this.sinks = List.copyOf(sinks);
  }

  /** The first sample of a session comes at once. */
  @Override
  public void begin(Session session, Supplier<Health> health) {
    begun = false;
    sinks.forEach(sink -> sink.begin(session, health));
  }

  @Override
  public void accept(Sample sample) {
    if (begun) {
      double seconds = (sample.wallTimeMillis() - before) / 1000.0 / speed;
      due += Math.min(LONGEST_SECONDS, Math.max(0, seconds));
      await(start + (long) (due * 1e9));
    } else {
      begun = true;
      due = 0;
      start = System.nanoTime();
    }
    before = sample.wallTimeMillis();
    sinks.forEach(sink -> sink.accept(sample));
  }

  private static void await(long nanoTime) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two samples", e);
    }
  }

  @Override
  public void end() {
    sinks.forEach(SampleSink::end);
  }
}
