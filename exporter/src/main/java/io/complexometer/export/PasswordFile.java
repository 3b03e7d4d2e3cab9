package io.complexometer.export;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users and their passwords, in the format that {@code htpasswd -B} writes: a line {@code
 * user:$2y$10$...} for each, hashed by bcrypt (Provos, Mazières, "A future-adaptable password
 * scheme", USENIX 1999). Empty lines and those that begin with {@code #} do not count.
 *
 * <p>A bcrypt hash takes a tenth of a second of a core, on purpose. Prometheus sends its password
 * with every scrape: what was right once is therefore recognised by a keyed digest afterwards, and
 * only guesses pay. They pay one after the other, so that they keep one core busy at most.
 */
final class PasswordFile {
  private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
  private static final String DIGEST = "HmacSHA256";

  /** Cost factors that are let through: less is no protection, more takes seconds. */
  private static final int LEAST_COST = 8;

  private static final int MOST_COST = 15;

  private final Map<String, byte[]> hashes;
  private final Map<String, byte[]> recognised = new ConcurrentHashMap<>();
  private final SecretKeySpec key;
  private final byte[] nobody;

  private PasswordFile(Map<String, byte[]> hashes) {
    this.hashes = hashes;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, DIGEST);
    this.nobody = hashes.values().iterator().next();
  }

  /**
   * Reads a file.
   *
   * @param file as {@code htpasswd -B} writes it
   * @return its users
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is none of a user, or there is none; no hash is in
   *     the message
   */
  static PasswordFile read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    Map<String, byte[]> hashes = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      String hash = line.substring(colon + 1);
      if (colon < 1 || !isUsable(hash)) {
        throw new IllegalArgumentException(
            "%s, line %d: not of the form user:hash with a bcrypt hash of cost %d to %d; make it by: htpasswd -nB USER"
                .formatted(file, i + 1, LEAST_COST, MOST_COST));
      }
      hashes.put(line.substring(0, colon), hash.getBytes(StandardCharsets.US_ASCII));
    }
    if (hashes.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no user: add a line by: htpasswd -nB USER >> " + file.getFileName());
    }
    return new PasswordFile(hashes);
  }

  private static boolean isUsable(String hash) {
    Matcher matcher = HASH.matcher(hash);
    return matcher.matches()
        && Integer.parseInt(matcher.group(1)) >= LEAST_COST
        && Integer.parseInt(matcher.group(1)) <= MOST_COST;
  }

  /** Whether this is a user's password. Takes as long for a user that there is not. */
  boolean accepts(String user, String password) {
    byte[] digest = digest(user, password);
    byte[] known = recognised.get(user);
    if (known != null && MessageDigest.isEqual(known, digest)) {
      return true;
    }
    if (!verifies(user, password)) {
      return false;
    }
    recognised.put(user, digest);
    return true;
  }

  private synchronized boolean verifies(String user, String password) {
    byte[] hash = hashes.getOrDefault(user, nobody);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return isShort(bytes)
        && BCrypt.verifyer().verify(bytes, hash).verified
        && hashes.containsKey(user);
  }

  /** Bcrypt looks at 72 bytes, and the library refuses more. */
  private static boolean isShort(byte... password) {
    return password.length < 72;
  }

  private byte[] digest(String user, String password) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      mac.update(user.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0); // no character of a user's name
      return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
