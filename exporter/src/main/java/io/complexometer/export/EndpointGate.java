package io.complexometer.export;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets through to an endpoint what it is for, before anything of a request but its head is read:
 * its own paths, GET and HEAD, and users with their passwords. The rest is answered in a line, and
 * counted.
 */
final class EndpointGate extends Authenticator implements AutoCloseable {
  private static final String BASIC = "Basic ";
  private static final String REJECTED = SeriesName.PREFIX + "endpoint.rejected";
  private static final HttpPrincipal ANYONE = new HttpPrincipal("anyone", "metrics");

  /** Why a request was turned away. */
  private enum Reason {
    PATH(404),
    METHOD(405),
    CREDENTIALS(401);

    private final int status;

    Reason(int status) {
      this.status = status;
    }
  }

  private final Set<String> paths;
  private final Optional<PasswordFile> passwords;
  private final MeterRegistry registry;
  private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
  private final List<Counter> own = new ArrayList<>(); // and not of another endpoint's gate

  /**
   * A gate.
   *
   * @param paths that there are
   * @param passwords of those who may pass; empty for anyone
   * @param registry where it is counted who may not
   */
  EndpointGate(Set<String> paths, Optional<PasswordFile> passwords, MeterRegistry registry) {
    this.paths = paths;
    this.passwords = passwords;
    this.registry = registry;
    for (Reason reason : Reason.values()) {
      String label = reason.name().toLowerCase(Locale.ROOT);
      boolean known = registry.find(REJECTED).tag("reason", label).counter() != null;
      Counter counter =
          Counter.builder(REJECTED)
              .description("Requests that the metrics endpoint turned away.")
              .tag("reason", label)
              .register(registry);
      rejected.put(reason, counter);
      if (!known) {
        own.add(counter);
      }
    }
  }

  /** The tags that the registry gives to all its meters: there is no asking it. */
  Tags commonTags() {
    return Tags.of(
        rejected.get(Reason.PATH).getId().getTags().stream()
            .filter(tag -> !tag.getKey().equals("reason"))
            .toList());
  }

  @Override
  public Result authenticate(HttpExchange exchange) {
    if (!paths.contains(exchange.getRequestURI().getRawPath())) {
      return refused(exchange, Reason.PATH);
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return refused(exchange, Reason.METHOD);
    }
    if (passwords.isPresent() && !isUser(exchange)) {
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Basic realm=\"metrics\", charset=\"UTF-8\"");
      return refused(exchange, Reason.CREDENTIALS);
    }
    return new Success(ANYONE);
  }

  private Result refused(HttpExchange exchange, Reason reason) {
    rejected.get(reason).increment();
    exchange.getResponseHeaders().set("Connection", "close"); // and whatever body there is, unread
    return new Failure(reason.status);
  }

  private boolean isUser(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    String pair;
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      pair = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int colon = pair.indexOf(':');
    return colon > 0
        && passwords.orElseThrow().accepts(pair.substring(0, colon), pair.substring(colon + 1));
  }

  /** Takes its counters out of the registry. */
  @Override
  public void close() {
    own.forEach(registry::remove);
  }
}
