package io.complexometer.examples;

import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.ComplexityOtlpRegistry;
import io.complexometer.export.PrometheusEndpoint;
import io.complexometer.export.PushGatewaySink;
import io.complexometer.monitor.SampleSink;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All ways out of one run that the options ask for, but for files: opened before it begins, and
 * waited for at its end.
 */
final class Publication implements AutoCloseable {
  private final EndpointOptions endpointOptions;
  private final PushOptions pushOptions;
  private final PrintWriter out;
  private final ComplexityMeterBinder meters = new ComplexityMeterBinder();
  private final PrometheusEndpoint endpoint;
  private final Optional<PushGatewaySink> push;
  private final Optional<ComplexityOtlpRegistry> otlp;
  private boolean endedWell;

  /**
   * Opens them.
   *
   * @param endpointOptions where it is served; checked
   * @param pushOptions where it is pushed to; checked
   * @param out told what is waited for
   * @throws IOException if an option has to be changed; nothing is open then
   */
  Publication(EndpointOptions endpointOptions, PushOptions pushOptions, PrintWriter out)
      throws IOException {
    this.endpointOptions = endpointOptions;
    this.pushOptions = pushOptions;
    this.out = out;
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.push = pushOptions.push().map(sink -> sink.countFailuresIn(registry).build());
    this.endpoint = endpointOptions.start(registry, meters);
    this.otlp = pushOptions.otlp(meters);
  }

  /** To be told of the run. */
  List<SampleSink> sinks() {
    List<SampleSink> sinks = new ArrayList<>();
    sinks.add(meters);
    push.ifPresent(sinks::add);
    return sinks;
  }

  /** Says where the metrics are to be found. */
  void describe() {
    out.println("metrics: " + endpointOptions.address(endpoint));
    if (!pushOptions.describe().isEmpty()) {
      out.println("metrics are " + pushOptions.describe());
    }
    out.flush();
  }

  /**
   * Waits, after the run has ended well, until its last sample has arrived where it shall.
   *
   * @param interruption ends the waiting at once
   */
  void end(Interruption interruption) {
    if (interruption.hasCome()) {
      return; // that is none that ended well, and whoever asked for it does not want to wait
    }
    endedWell = true;
    if (push.isPresent() && pushOptions.delete().isPresent()) {
      say(
          "once it has arrived, it is deleted at the gateway after "
              + pushOptions.delete().get()
              + " s");
    }
    push.ifPresent(sink -> interruption.interrupts(sink::close));
    otlp.ifPresent(ComplexityOtlpRegistry::close);
    if (!endpointOptions.linger().isZero()) {
      interruption.interrupts(this::linger);
    }
  }

  private void linger() throws InterruptedException {
    boolean scraped;
    try (Countdown countdown = new Countdown(out, "waiting %d s for the last scrape")) {
      scraped = endpoint.awaitScrape(endpointOptions.linger(), countdown);
    }
    say(scraped ? "the last sample has been scraped" : "the last sample has not been scraped");
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Waits for what is still to be pushed, not for long; and closes everything. */
  @Override
  public void close() {
    if (!endedWell) {
      push.ifPresent(PushGatewaySink::keep);
    }
    push.ifPresent(PushGatewaySink::close);
    otlp.ifPresent(ComplexityOtlpRegistry::close);
    endpoint.close();
    meters.close();
  }
}
