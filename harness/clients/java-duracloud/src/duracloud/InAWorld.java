package duracloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.duracloud.client.ContentStore;
import org.duracloud.error.ContentStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests have in common: a world for each, and short words for what they do all the time.
 */
public abstract class InAWorld {
  protected World world;

  @BeforeEach
  void begin() {
    world = new World();
  }

  @AfterEach
  void end() {
    world.close();
  }

  /**
   * Adds a text without saying more about it than its type. @return the checksum that the store
   * answered
   */
  protected static String add(ContentStore store, String space, String id, String text)
      throws ContentStoreException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return store.addContent(
        space, id, new ByteArrayInputStream(bytes), bytes.length, "text/plain", null, null);
  }

  protected static String text(ContentStore store, String space, String id)
      throws ContentStoreException, IOException {
    return text(store.getContent(space, id).getStream());
  }

  protected static String text(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  protected static List<String> list(Iterator<String> items) {
    List<String> list = new ArrayList<>();
    items.forEachRemaining(list::add);
    return list;
  }

  protected static String md5(String text) {
    return md5(text.getBytes(StandardCharsets.UTF_8));
  }

  protected static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }
}
