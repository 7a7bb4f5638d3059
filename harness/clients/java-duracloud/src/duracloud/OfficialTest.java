package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duracloud.chunk.ChunkableContent;
import org.duracloud.chunk.stream.ChunkInputStream;
import org.duracloud.chunk.writer.AddContentResult;
import org.duracloud.chunk.writer.DuracloudContentWriter;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManager;
import org.duracloud.client.util.StoreClientUtil;
import org.duracloud.domain.Content;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.InvalidIdException;
import org.duracloud.error.NotFoundException;
import org.duracloud.error.UnauthorizedException;
import org.duracloud.error.UnsupportedTaskException;
import org.duracloud.sync.endpoint.DuraStoreChunkSyncEndpoint;
import org.duracloud.sync.endpoint.DuraStoreSyncEndpoint;
import org.duracloud.sync.endpoint.MonitoredFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What DuraCloud's own integration tests of its clients assert
 * (integration/src/test/java/org/duracloud/integration), in our words and under their names. Two
 * differences: the clients do not wait between their retries, and a restated test asserts all that
 * it does.
 */
class OfficialTest extends InAWorld {
  private static final String space = "storeclient-test-space";

  @TempDir private Path directory;
  private ContentStoreManager manager;
  private ContentStore store;

  @BeforeEach
  void createSpace() throws Exception {
    manager = world.manager("root");
    store = manager.getPrimaryContentStore(0);
    store.createSpace(space);
  }

  // integration/client/TestContentStore

  @Test
  void TestContentStore_testContentStoreManager() throws Exception {
    Map<String, ContentStore> stores = manager.getContentStores();
    assertEquals(
        store.getStorageProviderType(), stores.get(store.getStoreId()).getStorageProviderType());
    for (ContentStore each : stores.values()) {
      ContentStore byId = manager.getContentStore(each.getStoreId());
      assertEquals(each.getStoreId(), byId.getStoreId());
      assertEquals(each.getStorageProviderType(), byId.getStorageProviderType());
    }
  }

  @Test
  void TestContentStore_testAddSpace() throws Exception {
    for (String id :
        List.of(
            "Test-Space",
            "test-space!",
            "test..space",
            "-test-space",
            "test-space-",
            "test-.space",
            "te",
            "test-space-test-space-test-space-test-space-test-space-test-spac",
            "127.0.0.1")) {
      assertThrows(NotFoundException.class, () -> store.getSpaceACLs(id), id);
      assertThrows(InvalidIdException.class, () -> store.createSpace(id), id);
    }
    for (String id : List.of("test-space.test.space", "tes")) {
      store.createSpace(id);
      assertNotNull(store.getSpaceACLs(id));
    }
  }

  @Test
  void TestContentStore_testSpaceProperties() throws Exception {
    assertTrue(store.getSpaces().contains(space));
    Map<String, String> properties = store.getSpaceProperties(space);
    assertNotNull(properties.get(ContentStore.SPACE_COUNT));
    assertNotNull(properties.get(ContentStore.SPACE_CREATED));
  }

  @Test
  void TestContentStore_testInvalidSpace() throws Exception {
    String invalid = "invalid-space-id";
    assertFalse(store.getSpaces().contains(invalid));
    assertThrows(NotFoundException.class, () -> store.deleteSpace(invalid));
    assertThrows(NotFoundException.class, () -> store.getSpaceProperties(invalid));
    assertThrows(
        NotFoundException.class,
        () -> add(store, invalid, "test-content", "This is the information stored as content"));
    assertThrows(NotFoundException.class, () -> store.getContent(invalid, "test-content"));
    assertThrows(NotFoundException.class, () -> store.deleteContent(invalid, "test-content"));
    assertThrows(
        NotFoundException.class, () -> store.getContentProperties(invalid, "test-content"));
    assertThrows(
        NotFoundException.class,
        () -> store.setContentProperties(invalid, "test-content", new HashMap<>()));
  }

  @Test
  void TestContentStore_testSpaceContents() throws Exception {
    for (String id : List.of("test-content-1", "test-content-2", "content-3"))
      add(store, space, id, id);
    assertEquals(3, list(store.getSpaceContents(space)).size());
    assertEquals(
        List.of("test-content-1", "test-content-2"), list(store.getSpaceContents(space, "test")));
    List<String> page = store.getSpace(space, null, 2, null).getContentIds();
    assertEquals(2, page.size());
    assertEquals(1, store.getSpace(space, null, 2, page.get(1)).getContentIds().size());
  }

  @Test
  void TestContentStore_testAddContent() throws Exception {
    for (String id : List.of("test?content", "test\\content", "test-content".repeat(86))) {
      assertThrows(InvalidIdException.class, () -> add(store, space, id, "Test content"));
    }
    for (char character : "~`!@$^&*()_-+=':.,<>\"[]{}#%;| /".toCharArray()) {
      String id = "test-" + character + "-content";
      byte[] bytes = "Test content".getBytes();
      String checksum =
          store.addContent(
              space,
              id,
              new ByteArrayInputStream(bytes),
              bytes.length,
              "text/plain",
              md5("Test content"),
              null);
      assertEquals(md5("Test content"), checksum, id);
      Content content = store.getContent(space, id);
      assertEquals(id, content.getId());
      assertEquals("Test content", text(content.getStream()), id);
    }
  }

  @Test
  void TestContentStore_testContent() throws Exception {
    String text = "This is the information stored as content";
    byte[] bytes = text.getBytes();
    Map<String, String> sent =
        new HashMap<>(Map.of("test-content-properties", "Testing Content Properties"));
    String checksum =
        store.addContent(
            space,
            "test-content",
            new ByteArrayInputStream(bytes),
            bytes.length,
            "text/plain",
            md5(text),
            sent);
    assertEquals(md5(text), checksum);
    Content content = store.getContent(space, "test-content");
    assertEquals(text, text(content.getStream()));
    assertDescribed("Testing Content Properties", text, content.getProperties());
    store.setContentProperties(
        space, "test-content", Map.of("test-content-properties", "New Properties Value"));
    assertDescribed(
        "New Properties Value", text, store.getContentProperties(space, "test-content"));
    store.deleteContent(space, "test-content");
    assertNotNull(
        assertThrows(ContentStoreException.class, () -> store.getContent(space, "test-content"))
            .getMessage());
  }

  private static void assertDescribed(String value, String text, Map<String, String> properties) {
    assertEquals(value, properties.get("test-content-properties"));
    assertEquals(md5(text), properties.get(ContentStore.CONTENT_CHECKSUM));
    assertTrue(properties.get(ContentStore.CONTENT_MIMETYPE).startsWith("text/plain"));
    assertEquals(String.valueOf(text.length()), properties.get(ContentStore.CONTENT_SIZE));
    assertNotNull(properties.get(ContentStore.CONTENT_MODIFIED));
  }

  @Test
  void TestContentStore_testInvalidContent() {
    String invalid = "invalid-content-id";
    assertThrows(NotFoundException.class, () -> store.deleteContent(space, invalid));
    assertThrows(NotFoundException.class, () -> store.getContent(space, invalid));
    assertThrows(NotFoundException.class, () -> store.getContentProperties(space, invalid));
    assertThrows(
        NotFoundException.class, () -> store.setContentProperties(space, invalid, new HashMap<>()));
  }

  @Test
  void TestContentStore_testGetSupportedTasks() throws Exception {
    assertTrue(store.getSupportedTasks().contains("noop"));
  }

  @Test
  void TestContentStore_testPerformTask() throws Exception {
    assertNotNull(store.performTask("noop", ""));
    assertThrows(
        UnsupportedTaskException.class,
        () -> store.performTask("invalid-task", "invalid-task-params"));
  }

  // integration/client/TestContentIterator

  @Test
  void TestContentIterator_testIterator() throws Exception {
    for (int i = 0; i < 10; i++) add(store, space, "test-content-" + i, "text");
    int count = 0;
    List<String> ids = store.getSpace(space, null, 3, null).getContentIds();
    while (!ids.isEmpty()) {
      assertTrue(ids.size() <= 3);
      count += ids.size();
      ids = store.getSpace(space, null, 3, ids.get(ids.size() - 1)).getContentIds();
    }
    assertEquals(10, count);
  }

  // integration/client/TestAnonymousAccess

  @Test
  void TestAnonymousAccess() throws Exception {
    ContentStore nobody = world.anonymously();
    add(store, space, "item", "hello");
    nobody.getSpaces();
    assertThrows(
        UnauthorizedException.class, () -> nobody.getSpace(space, null, 0, null), "testGetSpace");
    assertThrows(
        UnauthorizedException.class,
        () -> nobody.getSpaceProperties(space),
        "testGetSpaceProperties");
    assertThrows(
        UnauthorizedException.class,
        () -> nobody.createSpace("should-not-work"),
        "testCreateSpace");
    assertThrows(UnauthorizedException.class, () -> nobody.deleteSpace(space), "testDeleteSpace");
    assertThrows(
        UnauthorizedException.class, () -> nobody.getContent(space, "item"), "testGetContent");
    assertThrows(
        UnauthorizedException.class,
        () -> nobody.getContentProperties(space, "item"),
        "testGetContentProperties");
    assertThrows(
        UnauthorizedException.class,
        () -> add(nobody, space, "should-not-work", "hello"),
        "testStoreContent");
    assertThrows(
        UnauthorizedException.class,
        () -> nobody.setContentProperties(space, "item", Map.of("name-x", "value-x")),
        "testSetContentProperties");
    assertThrows(
        UnauthorizedException.class,
        () -> nobody.deleteContent(space, "item"),
        "testDeleteContent");
  }

  // integration/sync/endpoint: their annotations are commented out there

  private void sync(DuraStoreSyncEndpoint endpoint, boolean deletes) throws Exception {
    assertHolds(endpoint, List.of());
    Path file = Files.createTempFile(directory, "temp", "file");
    String id = file.getFileName().toString();
    endpoint.syncFile(new MonitoredFile(file.toFile()), directory.toFile());
    assertHolds(endpoint, List.of(id));
    Files.delete(file);
    endpoint.syncFile(new MonitoredFile(file.toFile()), directory.toFile());
    assertHolds(endpoint, deletes ? List.of() : List.of(id));
  }

  private void assertHolds(DuraStoreSyncEndpoint endpoint, List<String> ids) throws Exception {
    assertEquals(ids, list(store.getSpaceContents(space)));
    assertEquals(ids, list(endpoint.getFilesList()));
  }

  private ContentStore storeOfTheTool() {
    return new StoreClientUtil()
        .createContentStore(
            World.host(),
            Integer.parseInt(World.port()),
            "durastore",
            world.username("root"),
            world.password("root"),
            null);
  }

  @Test
  void TestDuraStoreSyncEndpoint_testDuraStoreSyncEndpoint() throws Exception {
    sync(
        new DuraStoreSyncEndpoint(storeOfTheTool(), world.username("root"), space, true, false),
        true);
    sync(
        new DuraStoreSyncEndpoint(storeOfTheTool(), world.username("root"), space, false, false),
        false);
  }

  @Test
  void TestDuraStoreChunkSyncEndpoint_testChunkSyncDeletesOn() throws Exception {
    // Theirs says 1,024, which the endpoint has refused since: a multiple of 1,000 it has to be.
    DuraStoreChunkSyncEndpoint endpoint =
        new DuraStoreChunkSyncEndpoint(
            storeOfTheTool(), world.username("root"), space, true, false, 1000);
    sync(endpoint, true);
    Path large = Files.write(directory.resolve("large"), new byte[1500]);
    endpoint.syncFile(new MonitoredFile(large.toFile()), directory.toFile());
    assertEquals(3, list(store.getSpaceContents(space)).size());
  }

  @Test
  void TestDuraStoreChunkSyncEndpoint_testChunkSyncDeletesOff() throws Exception {
    sync(
        new DuraStoreChunkSyncEndpoint(
            storeOfTheTool(), world.username("root"), space, false, false, 1000),
        false);
  }

  // integration/chunk/TestDuracloudContentWriter

  private static byte[] lines(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) bytes[i] = (byte) (i % 101 == 0 ? '\n' : 'a');
    return bytes;
  }

  private void assertWritten(String inSpace, String id, int size, int chunks, boolean manifest)
      throws Exception {
    int count = 0;
    int total = 0;
    for (String item : list(store.getSpaceContents(inSpace, id))) {
      int bytes =
          Integer.parseInt(store.getContent(inSpace, item).getProperties().get("content-size"));
      assertTrue(bytes > 0);
      if (item.contains("manifest")) {
        assertTrue(manifest);
        continue;
      }
      count++;
      total += bytes;
    }
    assertEquals(chunks, count);
    assertEquals(size, total);
  }

  @Test
  void TestDuracloudContentWriter_testWrite() throws Exception {
    DuracloudContentWriter writer = new DuracloudContentWriter(store, "user-1");
    writer.write(
        "contentwriter-test-space",
        new ChunkableContent(
            "test-contentId", "text/plain", new ByteArrayInputStream(lines(4100)), 4100, 1000));
    assertWritten("contentwriter-test-space", "test-contentId", 4100, 5, true);
    assertEquals(
        list(store.getSpaceContents("contentwriter-test-space")),
        writer.getResults().stream().map(AddContentResult::getContentId).toList());
    for (AddContentResult result : writer.getResults()) {
      assertEquals("contentwriter-test-space", result.getSpaceId());
      assertEquals(AddContentResult.State.SUCCESS, result.getState());
      assertNotNull(result.getMd5());
    }
  }

  @Test
  void TestDuracloudContentWriter_testWriteSkipResults() throws Exception {
    DuracloudContentWriter writer = new DuracloudContentWriter(store, "user-1", true, false);
    writer.write(
        "contentwriter-test-space",
        new ChunkableContent(
            "test-contentId", "text/plain", new ByteArrayInputStream(lines(4100)), 4100, 1000));
    assertWritten("contentwriter-test-space", "test-contentId", 4100, 5, true);
    assertEquals(List.of(), writer.getResults());
  }

  @Test
  void TestDuracloudContentWriter_testWriteSingle() throws Exception {
    DuracloudContentWriter writer = new DuracloudContentWriter(store, "user-1");
    byte[] bytes = lines(4000);
    for (String told : new String[] {null, md5(bytes)}) {
      ChunkInputStream chunk =
          new ChunkInputStream("test-contentId-1", new ByteArrayInputStream(bytes), 4000, true);
      assertEquals(md5(bytes), writer.writeSingle("contentwriter-test-space", told, chunk));
      assertWritten("contentwriter-test-space", "test-contentId-1", 4000, 1, false);
    }
  }
}
