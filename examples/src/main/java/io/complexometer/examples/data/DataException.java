package io.complexometer.examples.data;

/**
 * Data that cannot be used. The message is one sentence for the user: what is wrong, what to do.
 */
public final class DataException extends RuntimeException {

  /**
   * Data that cannot be used.
   *
   * @param message what is wrong and what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * Data that could not be read.
   *
   * @param message what is wrong and what to do
   * @param cause what the file system said
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
