package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.Constant;
import io.complexometer.monitor.Cost;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Metric.Scope;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A session of a small network, with the metrics of the first release. */
public final class Lenet {

  public static final Layer CONVOLUTION = new Layer(0, "conv1", "ConvolutionLayer");
  public static final Layer POOLING = new Layer(1, "pool1", "SubsamplingLayer");
  public static final Layer OUTPUT = new Layer(2, "out", "OutputLayer");
  public static final WeightMatrix KERNELS = new WeightMatrix(CONVOLUTION, "W", 20, 25);
  public static final WeightMatrix WEIGHTS = new WeightMatrix(OUTPUT, "W", 10, 2880);

  public static final Metric CPSE = cpse("cpse", "scaleFree", Scope.NETWORK);
  public static final Metric DIMENSION =
      new Metric(
          "effectiveDimension",
          "effective.dimension",
          "",
          Scope.LAYER,
          "dimensions",
          "Effective dimension of the layer's features.");
  public static final Health HEALTH = health(6, true);

  /** What laws are fitted to in {@link #fitted}. */
  public static final List<Series> FITTED =
      List.of(
          Series.SCORE,
          Series.of(CPSE),
          Series.of(DIMENSION, CONVOLUTION),
          Series.of(DIMENSION, OUTPUT));

  private Lenet() {}

  /** What the monitor did, with two stretches and three costs. */
  public static Health health(long samples, boolean stopRequested) {
    Map<String, Integer> stretches = new LinkedHashMap<>();
    stretches.put("cpse", 1);
    stretches.put("effectiveDimension", 4);
    return new Health(
        samples,
        1,
        2,
        3,
        4,
        5,
        0.25,
        7,
        0.5,
        stopRequested,
        stopRequested ? 1 : 0,
        stretches,
        List.of(
            new Cost("copy", Optional.empty(), 8, 0.125),
            new Cost("cpse", Optional.empty(), 9, 0.375),
            new Cost("effectiveDimension", Optional.of(OUTPUT), 10, 1.5)),
        // of 5 analyses one took 2 to 5 ms, three 20 to 50 ms, one 100 to 200 ms
        List.of(0L, 0L, 1L, 1L, 1L, 4L, 4L, 5L, 5L, 5L, 5L, 5L, 5L, 5L, 5L));
  }

  public static Session session(String id) {
    return session(id, Map.of("team", "vision"));
  }

  public static Session session(String id, Map<String, String> tags) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("everyIterations", "100");
    settings.put("probe", "32 x 784");
    return new Session(
        id,
        "lenet",
        tags,
        1_700_000_000_000L,
        "MultiLayerNetwork",
        29_330,
        List.of(CONVOLUTION, POOLING, OUTPUT),
        List.of(KERNELS, WEIGHTS),
        settings,
        CpseProfile.SCALE_FREE,
        series(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** The same session with a criterion, and with laws of the score, cPSE and both dimensions. */
  public static Session fitted(String id) {
    Session plain = session(id);
    return new Session(
        plain.id(),
        plain.name(),
        plain.tags(),
        plain.startMillis(),
        plain.modelType(),
        plain.parameters(),
        plain.layers(),
        plain.matrices(),
        plain.settings(),
        plain.headline(),
        plain.series(),
        Optional.empty(),
        List.of(),
        FITTED,
        Optional.of("cpse converged"),
        List.of());
  }

  /** A sample of it, with a law for each of what is fitted. */
  public static Sample fitted(Sample sample, Trend... trends) {
    return new Sample(
        sample.session(),
        sample.iteration(),
        sample.epoch(),
        sample.wallTimeMillis(),
        sample.score(),
        sample.readings(),
        List.of(trends),
        Optional.empty(),
        sample.densities());
  }

  /** The same session with densities of both its matrices. */
  public static Session dense(String id) {
    Session plain = session(id);
    return new Session(
        plain.id(),
        plain.name(),
        plain.tags(),
        plain.startMillis(),
        plain.modelType(),
        plain.parameters(),
        plain.layers(),
        plain.matrices(),
        plain.settings(),
        plain.headline(),
        plain.series(),
        plain.structure(),
        plain.constants(),
        plain.fitted(),
        plain.criterion(),
        plain.matrices());
  }

  /** A sample of it. */
  public static Sample dense(Sample plain, Density... densities) {
    return new Sample(
        plain.session(),
        plain.iteration(),
        plain.epoch(),
        plain.wallTimeMillis(),
        plain.score(),
        plain.readings(),
        plain.trends(),
        plain.stop(),
        List.of(densities));
  }

  /** The same session with the structure of its network, of which some is published. */
  public static Session structured(String id) {
    Session plain = session(id);
    return new Session(
        plain.id(),
        plain.name(),
        plain.tags(),
        plain.startMillis(),
        plain.modelType(),
        plain.parameters(),
        plain.layers(),
        plain.matrices(),
        plain.settings(),
        plain.headline(),
        plain.series(),
        Optional.of(LenetStructure.structure()),
        List.of(
            new Constant(Series.of(structure("path.gain", "edge", Scope.NETWORK)), Value.of(18.25)),
            new Constant(
                Series.of(structure("vc.bound", "", Scope.NETWORK)),
                Value.absent("fewer than three units")),
            new Constant(
                Series.of(structure("layer.complexity", "edge", Scope.LAYER), CONVOLUTION),
                Value.of(4.5)),
            new Constant(
                Series.of(structure("layer.complexity", "edge", Scope.LAYER), OUTPUT),
                Value.absent("unknown layer")),
            new Constant(
                Series.of(structure("layer.macs", "", Scope.LAYER), OUTPUT), Value.of(28_800))),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static Metric structure(String name, String profile, Scope scope) {
    return new Metric("structure", name, profile, scope, "bits", "What " + name + " says.");
  }

  /** A sample in which every series has the value that the function gives it. */
  public static Sample sample(String session, long iteration, Function<Series, Value> value) {
    return new Sample(
        session,
        iteration,
        (int) (iteration / 100),
        1_700_000_001_000L,
        Value.of((double) iteration),
        series().stream()
            .map(series -> new Reading(series, value.apply(series), iteration))
            .toList(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** At iteration 600: cpse fresh, effective dimension of 500, no variance in the output layer. */
  public static Sample carriedSample(String session) {
    Map<String, Double> numbers =
        Map.of(
            "cpse scaleFree", 1.25,
            "cpse paper", 1.5,
            "cpse.without.first.distance scaleFree", 0.75,
            "cpse.distance scaleFree", 0.5,
            "cpse.distance paper", 0.625,
            "cpse.matrices ", 2.0,
            "effective.dimension ", 17.5,
            "feature.rows ", 128.0);
    List<Reading> readings = new ArrayList<>();
    for (Series series : series()) {
      boolean features = series.metric().measure().equals("effectiveDimension");
      Double number = numbers.get(series.metric().name() + " " + series.metric().profile());
      if (is(series, "effective.dimension") && series.layer().orElseThrow().equals(OUTPUT)) {
        readings.add(new Reading(series, Value.absent("no variance"), 500));
      } else if (is(series, "feature.units")) {
        readings.add(new Reading(series, Value.absent("no probe"), -1));
      } else if (number == null || isConvolutionOfPaper(series)) {
        readings.add(new Reading(series, Value.absent("one matrix"), 600));
      } else {
        readings.add(new Reading(series, Value.of(number), features ? 500 : 600));
      }
    }
    return new Sample(
        session,
        600,
        3,
        1_700_000_060_000L,
        Value.of(0.125),
        readings,
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static boolean isConvolutionOfPaper(Series series) {
    return series.matrix().filter(KERNELS::equals).isPresent()
        && series.metric().profile().equals("paper");
  }

  public static List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (String name : List.of("cpse", "cpse.without.first.distance")) {
      series.add(Series.of(cpse(name, "scaleFree", Scope.NETWORK)));
      series.add(Series.of(cpse(name, "paper", Scope.NETWORK)));
    }
    for (WeightMatrix matrix : List.of(KERNELS, WEIGHTS)) {
      series.add(Series.of(cpse("cpse.distance", "scaleFree", Scope.MATRIX), matrix));
      series.add(Series.of(cpse("cpse.distance", "paper", Scope.MATRIX), matrix));
    }
    series.add(Series.of(cpse("cpse.matrices", "", Scope.NETWORK)));
    series.add(Series.of(cpse("cpse.widest.order", "", Scope.NETWORK)));
    for (Layer layer : List.of(CONVOLUTION, OUTPUT)) {
      series.add(Series.of(DIMENSION, layer));
      series.add(Series.of(features("feature.rows"), layer));
      series.add(Series.of(features("feature.units"), layer));
    }
    return series;
  }

  public static boolean is(Series series, String metric) {
    return series.metric().name().equals(metric);
  }

  private static Metric cpse(String name, String profile, Scope scope) {
    return new Metric("cpse", name, profile, scope, "", "What " + name + " says.");
  }

  private static Metric features(String name) {
    return new Metric("effectiveDimension", name, "", Scope.LAYER, "", "What " + name + " counts.");
  }
}
