package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An .npy file, which may be an entry of a zip file.
 *
 * @param name without .npy
 * @param place where it lies, for complaints
 * @param size in bytes, uncompressed
 * @param entry of a zip file, if it is one
 * @param stored where its bytes are, unless they are compressed
 */
record ArrayFile(
    String name,
    String place,
    long size,
    Optional<Archive.Entry> entry,
    Optional<FileSlice> stored) {
  private static final String ENDING = ".npy";

  /** A file of its own. */
  static ArrayFile of(Path file) throws IOException {
    FileSlice slice = FileSlice.of(file);
    return new ArrayFile(
        withoutEnding(file.getFileName().toString()),
        file.toString(),
        slice.length(),
        Optional.empty(),
        Optional.of(slice));
  }

  /** An entry of a zip file. */
  static ArrayFile of(Archive.Entry entry) {
    return new ArrayFile(
        withoutEnding(entry.name()),
        entry.place(),
        entry.size(),
        Optional.of(entry),
        entry.isStored() ? Optional.of(entry.contents()) : Optional.empty());
  }

  /** Whether a name is that of an .npy file. */
  static boolean isNamed(String name) {
    return name.endsWith(ENDING);
  }

  private static String withoutEnding(String name) {
    String bare = isNamed(name) ? name.substring(0, name.length() - ENDING.length()) : name;
    return Complaint.printable(bare);
  }

  /** Its bytes; to be closed. */
  InputStream open() throws IOException {
    return entry.isPresent() ? entry.get().open() : stored.orElseThrow().open();
  }

  /**
   * Its header.
   *
   * @throws io.complexometer.examples.data.DataException if it is damaged, holds no numbers, or is
   *     not as long as it says
   */
  NpyHeader header() {
    return Complaint.guard(
        place,
        "is damaged",
        "copy it again",
        () -> {
          try (InputStream bytes = open()) {
            byte[] start = bytes.readNBytes(NpyHeader.longest());
            if (!NpyHeader.isMagic(start)) {
              throw new DataException(
                  place
                      + (start.length == 0 ? " is empty" : " does not start as an .npy file")
                      + ": save it again with numpy.save.");
            }
            NpyHeader header = NpyHeader.read(place, ByteBuffer.wrap(start));
            header.requireLength(place, size);
            return header;
          }
        });
  }
}
