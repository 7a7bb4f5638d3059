package duracloud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManagerImpl;
import org.duracloud.client.task.S3TaskClientImpl;
import org.duracloud.common.model.Credential;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.NotFoundException;
import org.junit.jupiter.api.Test;

/** What the client does again, as the journal of the world tells. */
class RetriesTest extends InAWorld {
  private ContentStore patient() throws Exception {
    return world.manager("root").getContentStore(World.S3);
  }

  @Test
  void a_task_that_fails_is_tried_four_times() throws Exception {
    ContentStore store = patient();
    List<Exception> heard = Collections.synchronizedList(new ArrayList<>());
    store.setRetryExceptionHandler(heard::add);
    ContentStoreException error =
        assertThrows(
            ContentStoreException.class,
            () -> new S3TaskClientImpl(store).enableHlsStreaming("no-space", false));
    assertTrue(
        error.getMessage().contains("No S3 bucket found matching spaceID: no-space"),
        error.getMessage());
    assertEquals(4, world.requests("POST", "/task/enable-hls"));
    assertEquals(4, heard.size());
  }

  @Test
  void a_task_is_tried_as_often_as_is_asked_for() throws Exception {
    ContentStore once = world.store("root", World.S3);
    assertThrows(ContentStoreException.class, () -> once.performTask("enable-hls", "{}"));
    assertEquals(1, world.requests("POST", "/task/enable-hls"));
    ContentStore twice = world.manager("root").getContentStore(World.S3, 1);
    assertThrows(ContentStoreException.class, () -> twice.performTask("enable-hls", "{}"));
    assertEquals(3, world.requests("POST", "/task/enable-hls"));
    assertThrows(
        ContentStoreException.class, () -> patient().performTaskWithNoRetries("disable-hls", "{}"));
    assertEquals(1, world.requests("POST", "/task/disable-hls"));
  }

  @Test
  void what_is_not_found_is_looked_for_four_times_but_asked_about_once() throws Exception {
    ContentStore store = patient();
    store.createSpace("my-space");
    assertThrows(NotFoundException.class, () -> store.getContentProperties("my-space", "no-item"));
    assertEquals(4, world.requests("HEAD", "/my-space/no-item"));
    assertEquals(false, store.contentExists("my-space", "no-other"));
    assertEquals(1, world.requests("HEAD", "/my-space/no-other"));
  }

  @Test
  void content_is_sent_once() throws Exception {
    ContentStore store = patient();
    assertThrows(NotFoundException.class, () -> add(store, "no-space", "item", "text"));
    assertEquals(1, world.requests("PUT", "/no-space/item"));
  }

  @Test
  void a_space_that_is_there_at_last_is_iterated() throws Exception {
    ContentStore store = patient();
    ContentStore other = world.store("root", World.S3);
    store.setRetryExceptionHandler(
        failure -> {
          try {
            other.createSpace("late-space");
          } catch (ContentStoreException error) {
            throw new IllegalStateException(error);
          }
        });
    assertEquals(List.of(), list(store.getSpaceContents("late-space")));
  }

  @Test
  void a_download_goes_on_where_the_line_broke() throws Exception {
    byte[] bytes = new byte[2_000_000];
    new Random(1).nextBytes(bytes);
    ContentStore direct = world.store("root", World.S3);
    direct.createSpace("my-space");
    direct.addContent(
        "my-space",
        "movie",
        new ByteArrayInputStream(bytes),
        bytes.length,
        "video/mp4",
        md5(bytes),
        null);
    try (WeakLine line = new WeakLine(700_000)) {
      ContentStoreManagerImpl manager = new ContentStoreManagerImpl(World.host(), line.port());
      manager.login(new Credential(world.username("root"), world.password("root")));
      ContentStore store = manager.getContentStore(World.S3);
      assertArrayEquals(bytes, store.getContent("my-space", "movie").getStream().readAllBytes());
      assertTrue(line.broken());
      // The account's stores, the content, and the rest of it.
      assertEquals(3, line.connections());
    }
    assertEquals(2, world.requests("GET", "/my-space/movie"));
  }
}
