package io.complexometer.examples.recording;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The types of numbers in an .npy file, by the names that NumPy gives them there. */
enum NpyType {
  BOOL("b1", 1) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.get(at);
    }
  },
  INT8("i1", 1) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.get(at);
    }
  },
  UINT8("u1", 1) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.get(at) & 0xff;
    }
  },
  INT16("i2", 2) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.getShort(at);
    }
  },
  UINT16("u2", 2) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.getShort(at) & 0xffff;
    }
  },
  INT32("i4", 4) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.getInt(at);
    }
  },
  UINT32("u4", 4) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return Integer.toUnsignedLong(bytes.getInt(at));
    }
  },
  INT64("i8", 8) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.getLong(at);
    }
  },
  UINT64("u8", 8) {
    @Override
    double get(ByteBuffer bytes, int at) {
      long number = bytes.getLong(at);
      return number >= 0 ? number : ((number >>> 1) | (number & 1)) * 2.0;
    }
  },
  FLOAT16("f2", 2) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return half(bytes.getShort(at));
    }
  },
  FLOAT32("f4", 4) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.getFloat(at);
    }
  },
  FLOAT64("f8", 8) {
    @Override
    double get(ByteBuffer bytes, int at) {
      return bytes.getDouble(at);
    }
  };

  private final String code;
  private final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The number at an index of little-endian bytes. */
  abstract double get(ByteBuffer bytes, int at);

  /** Bytes of a number. */
  int bytes() {
    return bytes;
  }

  /**
   * The type by its name in the header: the order of bytes, then the code.
   *
   * @throws io.complexometer.examples.data.DataException if it is no type of little-endian numbers
   */
  static NpyType of(Path file, String name) {
    if (name.startsWith(">")) {
      throw NpyHeader.refused(
          file, "is big-endian (" + name + "): save it as astype('<" + name.substring(1) + "')");
    }
    for (NpyType type : values()) {
      if (name.equals("<" + type.code) || name.equals("|" + type.code)) {
        return type;
      }
    }
    throw NpyHeader.refused(
        file, "holds " + Cell.quoted(name) + ", not bool, int or float: save it as astype('<f8')");
  }

  /** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (fraction + 0x400) * Math.scalb(1.0, exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
