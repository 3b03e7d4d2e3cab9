package io.complexometer.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate and the private key with which an endpoint shows who it is, from files. */
final class TlsFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private TlsFiles() {}

  /**
   * From one PKCS #12 file.
   *
   * @param file customarily {@code *.p12}
   * @param password of the file and of its key
   * @throws IOException if it cannot be read, or the password is wrong
   * @throws IllegalArgumentException if it has no private key
   */
  static SSLContext pkcs12(Path file, char[] password) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      boolean hasKey = false;
      for (String alias : Collections.list(store.aliases())) {
        hasKey |= store.isKeyEntry(alias);
      }
      if (!hasKey) {
        throw new IllegalArgumentException(file + " has no private key");
      }
      return context(store, password);
    } catch (IOException e) { // also a wrong password
      throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * From two PEM files.
   *
   * @param certificates the endpoint's own, and those between it and its root
   * @param key the private key of the first, PKCS #8 and not encrypted
   * @throws IOException if one cannot be read
   * @throws IllegalArgumentException if one does not hold what it should
   */
  static SSLContext pem(Path certificates, Path key) throws IOException {
    char[] password = new char[0]; // of a store that never leaves the memory
    try (InputStream in = Files.newInputStream(certificates)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException(certificates + " has no certificate");
      }
      PrivateKey secret = key(key);
      Certificate own = chain.iterator().next();
      if (!own.getPublicKey().getAlgorithm().equals(secret.getAlgorithm())) {
        throw new IllegalArgumentException(
            "%s has a key of kind %s, and the certificate in %s one of kind %s"
                .formatted(
                    key, secret.getAlgorithm(), certificates, own.getPublicKey().getAlgorithm()));
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("endpoint", secret, password, chain.toArray(new Certificate[0]));
      return context(store, password);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "%s and %s are no certificate and key in PEM: %s"
              .formatted(certificates, key, e.getMessage()),
          e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          file
              + " has no BEGIN PRIVATE KEY; make it so by: openssl pkcs8 -topk8 -nocrypt -in "
              + file.getFileName());
    }
    byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(1));
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(bytes);
    Arrays.fill(bytes, (byte) 0);
    for (String algorithm : ALGORITHMS) {
      Optional<PrivateKey> key = key(encoded, algorithm);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IllegalArgumentException(file + " has a private key that is none of " + ALGORITHMS);
  }

  private static Optional<PrivateKey> key(PKCS8EncodedKeySpec encoded, String algorithm)
      throws GeneralSecurityException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (InvalidKeySpecException e) {
      return Optional.empty(); // of another kind
    }
  }

  private static SSLContext context(KeyStore store, char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
