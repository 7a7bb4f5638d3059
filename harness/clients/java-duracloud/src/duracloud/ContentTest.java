package duracloud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.duracloud.client.ContentStore;
import org.duracloud.client.HttpHeaders;
import org.duracloud.domain.Content;
import org.duracloud.error.ContentStateException;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.InvalidIdException;
import org.duracloud.error.NotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContentTest extends InAWorld {
  private ContentStore store;

  @BeforeEach
  void createSpace() throws Exception {
    store = world.store("admin", World.S3);
    store.createSpace("my-space");
  }

  private String add(String id, String text, String checksum, Map<String, String> properties)
      throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return store.addContent(
        "my-space",
        id,
        new ByteArrayInputStream(bytes),
        bytes.length,
        "text/plain",
        checksum,
        properties);
  }

  @Test
  void what_was_added_is_there_with_its_checksum_type_and_properties() throws Exception {
    Map<String, String> properties =
        new HashMap<>(Map.of("creator", "me", "Mixed-Case", "Kept As It Is"));
    assertEquals(md5("Hällo"), add("item", "Hällo", null, properties));
    assertTrue(store.contentExists("my-space", "item"));
    Content content = store.getContent("my-space", "item");
    assertEquals("item", content.getId());
    assertEquals("Hällo", text(content.getStream()));
    Map<String, String> expected =
        Map.of(
            ContentStore.CONTENT_CHECKSUM,
            md5("Hällo"),
            ContentStore.CONTENT_SIZE,
            "6",
            ContentStore.CONTENT_MIMETYPE,
            "text/plain;charset=UTF-8",
            ContentStore.CONTENT_MODIFIED,
            "2026-01-31T10:20:30",
            "creator",
            "me",
            "mixed-case",
            "Kept As It Is");
    assertEquals(expected, store.getContentProperties("my-space", "item"));
    assertEquals(expected, content.getProperties());
  }

  @Test
  void a_checksum_that_is_told_before_is_verified() throws Exception {
    assertEquals(md5("text"), add("item", "text", md5("text"), null));
    ContentStoreException error =
        assertThrows(
            ContentStoreException.class, () -> add("other", "text", md5("another text"), null));
    assertInstanceOf(ContentStateException.class, error.getCause());
    assertTrue(error.getMessage().contains("Checksum mismatch"), error.getMessage());
    assertFalse(store.contentExists("my-space", "other"));
  }

  @Test
  void content_is_streamed_when_nobody_knows_how_long_it_will_be() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    String checksum =
        store.addContent(
            "my-space",
            "movie",
            new ByteArrayInputStream(bytes),
            -1,
            "video/mp4",
            md5(bytes),
            null);
    assertEquals(md5(bytes), checksum);
    assertEquals(
        "3000000", store.getContentProperties("my-space", "movie").get(ContentStore.CONTENT_SIZE));
    assertArrayEquals(bytes, store.getContent("my-space", "movie").getStream().readAllBytes());
  }

  @Test
  void content_may_be_empty_and_without_a_type() throws Exception {
    String checksum =
        store.addContent(
            "my-space", "nothing", new ByteArrayInputStream(new byte[0]), 0, null, null, null);
    assertEquals(md5(""), checksum);
    assertEquals("", text(store, "my-space", "nothing"));
    Map<String, String> properties = store.getContentProperties("my-space", "nothing");
    assertEquals("0", properties.get(ContentStore.CONTENT_SIZE));
    // What the client says when it is not told: Apache's TEXT_XML.
    assertEquals("text/xml;charset=ISO-8859-1", properties.get(ContentStore.CONTENT_MIMETYPE));
  }

  @Test
  void an_encoding_is_kept_as_the_header_that_it_is() throws Exception {
    add("item", "secret", null, new HashMap<>(Map.of("content-encoding", "aes256")));
    assertEquals(
        "aes256", store.getContentProperties("my-space", "item").get(HttpHeaders.CONTENT_ENCODING));
    assertEquals(
        "aes256",
        store.getContent("my-space", "item").getProperties().get(HttpHeaders.CONTENT_ENCODING));
  }

  @Test
  void content_that_is_added_again_is_replaced_and_keeps_its_properties() throws Exception {
    add("item", "one", null, new HashMap<>(Map.of("colour", "red", "shape", "round")));
    world.advance(Duration.ofSeconds(30));
    add("item", "two!", null, new HashMap<>(Map.of("colour", "blue")));
    assertEquals("two!", text(store, "my-space", "item"));
    Map<String, String> properties = store.getContentProperties("my-space", "item");
    assertEquals("blue", properties.get("colour"));
    assertEquals("round", properties.get("shape"));
    assertEquals("2026-01-31T10:21:00", properties.get(ContentStore.CONTENT_MODIFIED));
    assertEquals(md5("two!"), properties.get(ContentStore.CONTENT_CHECKSUM));
  }

  @Test
  void properties_are_replaced_as_a_whole() throws Exception {
    add("item", "text", null, new HashMap<>(Map.of("colour", "red")));
    store.setContentProperties(
        "my-space", "item", Map.of("shape", "round", ContentStore.CONTENT_MIMETYPE, "text/csv"));
    Map<String, String> properties = store.getContentProperties("my-space", "item");
    assertNull(properties.get("colour"));
    assertEquals("round", properties.get("shape"));
    assertEquals("text/csv", properties.get(ContentStore.CONTENT_MIMETYPE));
    assertEquals(md5("text"), properties.get(ContentStore.CONTENT_CHECKSUM));
    assertEquals("text", text(store, "my-space", "item"));
  }

  @Test
  void a_property_that_is_not_ascii_is_refused() throws Exception {
    // The client's HTTP library sends a question mark for what it has no byte for, so the letter
    // has to be one of Latin-1.
    assertThrows(
        InvalidIdException.class,
        () -> add("item", "text", null, new HashMap<>(Map.of("name", "J\u00fcrgen"))));
    assertFalse(store.contentExists("my-space", "item"));
  }

  @Test
  void a_part_is_read_by_its_first_and_last_byte() throws Exception {
    add("item", "0123456789", null, null);
    assertEquals("345", text(store.getContent("my-space", "item", 3L, 5L).getStream()));
    assertEquals("789", text(store.getContent("my-space", "item", 7L, null).getStream()));
    assertEquals("0123456789", text(store.getContent("my-space", "item", 0L, null).getStream()));
    Content part = store.getContent("my-space", "item", 0L, 3L);
    assertEquals("4", part.getProperties().get(ContentStore.CONTENT_SIZE));
    assertEquals("0123", text(part.getStream()));
    assertThrows(
        IllegalArgumentException.class, () -> store.getContent("my-space", "item", 5L, 5L));
    // Beyond its end S3 has nothing, and DuraStore no better answer than 500.
    assertThrows(
        ContentStoreException.class, () -> store.getContent("my-space", "item", 10L, null));
  }

  @Test
  void content_is_copied_within_a_space_and_to_another() throws Exception {
    store.createSpace("other-space");
    add("dir/item 1.txt", "text", null, new HashMap<>(Map.of("colour", "red")));
    assertEquals(
        md5("text"),
        store.copyContent("my-space", "dir/item 1.txt", "my-space", "copy & more.txt"));
    assertEquals(
        md5("text"),
        store.copyContent("my-space", "copy & more.txt", World.S3, "other-space", "dir/100%.txt"));
    assertEquals("text", text(store, "other-space", "dir/100%.txt"));
    Map<String, String> properties = store.getContentProperties("other-space", "dir/100%.txt");
    assertEquals("red", properties.get("colour"));
    assertEquals("text/plain;charset=UTF-8", properties.get(ContentStore.CONTENT_MIMETYPE));
    assertTrue(store.contentExists("my-space", "dir/item 1.txt"));
  }

  @Test
  void content_is_copied_and_moved_to_another_store() throws Exception {
    ContentStore glacier = world.store("admin", World.GLACIER);
    glacier.createSpace("archive");
    add("item", "text", null, new HashMap<>(Map.of("colour", "red")));
    assertEquals(
        md5("text"), store.copyContent("my-space", "item", World.GLACIER, "archive", "copied"));
    assertEquals(
        md5("text"), store.moveContent("my-space", "item", World.GLACIER, "archive", "moved"));
    assertFalse(store.contentExists("my-space", "item"));
    assertEquals(List.of("copied", "moved"), list(glacier.getSpaceContents("archive")));
    assertEquals("red", glacier.getContentProperties("archive", "moved").get("colour"));
  }

  @Test
  void content_is_moved() throws Exception {
    add("old", "text", null, null);
    assertEquals(md5("text"), store.moveContent("my-space", "old", "my-space", "new"));
    assertEquals(List.of("new"), list(store.getSpaceContents("my-space")));
  }

  @Test
  void content_is_deleted() throws Exception {
    add("item", "text", null, null);
    store.deleteContent("my-space", "item");
    assertFalse(store.contentExists("my-space", "item"));
    assertThrows(NotFoundException.class, () -> store.deleteContent("my-space", "item"));
  }

  @Test
  void what_is_not_there_is_not_found_by_any_method() throws Exception {
    for (String space : List.of("my-space", "no-space")) {
      assertFalse(store.contentExists(space, "no-item"));
      assertThrows(NotFoundException.class, () -> store.getContent(space, "no-item"));
      assertThrows(NotFoundException.class, () -> store.getContent(space, "no-item", 1L, 2L));
      assertThrows(NotFoundException.class, () -> store.getContentProperties(space, "no-item"));
      assertThrows(
          NotFoundException.class, () -> store.setContentProperties(space, "no-item", Map.of()));
      assertThrows(NotFoundException.class, () -> store.deleteContent(space, "no-item"));
      assertThrows(
          NotFoundException.class, () -> store.copyContent(space, "no-item", "my-space", "copy"));
      assertThrows(
          NotFoundException.class, () -> store.moveContent(space, "no-item", "my-space", "copy"));
    }
    assertThrows(NotFoundException.class, () -> add(store, "no-space", "item", "text"));
    add("item", "text", null, null);
    assertThrows(
        NotFoundException.class, () -> store.copyContent("my-space", "item", "no-space", "copy"));
    // Across stores a source that is not there is the service's own failure.
    world.store("admin", World.GLACIER).createSpace("archive");
    assertEquals(
        ContentStoreException.class,
        assertThrows(
                ContentStoreException.class,
                () -> store.copyContent("my-space", "no-item", World.GLACIER, "archive", "copy"))
            .getClass());
  }

  @Test
  void a_name_that_is_none_never_leaves_the_client() throws Exception {
    store.validateContentId("a/b c+d%e");
    for (String id : List.of("a?b", "a\\b", "x".repeat(1025), "ü".repeat(342))) {
      assertThrows(InvalidIdException.class, () -> store.validateContentId(id));
      assertThrows(InvalidIdException.class, () -> add(id, "text", null, null));
    }
    assertThrows(
        InvalidIdException.class,
        () -> store.copyContent("my-space", "a", "not-a-number", "my-space", "b"));
    assertEquals(List.of(), list(store.getSpaceContents("my-space")));
  }

  @Test
  void names_of_all_kinds_come_back_as_they_were() throws Exception {
    List<String> ids =
        List.of(
            " leading",
            "a b",
            "a&b=c",
            "a+b",
            "a;b",
            "a@b:c",
            "dir/sub/",
            "dir/sub/item",
            "quote'\"",
            "tilde~",
            "x".repeat(1024),
            "Ünïcödé/日本語.txt",
            "😀.png");
    for (String id : ids) add(id, id, md5(id), null);
    for (String id : ids) {
      assertEquals(id, text(store, "my-space", id));
      store.setContentProperties("my-space", id, Map.of("seen", "yes"));
      assertEquals("yes", store.getContentProperties("my-space", id).get("seen"));
    }
    assertEquals(
        ids.stream().sorted().toList(),
        list(store.getSpaceContents("my-space")).stream().sorted().toList());
    for (String id : ids) store.deleteContent("my-space", id);
    assertEquals(List.of(), list(store.getSpaceContents("my-space")));
  }
}
