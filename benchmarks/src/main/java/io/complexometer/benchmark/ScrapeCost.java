package io.complexometer.benchmark;

import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.PrometheusEndpoint;
import io.complexometer.monitor.ComplexityListener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a scrape of a network with many layers takes, over HTTP, while it trains: all measures,
 * the default series fitted. Deep and narrow, since the time of a scrape depends on the number of
 * its series and not on the size of the layers.
 */
@Command(name = "ScrapeCost", description = "Time scrapes of a deep network while it trains.")
final class ScrapeCost implements Callable<Integer> {
  private static final int UNITS = 8;
  private static final int EXAMPLES = 64;

  @Option(names = "--layers", description = "Weight matrices (${DEFAULT-VALUE}).")
  private int layers = 200;

  @Option(names = "--warm-up", description = "Scrapes not counted (${DEFAULT-VALUE}).")
  private int warmUp = 200;

  @Option(names = "--scrapes", description = "Counted scrapes (${DEFAULT-VALUE}).")
  private int scrapes = 1_000;

  @Option(
      names = "--pause",
      description = "Milliseconds between two scrapes, as a server leaves (${DEFAULT-VALUE}).")
  private int pause = 20;

  @Option(names = "--idle", description = "Scrape only before and after the training.")
  private boolean idle;

  /** One scrape. */
  private record Scrape(
      double seconds, double cpuSeconds, boolean collected, int bytes, long series) {}

  @Override
  public Integer call() throws Exception {
    Markdown.printHead(
        "layers",
        "fitted",
        "series",
        "kB",
        "scrapes",
        "samples meanwhile",
        "median ms",
        "p99 ms",
        "without a collection",
        "p99 ms of these",
        "processor ms");
    run("score, cpse", "score", "cpse");
    run("default");
    return 0;
  }

  private void run(String label, String... fitted) throws Exception {
    MultiLayerNetwork network = network();
    INDArray features = Nd4j.rand(EXAMPLES, UNITS);
    INDArray labels = Nd4j.zeros(EXAMPLES, UNITS);
    for (int example = 0; example < EXAMPLES; example++) {
      labels.putScalar(example, example % UNITS, 1);
    }
    ComplexityMeterBinder meters = new ComplexityMeterBinder();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ComplexityListener.Builder builder =
        ComplexityListener.builder().probe(features).everyIterations(10).probeEvery(50);
    if (fitted.length > 0) {
      builder.fit(fitted);
    }
    ExecutorService scraper = Executors.newSingleThreadExecutor();
    try (meters;
        PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry, meters).port(0).start();
        ComplexityListener listener = builder.sink(meters).build()) {
      listener.attach(network);
      while (listener.health().samples() < 2) {
        network.fit(features, labels);
      }
      long before = listener.health().samples();
      Future<List<Scrape>> timed = scraper.submit(() -> scrapes(endpoint.getPort()));
      while (!timed.isDone() && !idle) {
        network.fit(features, labels);
      }
      print(label, timed.get(), listener.health().samples() - before);
    } finally {
      scraper.shutdownNow();
    }
  }

  private List<Scrape> scrapes(int port) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .header("Accept", "application/openmetrics-text;version=1.0.0")
            .build();
    List<Scrape> times = new ArrayList<>();
    for (int i = 0; i < warmUp + scrapes; i++) {
      double cpu = cpuSeconds();
      long collections = collections();
      long start = System.nanoTime();
      byte[] body = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (i >= warmUp) {
        times.add(
            new Scrape(
                seconds,
                cpuSeconds() - cpu,
                collections() > collections,
                body.length,
                i == warmUp ? series(body) : 0));
      }
      Thread.sleep(pause);
    }
    return times;
  }

  /** What the endpoint's threads have taken of the processor, whatever else the machine does. */
  private static double cpuSeconds() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("complexity-endpoint-")) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos / 1e9;
  }

  /** While one runs the whole process stands still, and most are the training's. */
  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long series(byte... body) {
    return new String(body, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .count();
  }

  private void print(String label, List<Scrape> times, long samples) {
    double[] seconds = sorted(times, Scrape::seconds);
    List<Scrape> alone = times.stream().filter(scrape -> !scrape.collected()).toList();
    Markdown.printRow(
        layers,
        label,
        times.get(0).series(),
        times.get(0).bytes() / 1_000,
        times.size(),
        samples,
        Markdown.decimals(1, 1e3 * quantile(0.5, seconds)),
        Markdown.decimals(1, 1e3 * quantile(0.99, seconds)),
        alone.size(),
        Markdown.decimals(1, 1e3 * quantile(0.99, sorted(alone, Scrape::seconds))),
        Markdown.decimals(1, 1e3 * quantile(0.5, sorted(times, Scrape::cpuSeconds))));
  }

  private static double[] sorted(List<Scrape> times, ToDoubleFunction<Scrape> what) {
    return times.stream().mapToDouble(what).sorted().toArray();
  }

  private static double quantile(double share, double... ascending) {
    return ascending.length == 0
        ? Double.NaN
        : ascending[Math.min(ascending.length - 1, (int) (share * ascending.length))];
  }

  private MultiLayerNetwork network() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(1e-3))
            .activation(Activation.TANH)
            .list();
    for (int layer = 1; layer < layers; layer++) {
      list.layer(new DenseLayer.Builder().name("dense" + layer).nOut(UNITS).build());
    }
    list.layer(
        new OutputLayer.Builder().name("out").nOut(UNITS).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork network =
        new MultiLayerNetwork(list.setInputType(InputType.feedForward(UNITS)).build());
    network.init();
    return network;
  }
}
