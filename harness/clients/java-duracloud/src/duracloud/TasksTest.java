package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.duracloud.client.ContentStore;
import org.duracloud.error.ContentStateException;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.UnsupportedTaskException;
import org.duracloud.s3storageprovider.dto.SetStoragePolicyTaskParameters;
import org.junit.jupiter.api.Test;

/** Tasks that have no method of their own in any task client. */
class TasksTest extends InAWorld {
  private static String storagePolicy(String space, String storageClass, Integer days) {
    SetStoragePolicyTaskParameters parameters = new SetStoragePolicyTaskParameters();
    parameters.setSpaceId(space);
    parameters.setStorageClass(storageClass);
    parameters.setDaysToTransition(days);
    return parameters.serialize();
  }

  @Test
  void each_store_lists_the_tasks_that_it_knows() throws Exception {
    assertEquals(
        List.of(
            "noop",
            "set-storage-policy",
            "enable-streaming",
            "get-url",
            "get-signed-url",
            "disable-streaming",
            "delete-streaming",
            "enable-hls",
            "get-url-hls",
            "get-signed-cookies-url",
            "disable-hls",
            "delete-hls"),
        world.store("user", World.S3).getSupportedTasks());
    assertEquals(
        List.of(
            "create-snapshot",
            "get-snapshot",
            "cleanup-snapshot",
            "complete-snapshot",
            "get-snapshots",
            "get-snapshots-totals",
            "get-snapshot-contents",
            "get-snapshot-history",
            "restart-snapshot",
            "restore-snapshot",
            "request-restore-snapshot",
            "complete-restore",
            "get-restore",
            "complete-cancel-snapshot"),
        world.store("user", World.SNAPSHOTS).getSupportedTasks());
    assertEquals(
        List.of("restore-content"), world.store("user", World.GLACIER).getSupportedTasks());
  }

  @Test
  void noop_does_nothing() throws Exception {
    ContentStore store = world.store("admin", World.S3);
    assertEquals("Success", store.performTask("noop", ""));
    assertEquals("Success", store.performTask("noop", null));
    assertEquals("Success", store.performTaskWithNoRetries("noop", "whatever"));
  }

  @Test
  void a_task_that_a_store_does_not_know_is_unsupported() throws Exception {
    ContentStore store = world.store("root", World.S3);
    for (String task : List.of("unsupported-task", "create-snapshot", "restore-content")) {
      UnsupportedTaskException error =
          assertThrows(UnsupportedTaskException.class, () -> store.performTask(task, "{}"), task);
      assertEquals(task + " is not a supported task.", error.getCause().getMessage());
    }
  }

  @Test
  void the_policy_of_a_space_is_set() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.createSpace("my-space");
    assertEquals(
        "Successfully set storage policy on space my-space to move content to"
            + " StandardInfrequentAccess after 30 days",
        store.performTask("set-storage-policy", storagePolicy("my-space", "STANDARD_IA", 30)));
    assertEquals(
        "Successfully set storage policy on space my-space to move content to Glacier after 0 days",
        store.performTask("set-storage-policy", storagePolicy("my-space", "GLACIER", 0)));
  }

  @Test
  void content_that_a_policy_has_moved_to_glacier_is_not_read_any_more() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.createSpace("my-space");
    add(store, "my-space", "item", "text");
    store.performTask("set-storage-policy", storagePolicy("my-space", "GLACIER", 3));
    world.advance(Duration.ofDays(2));
    assertEquals("text", text(store, "my-space", "item"));
    world.advance(Duration.ofDays(3));
    // Only a Glacier store knows what to do about it, and says so.
    ContentStoreException archived =
        assertThrows(ContentStoreException.class, () -> store.getContent("my-space", "item"));
    assertEquals(ContentStoreException.class, archived.getCause().getClass());
    assertTrue(store.contentExists("my-space", "item"));
    add(store, "my-space", "item", "new text");
    assertEquals("new text", text(store, "my-space", "item"));
  }

  @Test
  void parameters_that_are_none_are_the_services_failure() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.createSpace("my-space");
    assertFails(store, storagePolicy("", "GLACIER", 0), "Task parameter values may not be empty");
    assertFails(
        store,
        storagePolicy("my-space", "GLACIER", null),
        "Task parameter values may not be empty");
    assertFails(
        store,
        storagePolicy("my-space", "COLD", 1),
        "Cannot set storage policy due to invalid storage class.");
    assertFails(
        store,
        storagePolicy("no-space", "GLACIER", 1),
        "No S3 bucket found matching spaceID: no-space");
    assertFails(
        store, "", "Unable to parse task parameters due to: No content to map due to end-of-input");
    assertFails(
        store,
        "{\"colour\":1}",
        "Unable to parse task parameters due to: Unrecognized field \"colour\"");
  }

  private static void assertFails(ContentStore store, String parameters, String reason) {
    ContentStoreException error =
        assertThrows(
            ContentStoreException.class,
            () -> store.performTaskWithNoRetries("set-storage-policy", parameters));
    assertEquals(ContentStoreException.class, error.getClass());
    String expected = "Error performing task (set-storage-policy):  " + reason;
    assertTrue(error.getMessage().startsWith(expected), error.getMessage());
  }

  @Test
  void content_in_glacier_comes_within_reach_hours_after_it_was_asked_for() throws Exception {
    ContentStore glacier = world.store("root", World.GLACIER);
    glacier.createSpace("archive");
    add(glacier, "archive", "dir/item", "text");
    // It goes at midnight.
    assertEquals("text", text(glacier, "archive", "dir/item"));
    world.advance(Duration.ofDays(1));
    ContentStoreException archived =
        assertThrows(ContentStoreException.class, () -> glacier.getContent("archive", "dir/item"));
    assertEquals(ContentStateException.class, archived.getCause().getClass());
    assertThrows(
        ContentStoreException.class,
        () -> glacier.copyContent("archive", "dir/item", "archive", "copy"));
    assertEquals(
        "4", glacier.getContentProperties("archive", "dir/item").get(ContentStore.CONTENT_SIZE));

    String restored = "Request to restore content item dir/item in space archive was successful.";
    assertEquals(restored, glacier.performTask("restore-content", "archive/dir/item"));
    ContentStateException twice =
        assertThrows(
            ContentStateException.class,
            () -> glacier.performTask("restore-content", "archive/dir/item"));
    assertTrue(
        twice.getMessage().contains("Restore is already in progress for archive/dir/item"),
        twice.getMessage());
    assertThrows(ContentStoreException.class, () -> glacier.getContent("archive", "dir/item"));

    world.advance(Duration.ofHours(5));
    assertEquals("text", text(glacier, "archive", "dir/item"));
    assertEquals(md5("text"), glacier.copyContent("archive", "dir/item", "archive", "copy"));
    world.advance(Duration.ofDays(15));
    assertThrows(ContentStoreException.class, () -> glacier.getContent("archive", "dir/item"));
  }

  @Test
  void content_that_is_not_there_is_restored_without_a_word() throws Exception {
    ContentStore glacier = world.store("root", World.GLACIER);
    glacier.createSpace("archive");
    assertEquals(
        "Request to restore content item no-item in space archive was successful.",
        glacier.performTask("restore-content", "archive/no-item"));
    for (String parameters : List.of("", "archive", "archive/", "/item", "no-space/item")) {
      assertThrows(
          ContentStoreException.class,
          () -> glacier.performTask("restore-content", parameters),
          parameters);
    }
  }
}
