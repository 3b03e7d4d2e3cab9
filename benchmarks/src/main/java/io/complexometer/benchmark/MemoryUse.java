package io.complexometer.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/**
 * What memory this process uses.
 *
 * @param heap bytes of heap in use after a collection
 * @param nativeBytes bytes that JavaCPP has handed out
 * @param resident bytes of the process in memory
 */
record MemoryUse(long heap, long nativeBytes, long resident) {

  /** After a collection. */
  static MemoryUse now() {
    System.gc();
    return new MemoryUse(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        Pointer.totalBytes(),
        Pointer.physicalBytes());
  }

  /** Linux forgets the peak of the resident set on request; elsewhere there is no such figure. */
  static boolean resetPeak() throws IOException {
    Path request = Path.of("/proc/self/clear_refs");
    if (!Files.isWritable(request)) {
      return false;
    }
    Files.writeString(request, "5");
    return true;
  }

  /** The largest number of bytes in memory since the peak was reset. */
  static long peakResident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }
}
