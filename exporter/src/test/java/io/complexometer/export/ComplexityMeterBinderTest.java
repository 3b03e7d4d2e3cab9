package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import io.complexometer.network.Layer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComplexityMeterBinderTest {
  private static final int METERS = 51; // of the plain session

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ComplexityMeterBinder binder = new ComplexityMeterBinder();

  @Test
  void bindTo_beforeAndAfterBegin_registersTheSameMeters() {
    SimpleMeterRegistry late = new SimpleMeterRegistry();
    binder.bindTo(registry);
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    binder.bindTo(late);

    assertEquals(ids(registry), ids(late));
    // 16 series; iteration, epoch, score; measured iteration of 2 measures; info; 5 counters,
    // 2 timers, 16 buckets of one; stop requested; 2 stretches, 3 costs
    assertEquals(METERS, 16 + 3 + 2 + 1 + 5 + 2 + 16 + 1 + 2 + 3);
    assertEquals(METERS, registry.getMeters().size());
  }

  @Test
  void bindTo_sameRegistryAgain_changesNothing() {
    binder.bindTo(registry);
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    List<Meter> before = registry.getMeters();
    binder.bindTo(registry);
    assertEquals(before, registry.getMeters());
  }

  @Test
  void begin_eachScope_hasItsTags() {
    begin();
    binder.accept(Lenet.sample("run-1", 300, series -> Value.of(index(series))));

    assertEquals(0, gauge("cpse", "profile", "scaleFree", "team", "vision"));
    assertEquals(3, gauge("cpse.without.first.distance", "profile", "paper"));
    assertEquals(
        7, gauge("cpse.distance", "profile", "paper", "layer", "02_out", "parameter", "W"));
    assertEquals(8, gauge("cpse.matrices"));
    assertEquals(10, gauge("effective.dimension", "layer", "00_conv1"));
    assertEquals(
        Set.of("session", "team", "profile"), keys("complexity.cpse"), "network, with profiles");
    assertEquals(Set.of("session", "team", "layer"), keys("complexity.feature.rows"));
    assertEquals(
        Set.of("session", "team", "layer", "parameter", "profile"),
        keys("complexity.cpse.distance"));
    assertEquals(
        "Effective dimension of the layer's features. Unit: dimensions.",
        registry.find("complexity.effective.dimension").meter().getId().getDescription());
  }

  @Test
  void accept_newSample_replacesValuesAndRegistersNothing() {
    begin();
    binder.accept(Lenet.sample("run-1", 100, series -> Value.of(1)));
    List<Meter> before = registry.getMeters();
    binder.accept(Lenet.sample("run-1", 200, series -> Value.of(2)));

    assertEquals(before, registry.getMeters());
    assertEquals(2, gauge("cpse.matrices"));
    assertEquals(200, gauge("training.iteration"));
    assertEquals(2, gauge("training.epoch"));
    assertEquals(200, gauge("training.score"));
  }

  @Test
  void gauges_absentValue_readNaN() {
    begin();
    assertEquals(Double.NaN, gauge("training.iteration"));
    assertEquals(Double.NaN, gauge("cpse.matrices"));
    assertEquals(Double.NaN, gauge("measured.iteration", "measure", "cpse"));

    Sample sample =
        Lenet.sample(
            "run-1",
            100,
            series ->
                Lenet.is(series, "effective.dimension")
                    ? Value.absent("no variance")
                    : Value.of(1));
    binder.accept(
        new Sample(
            sample.session(),
            sample.iteration(),
            sample.epoch(),
            sample.wallTimeMillis(),
            Value.absent("not finite"),
            sample.readings(),
            List.of(),
            Optional.empty(),
            List.of()));
    assertEquals(Double.NaN, gauge("effective.dimension", "layer", "02_out"));
    assertEquals(Double.NaN, gauge("training.score"));
    assertEquals(100, gauge("training.iteration"));
  }

  @Test
  void measuredIteration_carriedMeasure_isWhenItWasMeasured() {
    begin();
    binder.accept(Lenet.carriedSample("run-1"));
    assertEquals(600, gauge("training.iteration"));
    assertEquals(600, gauge("measured.iteration", "measure", "cpse"));
    assertEquals(500, gauge("measured.iteration", "measure", "effectiveDimension"));
  }

  @Test
  void begin_constants_areThereBeforeTheFirstSample() {
    binder.bindTo(registry);
    binder.begin(Lenet.structured("run-1"), () -> Lenet.HEALTH);
    assertEquals(METERS + 5, registry.getMeters().size());
    assertEquals(18.25, gauge("path.gain", "profile", "edge", "team", "vision"));
    assertEquals(Double.NaN, gauge("vc.bound"));
    assertEquals(4.5, gauge("layer.complexity", "layer", "00_conv1", "profile", "edge"));
    assertEquals(28_800, gauge("layer.macs", "layer", "02_out"));
    assertTrue(
        registry
            .find("complexity.measured.iteration")
            .tags("measure", "structure")
            .meters()
            .isEmpty());
    binder.close();
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void begin_fittedSeries_haveTheirMeters() {
    binder.bindTo(registry);
    binder.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
    // of each of 4 series 20 gauges and 8 decisions; the counter of stops
    assertEquals(METERS + 4 * (20 + 8) + 1, registry.getMeters().size());
    assertEquals(
        Set.of("session", "team", "series", "profile", "layer", "parameter"),
        keys("complexity.scaling.exponent"));
    assertEquals(
        Set.of("session", "team", "series", "profile", "layer", "parameter", "decision"),
        keys("complexity.scaling.decision"));
    assertEquals(Double.NaN, law("decision", Lenet.FITTED.get(0), "decision", "power"));
    assertEquals(
        1,
        registry
            .get("complexity.stops")
            .tags("criterion", "cpse converged")
            .functionCounter()
            .count());
    binder.close();
    assertEquals(List.of(), registry.getMeters());
  }

  /** The law was fitted to t = 91, the newest value is 2.5 and of t = 100. */
  @Test
  void laws_powerWithOffset_isPublishedWithItsIntervals() {
    Series dimension = Lenet.FITTED.get(2);
    accept(99, Laws.powerWithOffset(dimension, 90));
    assertEquals(2.5, law("measured", dimension));
    assertEquals(99, law("measured.iteration", dimension));
    assertEquals(90, law("fitted.iteration", dimension));
    assertEquals(40, law("points", dimension));
    assertEquals(2, law("decades", dimension));
    assertEquals(-0.5, law("exponent", dimension));
    assertEquals(-1, law("exponent.low", dimension));
    assertEquals(-0.2, law("exponent.high", dimension));
    assertEquals(2 + 3 * 0.1, law("value", dimension), 1e-12); // 100^-0.5 = 0.1
    // t dy/dt = -0.5 * 0.3
    assertEquals(-0.15 / 2.3, law("local.slope", dimension), 1e-12);
    assertEquals(3, law("amplitude", dimension));
    assertEquals(2, law("offset", dimension));
    assertEquals(0.25, law("rho", dimension));
    assertEquals(0.75, law("determination", dimension));
    assertEquals(2, law("asymptote", dimension));
    assertEquals(1.5, law("asymptote.low", dimension));
    assertEquals(2.5, law("asymptote.high", dimension));
    // iterations from 0: see the fixture
    assertEquals(99, law("settled.iteration", dimension), 1e-9);
    assertEquals(Math.pow(10, 1.5) - 1, law("settled.iteration.low", dimension), 1e-9);
    assertEquals(Math.pow(10, 2.5) - 1, law("settled.iteration.high", dimension), 1e-9);
    for (Decision decision : Decision.values()) {
      assertEquals(
          decision == Decision.POWER_WITH_OFFSET ? 1 : 0,
          law("decision", dimension, "decision", decision.label()));
    }
  }

  @Test
  void laws_ofOtherKinds_publishWhatTheyHave() {
    Series dimension = Lenet.FITTED.get(2);
    accept(99, Laws.logarithm(dimension, 90));
    assertEquals(Double.NaN, law("exponent", dimension));
    assertEquals(1 + 0.5 * Math.log(100), law("value", dimension), 1e-12);
    assertEquals(Double.NaN, law("asymptote", dimension));
    // |dy/dt| = 0.5 / t: 1000 times that is 0.001 at t = 500,000
    assertEquals(499_999, law("settled.iteration", dimension), 1e-6);
    assertEquals(Double.NaN, law("settled.iteration.low", dimension));

    binder.accept(sample(99, Laws.undecided(dimension, 95)));
    assertEquals(Double.NaN, law("value", dimension));
    assertEquals(22, law("points", dimension));
    assertEquals(1, law("decision", dimension, "decision", "undecided"));
  }

  @Test
  void laws_thatSettleBeyondAllNumbers_neverDo() {
    Series dimension = Lenet.FITTED.get(2);
    accept(99, Laws.endless(dimension, 90));
    assertEquals(0.9999, law("exponent", dimension));
    assertEquals(Double.NaN, law("settled.iteration", dimension));
  }

  @Test
  void laws_ofTheScore_areComparedWithIt() {
    accept(99, Laws.none(Lenet.FITTED.get(2)));
    assertEquals(99, law("measured", Series.SCORE), "Lenet's score is its iteration");
    assertEquals(99, law("measured.iteration", Series.SCORE));
    assertEquals(Double.NaN, law("fitted.iteration", Lenet.FITTED.get(2)));
  }

  private void accept(long iteration, Trend ofDimension) {
    binder.bindTo(registry);
    binder.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
    binder.accept(sample(iteration, ofDimension));
  }

  private static Sample sample(long iteration, Trend ofDimension) {
    return Lenet.fitted(
        Lenet.sample("run-1", iteration, series -> Value.of(2.5)),
        Laws.none(Lenet.FITTED.get(0)),
        Laws.none(Lenet.FITTED.get(1)),
        ofDimension,
        Laws.none(Lenet.FITTED.get(3)));
  }

  private double law(String name, Series series, String... more) {
    return registry
        .get("complexity.scaling." + name)
        .tags("series", series.metric().key(), "profile", series.metric().profile())
        .tags("layer", series.layer().map(layer -> "00_conv1").orElse(""), "parameter", "")
        .tags(more)
        .gauge()
        .value();
  }

  @Test
  void accept_trendsOfAnotherSession_areRefused() {
    binder.bindTo(registry);
    binder.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
    Sample without = Lenet.sample("run-1", 100, series -> Value.of(1));
    assertThrows(IllegalArgumentException.class, () -> binder.accept(without));
  }

  @Test
  void health_eachCount_hasItsMeter() {
    begin();
    // the components of Lenet.HEALTH, in their order
    assertEquals(6, registry.get("complexity.samples").functionCounter().count());
    assertEquals(1, registry.get("complexity.samples.replaced").functionCounter().count());
    assertEquals(2, registry.get("complexity.samples.put.off").functionCounter().count());
    assertEquals(3, registry.get("complexity.failures").functionCounter().count());
    assertEquals(4, registry.get("complexity.ignored.reports").functionCounter().count());
    var analysis = registry.get("complexity.analysis").functionTimer();
    assertEquals(5, analysis.count());
    assertEquals(0.25, analysis.totalTime(TimeUnit.SECONDS));
    // the bounds of a histogram whose counts are those of Lenet's health
    assertEquals(0, within("0.002"));
    assertEquals(1, within("0.005"));
    assertEquals(4, within("0.05"));
    assertEquals(5, within("60.0"));
    assertEquals(5, within("+Inf"));
    var interruption = registry.get("complexity.training.interruption").functionTimer();
    assertEquals(7, interruption.count());
    assertEquals(0.5, interruption.totalTime(TimeUnit.SECONDS));
    assertEquals(1, gauge("stop.requested"));
    assertEquals(1, gauge("interval.stretch", "measure", "cpse"));
    assertEquals(4, gauge("interval.stretch", "measure", "effectiveDimension"));
    var copy = registry.get("complexity.measure.duration").tags("measure", "copy", "layer", "");
    assertEquals(8, copy.functionTimer().count());
    assertEquals(0.125, copy.functionTimer().totalTime(TimeUnit.SECONDS));
    var ofLayer = registry.get("complexity.measure.duration").tags("layer", "02_out");
    assertEquals(10, ofLayer.functionTimer().count());
    assertEquals(1, gauge("session.info", "name", "lenet", "model.type", "MultiLayerNetwork"));
  }

  private double within(String bound) {
    return gauge("analysis.histogram", "le", bound);
  }

  @Test
  void gauges_binderForgotten_keepTheirSample() {
    publishAndForget();
    System.gc();
    assertEquals(1, gauge("cpse.matrices"));
  }

  private void publishAndForget() {
    ComplexityMeterBinder forgotten = new ComplexityMeterBinder();
    forgotten.bindTo(registry);
    forgotten.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    forgotten.accept(Lenet.sample("run-1", 100, series -> Value.of(1)));
  }

  @Test
  void close_severalRegistries_removesOnlyItsOwnMeters() {
    MeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    composite.add(prometheus);
    composite.gauge("user.own", 1);
    ComplexityMeterBinder other = new ComplexityMeterBinder();
    other.bindTo(prometheus);
    other.begin(Lenet.session("run-2"), () -> Lenet.HEALTH);
    Set<Meter.Id> before = ids(prometheus);
    binder.bindTo(composite);
    begin();
    assertEquals(before.size() + METERS, prometheus.getMeters().size());

    binder.close();
    binder.close();

    assertEquals(before, ids(prometheus));
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void close_finishedRun_canBeReadUntilThen() {
    begin();
    binder.accept(Lenet.sample("run-1", 100, series -> Value.of(1)));
    assertEquals(1, gauge("cpse.matrices"));
    binder.close();
    assertTrue(registry.find("complexity.cpse.matrices").meters().isEmpty());
  }

  @Test
  void begin_afterClose_publishesTheNextSession() {
    begin();
    binder.close();
    binder.begin(Lenet.session("run-2"), () -> Lenet.HEALTH);
    binder.accept(Lenet.sample("run-2", 100, series -> Value.of(2)));
    assertEquals(2, gauge("cpse.matrices", "session", "run-2"));
  }

  @Test
  void begin_whileAnotherSessionIsPublished_isRefused() {
    begin();
    var refused =
        assertThrows(
            IllegalStateException.class,
            () -> binder.begin(Lenet.session("run-2"), () -> Lenet.HEALTH));
    assertTrue(refused.getMessage().contains("run-1"), refused.getMessage());
    assertEquals(METERS, registry.getMeters().size());
  }

  @Test
  void begin_otherTagKeysInTheRegistry_isRefusedWhole() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    binder.bindTo(prometheus);
    begin();
    Set<Meter.Id> before = ids(prometheus);
    ComplexityMeterBinder other = new ComplexityMeterBinder();
    SimpleMeterRegistry alone = new SimpleMeterRegistry();
    other.bindTo(alone);
    other.bindTo(prometheus);

    assertThrows(
        IllegalStateException.class,
        () -> other.begin(Lenet.session("run-2", Map.of("owner", "me")), () -> Lenet.HEALTH));

    assertEquals(before, ids(prometheus));
    assertEquals(List.of(), alone.getMeters());
    assertTrue(prometheus.scrape().contains("complexity_training_iteration{session=\"run-1\""));
  }

  @Test
  void begin_userTagWithAKeyOfTheMeters_isLeftOut() {
    binder.bindTo(registry);
    binder.begin(Lenet.session("run-1", Map.of("layer", "mine")), () -> Lenet.HEALTH);
    assertEquals(Set.of("session"), keys("complexity.training.iteration"));
    assertEquals(Set.of("session", "layer"), keys("complexity.effective.dimension"));
    assertFalse(ids(registry).stream().anyMatch(id -> "mine".equals(id.getTag("layer"))));
  }

  /** Prometheus' library refuses a name twice, an empty one, and its own: then nothing is seen. */
  @Test
  void begin_userTagsThatPrometheusCannotTake_areLeftOut() throws IOException {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String key : List.of("", "model_type", "le", "quantile", "data.set", "data_set", "__x")) {
      tags.put(key, "user");
    }
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    binder.bindTo(prometheus);
    binder.begin(Lenet.session("run-1", tags), () -> Lenet.HEALTH);
    binder.accept(Lenet.carriedSample("run-1"));
    String kept = "complexity_training_iteration{_x=\"user\",data_set=\"user\",session=\"run-1\"} ";
    assertTrue(prometheus.scrape().contains(kept));
    byte[] page =
        new MetricsPage(prometheus, List.of(binder), Tags.empty())
            .render(PageFormat.TEXT, Set.of())
            .content()
            .toBytes();
    assertTrue(new String(page, StandardCharsets.UTF_8).contains(kept));
    assertTrue(
        new AbsenceCollector(prometheus, List.of(binder))
            .collect().stream().anyMatch(one -> one instanceof HistogramSnapshot));
  }

  @Test
  void accept_foreignSample_isRefused() {
    Sample foreign = Lenet.sample("run-2", 100, series -> Value.of(1));
    assertThrows(IllegalStateException.class, () -> binder.accept(foreign));
    begin();
    assertThrows(IllegalArgumentException.class, () -> binder.accept(foreign));
    assertEquals(Double.NaN, gauge("cpse.matrices"));
  }

  @Test
  void counters_healthChanges_followIt() {
    AtomicReference<Health> health = new AtomicReference<>(Lenet.HEALTH);
    binder.bindTo(registry);
    binder.begin(Lenet.session("run-1"), health::get);
    health.set(Lenet.health(60, false));
    assertEquals(60, registry.get("complexity.samples").functionCounter().count());
    assertEquals(0, gauge("stop.requested"));
  }

  @Test
  void layerTag_moreThanAHundredLayers_sorts() {
    var wide = new Layer(104, "res5", "ConvolutionLayer");
    var session = Lenet.session("run-1");
    var names =
        SeriesName.of(
            new Session(
                "run-1",
                "resnet",
                Map.of(),
                0,
                "ComputationGraph",
                1,
                Stream.concat(session.layers().stream(), Stream.of(wide)).toList(),
                List.of(),
                Map.of(),
                CpseProfile.SCALE_FREE,
                session.series(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of()));
    assertEquals("000_conv1", names.get(10).layer());
  }

  private void begin() {
    binder.bindTo(registry);
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
  }

  private double gauge(String name, String... tags) {
    return registry.get("complexity." + name).tags(tags).gauge().value();
  }

  private static double index(Series series) {
    return Lenet.series().indexOf(series);
  }

  private Set<String> keys(String name) {
    return registry.find(name).meters().stream()
        .flatMap(meter -> meter.getId().getTags().stream())
        .map(tag -> tag.getKey())
        .collect(Collectors.toSet());
  }

  private static Set<Meter.Id> ids(MeterRegistry registry) {
    return registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
  }
}
