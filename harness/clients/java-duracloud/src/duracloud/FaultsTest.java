package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.duracloud.client.ContentStore;
import org.duracloud.client.task.SnapshotTaskClient;
import org.duracloud.client.task.SnapshotTaskClientImpl;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.NotFoundException;
import org.duracloud.error.UnauthorizedException;
import org.duracloud.snapshot.dto.RestoreStatus;
import org.duracloud.snapshot.dto.SnapshotStatus;
import org.junit.jupiter.api.Test;

/** What the client makes of faults: it tries again as it always does, and throws what it has a class for. */
class FaultsTest extends InAWorld {
  private static final Duration step = Duration.ofMinutes(1);
  private static final List<String> passing =
      List.of(
          "unavailable", "internal", "internal-page", "conflict", "storage-failed", "not-found");
  private static final String snapshotId = "example_2_my-space_2026-01-31-10-20-30";

  /** A client as an application makes it, which tries four times. */
  private ContentStore patient() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.createSpace("my-space");
    add(store, "my-space", "item", "text");
    return world.manager("root").getContentStore(World.S3);
  }

  @Test
  void an_error_that_passes_is_not_noticed() throws Exception {
    ContentStore store = patient();
    int requests = 0;
    for (String error : passing) {
      world.fault(
          Map.of("service", "duracloud", "operation", "content.*", "error", error, "times", 3));
      assertEquals("text", text(store, "my-space", "item"), error);
      assertEquals(requests += 4, world.requests("GET", "/my-space/item"), error);
    }
  }

  @Test
  void an_error_that_stays_is_thrown_after_four_requests() throws Exception {
    ContentStore store = patient();
    int requests = 0;
    for (String error : passing) {
      String id =
          world.fault(Map.of("service", "duracloud", "operation", "content.*", "error", error));
      assertThrows(ContentStoreException.class, () -> store.getContent("my-space", "item"), error);
      assertEquals(requests += 4, world.requests("GET", "/my-space/item"), error);
      world.takeBack(id);
    }
  }

  @Test
  void what_has_a_class_of_its_own_is_thrown_as_that() throws Exception {
    ContentStore store = patient();
    for (Map.Entry<String, Class<? extends Throwable>> expected :
        Map.<String, Class<? extends Throwable>>of(
                "not-found", NotFoundException.class,
                "unauthorized", UnauthorizedException.class,
                "forbidden", UnauthorizedException.class)
            .entrySet()) {
      String id =
          world.fault(
              Map.of(
                  "service", "duracloud", "operation", "content.*", "error", expected.getKey()));
      assertThrows(expected.getValue(), () -> store.getContent("my-space", "item"));
      world.takeBack(id);
    }
    assertEquals("text", text(store, "my-space", "item"));
  }

  @Test
  void a_connection_that_is_reset_is_tried_again() throws Exception {
    ContentStore store = patient();
    world.fault(
        Map.of("service", "duracloud", "operation", "content.*", "reset", true, "times", 2));
    assertEquals("text", text(store, "my-space", "item"));
  }

  @Test
  void too_many_requests_are_waited_out() throws Exception {
    ContentStore store = patient();
    String id =
        world.fault(
            Map.of(
                "service", "duracloud", "operation", "content.*", "rateLimit", Map.of("limit", 0)));
    store.setRetryExceptionHandler(failure -> world.takeBack(id));
    assertEquals("text", text(store, "my-space", "item"));
  }

  @Test
  void a_storage_that_is_gone_keeps_what_it_had() throws Exception {
    ContentStore store = patient();
    String id = world.fault(Map.of("preset", "the disk of the buckets is gone"));
    ContentStore once = world.store("root", World.S3);
    assertThrows(ContentStoreException.class, () -> add(once, "my-space", "item", "other"));
    world.takeBack(id);
    assertEquals("text", text(store, "my-space", "item"));
  }

  @Test
  void a_snapshot_is_stuck_until_the_fault_is_taken_back() throws Exception {
    SnapshotTaskClient tasks = snapshotOfASpace(Map.of("preset", "a snapshot is stuck"));
    SnapshotStatus before = tasks.getSnapshot(snapshotId).getStatus();
    world.advance(Duration.ofDays(3));
    assertEquals(before, tasks.getSnapshot(snapshotId).getStatus());
    world.takeBackAll();
    world.advance(Duration.ofDays(3));
    assertEquals(SnapshotStatus.SNAPSHOT_COMPLETE, tasks.getSnapshot(snapshotId).getStatus());
  }

  @Test
  void a_snapshot_fails() throws Exception {
    SnapshotTaskClient tasks = snapshotOfASpace(Map.of("preset", "a snapshot fails"));
    world.advance(Duration.ofDays(3));
    assertEquals(SnapshotStatus.ERROR, tasks.getSnapshot(snapshotId).getStatus());
  }

  @Test
  void a_restore_is_stuck_and_one_fails() throws Exception {
    SnapshotTaskClient tasks = snapshotOfASpace(null);
    world.advance(Duration.ofDays(3));
    world.fault(Map.of("service", "duracloud", "error", "restore-stuck"));
    SnapshotTaskClient asRoot = new SnapshotTaskClientImpl(world.store("root", World.SNAPSHOTS));
    String restoreId = asRoot.restoreSnapshot(snapshotId, "me@example.com").getRestoreId();
    RestoreStatus before = tasks.getRestore(restoreId).getStatus();
    world.advance(step.multipliedBy(30));
    assertEquals(before, tasks.getRestore(restoreId).getStatus());
    world.takeBackAll();
    world.fault(Map.of("service", "duracloud", "error", "restore-fails"));
    world.advance(step.multipliedBy(30));
    assertEquals(RestoreStatus.ERROR, tasks.getRestore(restoreId).getStatus());
  }

  @Test
  void the_bridge_is_down_and_comes_back() throws Exception {
    ContentStore store = world.store("admin", World.SNAPSHOTS);
    store.createSpace("my-space");
    add(store, "my-space", "item", "text");
    world.fault(Map.of("preset", "the bridge is down for ten minutes"));
    SnapshotTaskClient tasks = new SnapshotTaskClientImpl(store);
    ContentStoreException error =
        assertThrows(
            ContentStoreException.class,
            () -> tasks.createSnapshot("my-space", "mine", "me@example.com"));
    assertTrue(error.getMessage().contains("bridge"), error.getMessage());
    world.advance(Duration.ofMinutes(11));
    tasks.createSnapshot("my-space", "mine", "me@example.com");
  }

  /**
   * @param fault null for none
   */
  private SnapshotTaskClient snapshotOfASpace(Map<String, ?> fault) throws Exception {
    ContentStore store = world.store("admin", World.SNAPSHOTS);
    store.createSpace("my-space");
    add(store, "my-space", "item", "text");
    if (fault != null) world.fault(fault);
    SnapshotTaskClient tasks = new SnapshotTaskClientImpl(store);
    tasks.createSnapshot("my-space", "mine", "me@example.com");
    return tasks;
  }
}
