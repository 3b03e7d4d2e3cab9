package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The directory of a zip file: what is in it, and where. Nothing is kept open; the contents are
 * read from their places in the file when they are asked for.
 *
 * @param file the zip file
 * @param entries what is in it, folders left out
 */
record Archive(Path file, List<Entry> entries) {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Deflate makes at most 1032 bytes of one: whoever announces more lies. */
  private static final long LARGEST_RATIO = 1032;

  /**
   * One file in the zip file.
   *
   * @param name with its folder
   * @param place it and the zip file, for complaints
   * @param contents as they are in the file
   * @param method how they are compressed, by its number
   * @param encrypted whether they are
   * @param size in bytes, uncompressed
   * @param checksum CRC-32 of the uncompressed bytes
   */
  record Entry(
      String name,
      String place,
      FileSlice contents,
      int method,
      boolean encrypted,
      long size,
      long checksum) {

    boolean isStored() {
      return method == STORED;
    }

    /**
     * Its bytes, which must be closed.
     *
     * @throws DataException if they cannot be uncompressed, or must not be because the sizes that
     *     the directory gives are impossible
     */
    InputStream open() throws IOException {
      require();
      if (isStored()) {
        return contents.open();
      }
      Inflater inflater = new Inflater(true);
      // a raw stream needs a byte after its end (see Inflater): that of the next entry will do
      FileSlice more = new FileSlice(contents.file(), contents.at(), contents.length() + 1);
      return new InflaterInputStream(more.open(), inflater, 1 << 16) {
        @Override
        public void close() throws IOException {
          super.close();
          inflater.end();
        }
      };
    }

    /** All its bytes, at most so many. */
    byte[] read(int most) throws IOException {
      if (size > most) {
        throw new DataException(
            "%s holds %,d bytes, of which at most %,d are read: save it again."
                .formatted(place, size, most));
      }
      try (InputStream bytes = open()) {
        byte[] all = bytes.readNBytes((int) size);
        CRC32 sum = new CRC32();
        sum.update(all);
        if (all.length != size || sum.getValue() != checksum) {
          throw damaged();
        }
        return all;
      }
    }

    private void require() {
      if (encrypted) {
        throw new DataException(place + " is encrypted: save it without a password.");
      }
      if (method != STORED && method != DEFLATED) {
        throw new DataException(
            "%s is compressed by method %d of zip, not stored or deflated: save it again."
                .formatted(place, method));
      }
      long packed = contents.length();
      boolean possible = isStored() ? size == packed : size / LARGEST_RATIO <= packed;
      if (contents.at() < 0 || packed < 0 || size < 0 || !possible) {
        throw damaged();
      }
    }

    DataException damaged() {
      return new DataException(
          place + " is damaged (its size or checksum does not fit): copy it again.");
    }
  }

  /**
   * Reads the directory.
   *
   * @throws DataException if it is damaged or missing
   */
  static Archive read(Path file) {
    return Complaint.guard(
        file,
        "is a truncated or damaged zip file",
        "copy or download it again",
        () -> {
          List<Entry> entries = new ArrayList<>();
          try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
              if (!entry.isDirectory()) {
                entries.add(entry(file, entry));
              }
            }
          }
          return new Archive(file, List.copyOf(entries));
        });
  }

  private static Entry entry(Path file, ZipArchiveEntry entry) {
    return new Entry(
        entry.getName(),
        file + ", " + Complaint.printable(entry.getName()),
        new FileSlice(file, entry.getDataOffset(), entry.getCompressedSize()),
        entry.getMethod(),
        entry.getGeneralPurposeBit().usesEncryption(),
        entry.getSize(),
        entry.getCrc());
  }

  /** An entry by its name. */
  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }
}
