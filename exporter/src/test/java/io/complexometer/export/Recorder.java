package io.complexometer.export;

import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keeps what a sink is given. */
public final class Recorder implements SampleSink {

  public final List<Session> sessions = new ArrayList<>();
  public final List<Sample> samples = new ArrayList<>();
  public int ended;

  @Override
  public void begin(Session session, Supplier<Health> health) {
    sessions.add(session);
  }

  @Override
  public void accept(Sample sample) {
    samples.add(sample);
  }

  @Override
  public void end() {
    ended++;
  }
}
