package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StopSignalTest {

  @Test
  void request_countsOnceAndTellsOnce() {
    StopSignal signal = new StopSignal();
    List<String> told = new ArrayList<>();
    signal.onRequest(told::add);
    assertFalse(signal.isRequested());
    assertTrue(signal.request("first"));
    assertFalse(signal.request("second"));
    assertEquals(Optional.of("first"), signal.reason());
    assertEquals(List.of("first"), told);
    signal.onRequest(told::add);
    assertEquals(List.of("first", "first"), told);
  }

  @Test
  void request_fromACallback() {
    StopSignal signal = new StopSignal();
    List<String> told = new ArrayList<>();
    signal.onRequest(why -> signal.onRequest(told::add));
    signal.onRequest(why -> assertFalse(signal.request("again")));
    signal.request("first");
    assertEquals(List.of("first"), told);
  }

  /** A fault of ours: counted, and the callbacks after it are told all the same. */
  @Test
  void request_withACallbackThatThrows() {
    StopSignal signal = new StopSignal();
    List<Throwable> faults = new ArrayList<>();
    List<String> told = new ArrayList<>();
    signal.onRequest(why -> fail(why)); // only logged so far
    signal.tellFaults(faults::add);
    signal.onRequest(told::add);
    assertTrue(signal.request("enough"));
    assertEquals(List.of("enough"), told);
    signal.onRequest(why -> fail(why));
    assertEquals(2, faults.size());
  }

  private static void fail(String why) {
    throw new IllegalStateException(why);
  }

  /** Whoever asks while the request is made is told once, by one of the two threads. */
  @Test
  void onRequest_whileItIsMade() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      StopSignal signal = new StopSignal();
      AtomicInteger told = new AtomicInteger();
      List<Boolean> first = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean asks = i % 2 == 0;
        threads.add(
            new Thread(
                () -> {
                  await(start);
                  if (asks) {
                    signal.onRequest(why -> told.incrementAndGet());
                  } else {
                    first.add(signal.request("enough"));
                  }
                }));
      }
      threads.forEach(Thread::start);
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(2, told.get());
      assertEquals(1, Collections.frequency(first, true));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
