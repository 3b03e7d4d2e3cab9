package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A session comes into a registry that has meters already, and goes again. */
class UsersMetersTest {
  private static final Duration NEVER = Duration.ofHours(1);

  @TestFactory
  Stream<DynamicTest> registry_withUsersMeters_hasThemAsTheyWere() {
    return Stream.of(
        DynamicTest.dynamicTest("simple", () -> assertUntouched(new SimpleMeterRegistry())),
        DynamicTest.dynamicTest(
            "Prometheus",
            () -> {
              PrometheusMeterRegistry registry =
                  new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
              assertUntouched(registry);
              assertEquals(
                  Set.of(
                      "users_batches_total{kind=\"train\"} 3.0",
                      "users_rate 0.125",
                      "complexity_of_life 42.0",
                      "users_load_seconds_count 1",
                      "users_load_seconds_sum 2.0",
                      "users_load_seconds_max 2.0"),
                  registry
                      .scrape()
                      .lines()
                      .filter(line -> !line.startsWith("#"))
                      .collect(Collectors.toSet()));
            }),
        DynamicTest.dynamicTest(
            "OTLP",
            () -> {
              try (OtlpReceiver receiver = new OtlpReceiver()) {
                ComplexityOtlpRegistry registry =
                    new ComplexityOtlpRegistry(receiver.config(NEVER));
                assertUntouched(registry);
                registry.close();
                assertEquals(
                    Set.of("users.batches", "users.rate", "complexity.of.life", "users.load"),
                    receiver.last().keySet());
              }
            }));
  }

  private static void assertUntouched(MeterRegistry registry) {
    Counter batches = Counter.builder("users.batches").tag("kind", "train").register(registry);
    batches.increment(3);
    Gauge.builder("users.rate", () -> 0.125).register(registry);
    Gauge.builder("complexity.of.life", () -> 42).register(registry); // the same first word
    Timer load = Timer.builder("users.load").register(registry);
    load.record(2, TimeUnit.SECONDS);
    Set<Meter> before = Set.copyOf(registry.getMeters());

    ComplexityMeterBinder meters = new ComplexityMeterBinder();
    meters.bindTo(registry);
    meters.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    meters.accept(Lenet.carriedSample("run-1"));
    Set<Meter> during = Set.copyOf(registry.getMeters());
    assertTrue(during.containsAll(before));
    // 35 of the session without laws, see ComplexityMeterBinderTest, and 16 buckets of a histogram
    assertEquals(35 + 16 + before.size(), during.size());
    assertTrue(
        during.stream()
            .filter(meter -> !before.contains(meter))
            .allMatch(meter -> meter.getId().getTags().contains(Tag.of("session", "run-1"))));
    meters.close();

    assertEquals(before, Set.copyOf(registry.getMeters()));
    assertEquals(3, batches.count());
    assertEquals(0.125, registry.get("users.rate").gauge().value());
    assertEquals(42, registry.get("complexity.of.life").gauge().value());
    assertEquals(1, load.count());
    assertEquals(2, load.totalTime(TimeUnit.SECONDS));
  }
}
