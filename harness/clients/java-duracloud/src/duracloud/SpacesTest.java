package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.duracloud.client.ContentIterator;
import org.duracloud.client.ContentStore;
import org.duracloud.common.model.AclType;
import org.duracloud.domain.Space;
import org.duracloud.error.InvalidIdException;
import org.duracloud.error.NotFoundException;
import org.junit.jupiter.api.Test;

class SpacesTest extends InAWorld {
  @Test
  void a_space_comes_is_listed_and_goes() throws Exception {
    for (String id : List.of(World.S3, World.SNAPSHOTS, World.GLACIER)) {
      ContentStore store = world.store("admin", id);
      assertEquals(List.of(), store.getSpaces());
      assertFalse(store.spaceExists("my-space"));
      store.createSpace("my-space");
      assertEquals(List.of("my-space"), store.getSpaces());
      assertTrue(store.spaceExists("my-space"));
      store.deleteSpace("my-space");
      assertFalse(store.spaceExists("my-space"));
      assertThrows(NotFoundException.class, () -> store.getSpaceProperties("my-space"));
    }
  }

  @Test
  void a_space_that_is_there_may_be_created_again() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    store.createSpace("my-space");
    add(store, "my-space", "item", "text");
    store.createSpace("my-space");
    assertEquals("text", text(store, "my-space", "item"));
  }

  @Test
  void a_space_that_is_deleted_takes_its_content_along() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    store.createSpace("my-space");
    for (int i = 0; i < 5; i++) add(store, "my-space", "item-" + i, "text");
    store.deleteSpace("my-space");
    store.createSpace("my-space");
    assertEquals(List.of(), list(store.getSpaceContents("my-space")));
  }

  @Test
  void a_space_tells_when_it_was_made_and_how_much_is_in_it() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    store.createSpace("my-space");
    add(store, "my-space", "item-1", "text");
    add(store, "my-space", "item-2", "text");
    Map<String, String> properties = store.getSpaceProperties("my-space");
    assertEquals(
        Map.of(ContentStore.SPACE_CREATED, "2026-01-31T10:20:30", ContentStore.SPACE_COUNT, "2"),
        properties);
    assertEquals(properties, store.getSpace("my-space", null, 0, null).getProperties());
  }

  @Test
  void a_space_is_read_in_pages_from_a_marker_on_and_by_a_prefix() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    store.createSpace("my-space");
    for (String id : List.of("a/1", "a/2", "a/3", "b & <c>", "ünï")) add(store, "my-space", id, id);
    Space first = store.getSpace("my-space", null, 2, null);
    assertEquals("my-space", first.getId());
    assertEquals(List.of("a/1", "a/2"), first.getContentIds());
    assertEquals(
        List.of("a/3", "b & <c>"), store.getSpace("my-space", null, 2, "a/2").getContentIds());
    assertEquals(List.of("ünï"), store.getSpace("my-space", null, 2, "b & <c>").getContentIds());
    assertEquals(List.of(), store.getSpace("my-space", null, 2, "ünï").getContentIds());
    assertEquals(List.of("a/3"), store.getSpace("my-space", "a/", 10, "a/2").getContentIds());
    assertEquals(List.of("b & <c>"), list(store.getSpaceContents("my-space", "b &")));
    assertEquals(List.of(), list(store.getSpaceContents("my-space", "nothing")));
    assertEquals(5, list(new ContentIterator(store, "my-space", null, 2)).size());
  }

  @Test
  void a_space_of_more_than_a_thousand_items_is_iterated_to_its_end() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    store.createSpace("my-space");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 1100; i++) ids.add(String.format("item-%04d", i));
    ExecutorService uploads = Executors.newFixedThreadPool(4);
    List<Callable<String>> calls = new ArrayList<>();
    for (String id : ids) calls.add(() -> add(store, "my-space", id, id));
    for (Future<String> upload : uploads.invokeAll(calls)) upload.get();
    uploads.shutdown();

    Iterator<String> items = store.getSpaceContents("my-space");
    assertEquals(ids, list(items));
    assertThrows(NoSuchElementException.class, items::next);
    // Asked for 10,000 at once, the service answers a thousand, then the rest, then none.
    assertEquals(3, world.requests("GET", "/durastore/my-space?"));
    assertEquals(1000, store.getSpace("my-space", null, 10_000, null).getContentIds().size());
    assertEquals("1000+", store.getSpaceProperties("my-space").get(ContentStore.SPACE_COUNT));
    assertEquals(100, list(store.getSpaceContents("my-space", "item-03")).size());

    store.deleteSpace("my-space");
    assertEquals(List.of(), store.getSpaces());
  }

  @Test
  void access_is_set_and_read_for_users_and_groups() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    store.createSpace("my-space");
    assertEquals(Map.of(world.username("admin"), AclType.WRITE), store.getSpaceACLs("my-space"));
    Map<String, AclType> acls =
        Map.of(
            world.username("user"),
            AclType.READ,
            "group-curators",
            AclType.WRITE,
            "group-public",
            AclType.READ);
    store.setSpaceACLs("my-space", acls);
    assertEquals(acls, store.getSpaceACLs("my-space"));
    store.setSpaceACLs("my-space", Map.of());
    assertEquals(Map.of(), store.getSpaceACLs("my-space"));
    store.setSpaceACLs("my-space", null);
    assertEquals(Map.of(), store.getSpaceACLs("my-space"));
  }

  @Test
  void a_space_that_is_not_there_is_not_found_by_any_method() throws Exception {
    ContentStore store = world.store("root", World.S3);
    assertThrows(NotFoundException.class, () -> store.getSpace("no-space", null, 0, null));
    assertThrows(NotFoundException.class, () -> store.getSpaceProperties("no-space"));
    assertThrows(NotFoundException.class, () -> store.getSpaceACLs("no-space"));
    assertThrows(NotFoundException.class, () -> store.setSpaceACLs("no-space", Map.of()));
    assertThrows(NotFoundException.class, () -> store.deleteSpace("no-space"));
  }

  @Test
  void a_name_that_is_none_is_refused_by_client_and_service_alike() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.validateSpaceId("my.space-1");
    for (String id :
        List.of(
            "My-Space",
            "my_space",
            "my..space",
            "my-.space",
            "1-space",
            "ab",
            "-space",
            "space-",
            "a-space-whose-name-is-a-letter-too-long-for",
            "my-space.1")) {
      assertThrows(InvalidIdException.class, () -> store.validateSpaceId(id), id);
      assertThrows(InvalidIdException.class, () -> store.createSpace(id), id);
    }
    assertEquals(List.of(), store.getSpaces());
  }
}
