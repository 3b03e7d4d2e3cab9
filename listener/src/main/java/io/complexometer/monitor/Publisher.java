package io.complexometer.monitor;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the criterion look at each sample, and hands it to the sinks. Both are the user's: whatever
 * they throw is counted, and ends here.
 */
final class Publisher {
  private static final Logger log = LoggerFactory.getLogger(ComplexityListener.class);

  private final Session session;
  private final Settings settings;
  private final StopSignal stop;
  private final Progress progress;
  private final HealthCounters health;
  private volatile boolean ended; // the training has: nothing can stop it now

  Publisher(
      Session session,
      Settings settings,
      StopSignal stop,
      Progress progress,
      HealthCounters health) {
    this.session = session;
    this.settings = settings;
    this.stop = stop;
    this.progress = progress;
    this.health = health;
  }

  /** The session begins, or goes on. */
  void begin(Supplier<Health> state) {
    OptionalLong after = progress.resumedAfter();
    tellAll(
        sink -> {
          if (after.isPresent()) {
            sink.resume(session, after.getAsLong(), state);
          } else {
            sink.begin(session, state);
          }
        });
  }

  /** What is measured from now on stops nothing. */
  void trainingEnded() {
    ended = true;
  }

  void end() {
    tellAll(SampleSink::end);
  }

  /** The sample that ends a training says so itself. */
  void publish(Sample sample) {
    health.samples.increment();
    settings
        .criterion()
        .filter(criterion -> !ended)
        .ifPresent(criterion -> test(criterion, sample));
    Sample published = sample.stopped(stop.reason());
    tellAll(sink -> sink.accept(published));
  }

  private void test(Criterion criterion, Sample sample) {
    try {
      Verdict verdict = criterion.test(sample);
      if (verdict.met() && stop.request(verdict.why())) {
        health.stops.increment();
        log.info("{}: stop requested: {}", session.id(), verdict.why());
        progress.stopped(verdict.why());
      }
    } catch (Throwable e) {
      health.failure("criterion failed", e);
    }
  }

  private void tellAll(Consumer<SampleSink> message) {
    settings.sinks().forEach(sink -> tell(sink, message));
  }

  private void tell(SampleSink sink, Consumer<SampleSink> message) {
    try {
      message.accept(sink);
    } catch (Throwable e) {
      health.failure("sink " + sink.getClass().getSimpleName() + " failed", e);
    }
  }
}
