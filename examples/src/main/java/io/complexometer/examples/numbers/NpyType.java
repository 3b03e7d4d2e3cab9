package io.complexometer.examples.numbers;

import java.nio.ByteBuffer;

/** The types of numbers in an .npy file, by the names that NumPy gives them there. */
public enum NpyType {
  BOOL("b1", 1) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.get(at);
    }
  },
  INT8("i1", 1) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.get(at);
    }
  },
  UINT8("u1", 1) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.get(at) & 0xff;
    }
  },
  INT16("i2", 2) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.getShort(at);
    }
  },
  UINT16("u2", 2) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.getShort(at) & 0xffff;
    }
  },
  INT32("i4", 4) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.getInt(at);
    }
  },
  UINT32("u4", 4) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return Integer.toUnsignedLong(bytes.getInt(at));
    }
  },
  INT64("i8", 8) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.getLong(at);
    }
  },
  UINT64("u8", 8) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      long number = bytes.getLong(at);
      return number >= 0 ? number : ((number >>> 1) | (number & 1)) * 2.0;
    }
  },
  FLOAT16("f2", 2) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return half(bytes.getShort(at));
    }
  },
  FLOAT32("f4", 4) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.getFloat(at);
    }
  },
  FLOAT64("f8", 8) {
    @Override
    public double get(ByteBuffer bytes, int at) {
      return bytes.getDouble(at);
    }
  };

  private final String code;
  private final int bytes;

  NpyType(String code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /**
   * A number.
   *
   * @param bytes in the byte order of the file
   * @param at index of its first byte
   * @return its value; of an integer of 64 bits the nearest
   */
  public abstract double get(ByteBuffer bytes, int at);

  /**
   * Bytes of a number.
   *
   * @return 1, 2, 4 or 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Whether single precision holds every number of the type.
   *
   * @return false for double precision and for integers of more than 16 bits
   */
  public boolean fitsFloat() {
    return bytes <= 2 || this == FLOAT32;
  }

  /**
   * The type by its name in the header: the order of bytes, then the code.
   *
   * @throws io.complexometer.examples.data.DataException if it is no type of numbers
   */
  static NpyType of(String place, String name) {
    String code = name.isEmpty() ? name : name.substring(1);
    for (NpyType type : values()) {
      if (code.equals(type.code) && "<>|=".indexOf(name.charAt(0)) >= 0) {
        return type;
      }
    }
    String complaint =
        switch (code.isEmpty() ? ' ' : code.charAt(0)) {
          case 'O' ->
              " holds Python objects, which would have to be unpickled and may run any code: save"
                  + " numbers, as astype('<f4')";
          case 'c' -> " is complex (" + name + "): save its real part, its imaginary part, or abs";
          case 'U', 'S', 'a' -> " holds text (" + Cell.quoted(name) + "): save numbers";
          default ->
              " holds "
                  + Cell.quoted(name)
                  + ", not bool, int or float of at most 64 bits: save it as astype('<f8')";
        };
    throw NpyHeader.refused(place, complaint.strip());
  }

  /** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
  private static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          // the same in single precision, whose exponent counts from 127 and not from 15
          default -> Float.intBitsToFloat(((exponent + 127 - 15) << 23) | (fraction << 13));
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
