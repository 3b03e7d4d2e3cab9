package io.complexometer.export;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The Java runtime's own HTTP server, which Prometheus's client library uses too, so that nobody
 * can do much with it: few threads, that do not keep the process alive, and a limit to what waits
 * and to how long a request may take.
 */
final class EndpointServer implements AutoCloseable {
  /** More scrapes at a time would wait; far more, as nobody honest has, are left unanswered. */
  private static final int MOST_THREADS = 8;

  private static final int MOST_WAITING = 256;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;

  private EndpointServer(HttpServer server, ThreadPoolExecutor threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens.
   *
   * @param address where
   * @param tls how it shows who it is; empty for HTTP
   * @param gate lets requests through, or not
   * @param handler answers those
   * @throws IOException if the address cannot be listened on
   */
  static EndpointServer start(
      InetSocketAddress address, Optional<SSLContext> tls, Authenticator gate, HttpHandler handler)
      throws IOException {
    limit("sun.net.httpserver.maxReqTime", "60"); // seconds to send a request
    limit("sun.net.httpserver.maxRspTime", "600"); // and to take the answer
    HttpServer server;
    if (tls.isPresent()) {
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      server = secure;
    } else {
      server = HttpServer.create(address, 0);
    }
    ThreadPoolExecutor threads = threads();
    server.setExecutor(threads);
    server.createContext("/", handler).setAuthenticator(gate);
    // its thread is a daemon as the one is that starts it, and then need not be asked to end
    Thread starter = new Thread(server::start, "complexity-endpoint-start");
    starter.setDaemon(true);
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it has next to nothing to do, and does it
    }
    return new EndpointServer(server, threads);
  }

  /** The runtime reads these once, when the first server of the process is made. */
  private static void limit(String property, String seconds) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, seconds);
    }
  }

  private static ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "complexity-endpoint-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // the server ends what is never answered
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
