package io.complexometer.network;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.util.List;
import java.util.jar.JarFile;

/** The classes that a release holds, so that a table of them can be seen to be complete. */
final class ReleasedClasses {
  private ReleasedClasses() {}

  /**
   * The concrete classes of a type in the package of one of them and below.
   *
   * @param type what they are
   * @param one of them
   */
  static <T> List<Class<? extends T>> of(Class<T> type, Class<?> one) {
    String folder = one.getPackageName().replace('.', '/') + "/";
    try (JarFile jar =
        new JarFile(new File(one.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
          .map(name -> load(name.substring(0, name.length() - 6).replace('/', '.')))
          .filter(loaded -> type.isAssignableFrom(loaded))
          .filter(loaded -> !Modifier.isAbstract(loaded.getModifiers()))
          .<Class<? extends T>>map(loaded -> loaded.asSubclass(type))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ReleasedClasses.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
