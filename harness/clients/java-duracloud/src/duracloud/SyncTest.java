package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.duracloud.client.ContentStore;
import org.duracloud.sync.endpoint.DuraStoreChunkSyncEndpoint;
import org.duracloud.sync.endpoint.DuraStoreSyncEndpoint;
import org.duracloud.sync.endpoint.MonitoredFile;
import org.duracloud.sync.endpoint.SyncResultType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoints by which the Sync Tool keeps a space like a directory. */
class SyncTest extends InAWorld {
  @TempDir private Path directory;
  private Path file;
  private ContentStore store;

  @BeforeEach
  void createSpace() throws Exception {
    store = world.store("root", World.S3);
    store.createSpace("my-space");
    file =
        Files.writeString(
            Files.createDirectory(directory.resolve("dir")).resolve("item 1.txt"), "one");
  }

  private SyncResultType sync(DuraStoreSyncEndpoint endpoint) {
    return endpoint.syncFileAndReturnDetailedResult(
        new MonitoredFile(file.toFile()), directory.toFile());
  }

  @Test
  void a_file_is_added_updated_and_deleted_as_it_is_on_disk() throws Exception {
    DuraStoreSyncEndpoint endpoint =
        new DuraStoreSyncEndpoint(store, "me", "my-space", true, false);
    assertEquals(SyncResultType.ADDED, sync(endpoint));
    assertEquals(SyncResultType.ALREADY_IN_SYNC, sync(endpoint));
    assertEquals("me", store.getContentProperties("my-space", "dir/item 1.txt").get("creator"));
    assertNotNull(
        store.getContentProperties("my-space", "dir/item 1.txt").get("content-file-modified"));
    Files.writeString(file, "two");
    assertEquals(SyncResultType.UPDATED, sync(endpoint));
    assertEquals("two", text(store, "my-space", "dir/item 1.txt"));
    assertEquals(List.of("dir/item 1.txt"), list(endpoint.getFilesList()));
    Files.delete(file);
    assertEquals(SyncResultType.DELETED, sync(endpoint));
    assertEquals(List.of(), list(endpoint.getFilesList()));
  }

  @Test
  void what_was_there_before_is_kept_under_another_name() throws Exception {
    DuraStoreSyncEndpoint endpoint =
        new DuraStoreSyncEndpoint(
            store, "me", "my-space", false, true, true, false, ".orig", "prefix/");
    assertEquals(SyncResultType.ADDED, sync(endpoint));
    Files.writeString(file, "two");
    assertEquals(SyncResultType.UPDATED, sync(endpoint));
    List<String> ids = list(store.getSpaceContents("my-space"));
    assertEquals("prefix/dir/item 1.txt", ids.get(0));
    assertTrue(ids.get(1).startsWith("prefix/dir/item 1.txt.orig."), ids.toString());
    assertEquals("one", text(store, "my-space", ids.get(1)));
    Files.delete(file);
    sync(endpoint);
    assertEquals(2, list(store.getSpaceContents("my-space")).size());
  }

  @Test
  void a_large_file_goes_in_chunks_and_comes_out_of_them_when_it_shrinks() throws Exception {
    DuraStoreChunkSyncEndpoint endpoint =
        new DuraStoreChunkSyncEndpoint(store, "me", "my-space", true, false, 1000);
    Files.writeString(file, "x".repeat(2500));
    assertEquals(SyncResultType.ADDED, sync(endpoint));
    assertEquals(4, list(store.getSpaceContents("my-space")).size());
    assertEquals(List.of("dir/item 1.txt"), list(endpoint.getFilesList()));
    assertEquals(SyncResultType.ALREADY_IN_SYNC, sync(endpoint));
    Files.writeString(file, "y".repeat(1500));
    assertEquals(SyncResultType.UPDATED, sync(endpoint));
    assertEquals(3, list(store.getSpaceContents("my-space")).size());
    Files.writeString(file, "small");
    assertEquals(SyncResultType.UPDATED, sync(endpoint));
    assertEquals(List.of("dir/item 1.txt"), list(store.getSpaceContents("my-space")));
    Files.writeString(file, "z".repeat(1500));
    sync(endpoint);
    Files.delete(file);
    assertEquals(SyncResultType.DELETED, sync(endpoint));
    assertEquals(List.of(), list(store.getSpaceContents("my-space")));
  }

  @Test
  void an_update_may_be_unwanted_and_a_check_left_out() throws Exception {
    DuraStoreSyncEndpoint endpoint =
        new DuraStoreSyncEndpoint(
            store, "me", "my-space", false, false, false, false, ".orig", null);
    sync(endpoint);
    Files.writeString(file, "two");
    assertEquals(SyncResultType.UPDATE_IGNORED, sync(endpoint));
    assertEquals("one", text(store, "my-space", "dir/item 1.txt"));
    assertTrue(
        new DuraStoreSyncEndpoint(store, "me", "my-space", false, true)
            .syncFile(new MonitoredFile(file.toFile()), directory.toFile()));
    assertEquals("two", text(store, "my-space", "dir/item 1.txt"));
  }
}
