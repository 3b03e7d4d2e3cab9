package io.complexometer.monitor;

/** A saved state that cannot be gone on from. The message says what is wrong with it. */
final class StateException extends RuntimeException {

  StateException(String message) {
    super(message);
  }

  StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
