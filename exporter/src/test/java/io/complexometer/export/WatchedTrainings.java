package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.StopSignal;
import io.complexometer.monitor.Trend;
import io.complexometer.monitor.Verdict;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Three short trainings behind one endpoint: two sound ones, of which one has a spectrum that is
 * estimated and laws with round numbers, and one with a weight that is not a number. Where there is
 * a Prometheus, it has seen each before their first iteration and after their last.
 *
 * @param sound the sound training
 * @param broken the other
 * @param estimated a sound one with a spectrum that is estimated, and the laws of {@link
 *     Laws#powerWithOffset}
 * @param scraped a scrape of the endpoint after both
 * @param start before everything
 * @param end after everything
 * @param endpoint what is scraped, still open
 * @param prometheus the server, still running, if its program is installed
 */
record WatchedTrainings(
    Run sound,
    Run broken,
    Run estimated,
    String scraped,
    Instant start,
    Instant end,
    PrometheusEndpoint endpoint,
    Optional<PrometheusServer> prometheus)
    implements AutoCloseable {

  private static final int ITERATIONS = 40;
  private static final int MOST_ITERATIONS = 1000;
  private static final int LIMIT = 50; // less than the first two layers have
  private static final int EXACT = WeightSpectrum.LARGEST_EXACT_ORDER;
  private static final int EXAMPLES = 100;
  private static final int INPUTS = 24;
  private static final int CLASSES = 3;

  /**
   * What was watched.
   *
   * @param session the session
   * @param lastSample its last sample
   */
  record Run(Session session, Sample lastSample) {}

  /**
   * Trains. The endpoint then stays open: Prometheus shows nothing more of a target that is gone.
   *
   * @param program of Prometheus, if it is installed
   * @param folder an empty folder for it
   */
  static WatchedTrainings run(Optional<Path> program, Path folder) throws Exception {
    Instant start = Instant.now();
    ComplexityMeterBinder first = new ComplexityMeterBinder();
    ComplexityMeterBinder second = new ComplexityMeterBinder();
    ComplexityMeterBinder third = new ComplexityMeterBinder();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.builder(registry, first, second, third).port(0).start();
    Optional<PrometheusServer> prometheus = Optional.empty();
    try {
      if (program.isPresent()) {
        prometheus = Optional.of(PrometheusServer.start(program.get(), folder, endpoint.getPort()));
      }
      Run sound = train("sound", network(), EXACT, first, prometheus);
      MultiLayerNetwork network = network();
      network.getParam("2_W").putScalar(0, Double.NaN);
      Run broken = train("broken", network, EXACT, second, prometheus);
      Run estimated = train("estimated", network(), LIMIT, lawful(third), prometheus);
      String scraped = scrape(endpoint.getPort());
      return new WatchedTrainings(
          sound, broken, estimated, scraped, start, Instant.now(), endpoint, prometheus);
    } catch (Exception | AssertionError e) {
      prometheus.ifPresent(PrometheusServer::close);
      endpoint.close();
      throw e;
    }
  }

  private static Run train(
      String name,
      MultiLayerNetwork network,
      int largestExactOrder,
      SampleSink meters,
      Optional<PrometheusServer> prometheus)
      throws Exception {
    INDArray features = random(1, EXAMPLES, INPUTS);
    INDArray labels = Nd4j.zeros(EXAMPLES, CLASSES);
    for (int example = 0; example < EXAMPLES; example++) {
      labels.putScalar(example, (int) (features.getDouble(example, 0) * CLASSES), 1);
    }
    AtomicReference<Sample> last = new AtomicReference<>();
    Session session;
    try (ComplexityListener listener =
        ComplexityListener.builder()
            .name(name)
            .probe(features)
            .everyIterations(2)
            .probeEvery(4)
            .fit("score", "cpse", "spectralNorm")
            .stopWhen(sample -> Verdict.notMet("all iterations count"), new StopSignal())
            .mode(Mode.INLINE)
            .share(1)
            .largestExactOrder(largestExactOrder)
            .chainLimit(largestExactOrder)
            .spectralDensity(true)
            .sink(meters)
            .sink(last::set)
            .build()) {
      session = listener.attach(network);
      // Rates need a scrape from before the counters move.
      awaitScrape(prometheus, session, "complexity_samples_total", 0);
      int iterations = ITERATIONS;
      for (int iteration = 0; iteration < iterations; iteration++) {
        network.fit(features, labels);
        if (awaitsNull(last.get()) && iterations < MOST_ITERATIONS) {
          iterations++; // random networks are drawn one layer after an iteration
        }
      }
    }
    awaitScrape(prometheus, session, "complexity_training_iteration", last.get().iteration());
    return new Run(session, last.get());
  }

  /**
   * What laws come out of forty iterations nobody knows: this run publishes a power law for each
   * series.
   */
  private static SampleSink lawful(ComplexityMeterBinder meters) {
    return new SampleSink() {
      @Override
      public void begin(Session session, Supplier<Health> health) {
        meters.begin(session, health);
      }

      @Override
      public void accept(Sample sample) {
        meters.accept(
            Lenet.fitted(
                sample,
                sample.trends().stream()
                    .map(trend -> Laws.powerWithOffset(trend.series(), sample.iteration()))
                    .toArray(Trend[]::new)));
      }
    };
  }

  private static boolean awaitsNull(Sample sample) {
    return sample.readings().stream()
        .filter(reading -> reading.series().metric().name().equals("cpse.z"))
        .anyMatch(reading -> reading.value().equals(Value.absent("null not drawn yet")));
  }

  private static void awaitScrape(
      Optional<PrometheusServer> prometheus, Session session, String metric, long value)
      throws Exception {
    if (prometheus.isPresent()) {
      String expression = metric + "{session=\"" + session.id() + "\"} == " + value;
      prometheus
          .get()
          .await("shows " + expression, () -> !prometheus.get().query(expression).isEmpty());
    }
  }

  private static String scrape(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /**
   * Four weight matrices, so that cPSE has three distances: the first has few eigenvalues to fit a
   * tail to (24), the second enough (52), the others too few. Of the third, all patterns of units
   * are seen.
   */
  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .activation(Activation.TANH)
                .list(
                    new DenseLayer.Builder().name("first").nIn(INPUTS).nOut(60).build(),
                    new DenseLayer.Builder().name("second").nOut(52).build(),
                    new DenseLayer.Builder().name("third").nOut(3).build(),
                    new OutputLayer.Builder()
                        .name("out")
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build());
    network.init();
    return network;
  }

  /** Numbers from 0 to 1 that do not depend on ND4J's own random state. */
  private static INDArray random(long seed, long... shape) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
  }

  @Override
  public void close() {
    prometheus.ifPresent(PrometheusServer::close);
    endpoint.close();
  }
}
