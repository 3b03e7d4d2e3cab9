package io.complexometer.monitor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of a listener: what a session is called, where its samples go, what ends it, and what it
 * goes on from.
 *
 * @param <B> the builder that has them
 */
abstract class SessionOptions<B extends SessionOptions<B>> extends MeasureOptions<B> {
  String name = "training";
  final Map<String, String> tags = new LinkedHashMap<>();
  final Map<String, String> notes = new LinkedHashMap<>();
  final List<SampleSink> sinks = new ArrayList<>();
  Optional<Criterion> criterion = Optional.empty();
  StopSignal stop = new StopSignal();
  Optional<Path> resume = Optional.empty();

  SessionOptions() {}

  /**
   * Names the run.
   *
   * @param name the beginning of the session's id; by default {@code training}
   * @return this
   */
  public B name(String name) {
    this.name = name;
    return self();
  }

  /**
   * Adds a tag to all series of the session.
   *
   * @param key the tag's name; the same for all sessions of a registry
   * @param value its value
   * @return this
   */
  public B tag(String key, String value) {
    tags.put(key, value);
    return self();
  }

  /**
   * Adds a line to the description of the session: a batch size, the name of a data set. It appears
   * in the sample log, not in metrics.
   *
   * @param key what it says
   * @param value in words
   * @return this
   */
  public B note(String key, String value) {
    notes.put(key, value);
    return self();
  }

  /**
   * Adds a place where samples go.
   *
   * @param sink told of the session and of each sample
   * @return this
   */
  public B sink(SampleSink sink) {
    sinks.add(sink);
    return self();
  }

  /**
   * Gives a signal when a criterion is met; the training ends if its iterator heeds it: see {@link
   * io.complexometer.monitor.stopping.StoppingIterator}.
   *
   * @param criterion looks at every sample; of this listener only
   * @param signal is given once
   * @return this
   */
  public B stopWhen(Criterion criterion, StopSignal signal) {
    this.criterion = Optional.of(criterion);
    return stopSignal(signal);
  }

  /**
   * Notes in samples and health that a training was asked to stop, where no criterion does it: by
   * Ctrl-C, by a button.
   *
   * @param signal that the training heeds
   * @return this
   */
  public B stopSignal(StopSignal signal) {
    this.stop = Objects.requireNonNull(signal, "signal");
    return self();
  }

  /**
   * Goes on with the session of a state that {@link ComplexityListener#save} has written, on a
   * model that has done as many iterations as the one saved with it: with the same id, the same
   * series, the same fits. Where there is no such file a new session begins, so that one program
   * can be started again and again. So it does where the file is damaged or of another network,
   * measures, fits, criterion or seed; then a warning says why, and a failure is counted.
   *
   * @param file read when the listener attaches
   * @return this
   */
  public B resume(Path file) {
    this.resume = Optional.of(file);
    return self();
  }
}
