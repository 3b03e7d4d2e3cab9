package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Keeps what a listener says. */
public final class Recorder implements SampleSink {
  final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
  volatile Session session;
  volatile OptionalLong resumedAfter = OptionalLong.empty();
  volatile boolean ended;

  @Override
  public void begin(Session session, Supplier<Health> health) {
    this.session = session;
  }

  @Override
  public void resume(Session session, long iteration, Supplier<Health> health) {
    begin(session, health);
    resumedAfter = OptionalLong.of(iteration);
  }

  @Override
  public void accept(Sample sample) {
    samples.add(sample);
  }

  @Override
  public void end() {
    ended = true;
  }

  List<Long> iterations() {
    return samples.stream().map(Sample::iteration).toList();
  }

  public static Reading reading(Sample sample, String name, String profile) {
    return readings(sample, name, profile).get(0);
  }

  public static List<Reading> readings(Sample sample, String name, String profile) {
    return sample.readings().stream()
        .filter(reading -> reading.series().metric().name().equals(name))
        .filter(reading -> reading.series().metric().profile().equals(profile))
        .toList();
  }

  public static Value value(Sample sample, String name, String profile) {
    return reading(sample, name, profile).value();
  }
}
