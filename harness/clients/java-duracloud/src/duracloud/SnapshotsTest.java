package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.duracloud.client.ContentStore;
import org.duracloud.client.task.SnapshotTaskClient;
import org.duracloud.client.task.SnapshotTaskClientImpl;
import org.duracloud.client.task.SnapshotTaskClientManager;
import org.duracloud.common.model.AclType;
import org.duracloud.error.ContentStateException;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.NotFoundException;
import org.duracloud.error.UnauthorizedException;
import org.duracloud.snapshot.dto.RestoreStatus;
import org.duracloud.snapshot.dto.SnapshotContentItem;
import org.duracloud.snapshot.dto.SnapshotHistoryItem;
import org.duracloud.snapshot.dto.SnapshotStatus;
import org.duracloud.snapshot.dto.SnapshotSummary;
import org.duracloud.snapshot.dto.task.CompleteCancelSnapshotTaskParameters;
import org.duracloud.snapshot.dto.task.CompleteCancelSnapshotTaskResult;
import org.duracloud.snapshot.dto.task.CreateSnapshotTaskResult;
import org.duracloud.snapshot.dto.task.GetRestoreTaskResult;
import org.duracloud.snapshot.dto.task.GetSnapshotContentsTaskResult;
import org.duracloud.snapshot.dto.task.GetSnapshotHistoryTaskResult;
import org.duracloud.snapshot.dto.task.GetSnapshotTaskResult;
import org.duracloud.snapshot.dto.task.RestartSnapshotTaskParameters;
import org.duracloud.snapshot.dto.task.RestartSnapshotTaskResult;
import org.duracloud.snapshot.dto.task.RestoreSnapshotTaskResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * SnapshotTaskClient, with the bridge and the preservation system behind it in the world's time.
 */
class SnapshotsTest extends InAWorld {
  private static final Duration step = Duration.ofMinutes(1);
  private static final String snapshotId = "example_2_my-space_2026-01-31-10-20-30";

  private final byte[] movie = new byte[200_000];
  private ContentStore store;
  private ContentStore asRoot;
  private SnapshotTaskClient tasks;
  private SnapshotTaskClient rootsTasks;

  @BeforeEach
  void addContent() throws Exception {
    store = world.store("admin", World.SNAPSHOTS);
    asRoot = world.store("root", World.SNAPSHOTS);
    tasks = new SnapshotTaskClientImpl(store);
    rootsTasks = new SnapshotTaskClientImpl(asRoot);
    store.createSpace("my-space");
    new Random(1).nextBytes(movie);
    Map<String, String> properties = new HashMap<>(Map.of("creator", "me"));
    store.addContent(
        "my-space",
        "dir/movie.mp4",
        new ByteArrayInputStream(movie),
        movie.length,
        "video/mp4",
        null,
        properties);
    add(store, "my-space", "item.txt", "text");
  }

  private CreateSnapshotTaskResult create(String description) throws Exception {
    return tasks.createSnapshot("my-space", description, "me@example.com");
  }

  private SnapshotStatus status() throws Exception {
    return tasks.getSnapshot(snapshotId).getStatus();
  }

  private void complete() throws Exception {
    create("mine");
    world.advance(Duration.ofDays(3));
    assertEquals(SnapshotStatus.SNAPSHOT_COMPLETE, status());
  }

  @Test
  void a_snapshot_is_taken_preserved_and_restored_byte_by_byte() throws Exception {
    CreateSnapshotTaskResult created = create("mine");
    assertEquals(snapshotId, created.getSnapshotId());
    assertEquals(SnapshotStatus.INITIALIZED, created.getStatus());
    List<SnapshotStatus> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      seen.add(status());
      world.advance(step);
    }
    world.advance(Duration.ofDays(2));
    seen.add(status());
    assertEquals(
        List.of(
            SnapshotStatus.INITIALIZED,
            SnapshotStatus.TRANSFERRING_FROM_DURACLOUD,
            SnapshotStatus.REPLICATING_TO_STORAGE,
            SnapshotStatus.CLEANING_UP,
            SnapshotStatus.SNAPSHOT_COMPLETE),
        seen);

    GetSnapshotTaskResult snapshot = tasks.getSnapshot(snapshotId);
    assertEquals(World.BEGINNING, snapshot.getSnapshotDate().toInstant());
    assertEquals("mine", snapshot.getDescription());
    assertEquals("my-space", snapshot.getSourceSpaceId());
    assertEquals(World.SNAPSHOTS, snapshot.getSourceStoreId());
    assertEquals("example.duracloud.org", snapshot.getSourceHost());
    assertEquals("example-member", snapshot.getMemberId());
    assertEquals(3, snapshot.getContentItemCount());
    assertTrue(snapshot.getTotalSizeInBytes() > movie.length + 4);
    assertEquals(List.of(), snapshot.getAlternateIds());

    // The space is empty, and everybody's again.
    assertEquals(List.of(), list(store.getSpaceContents("my-space")));
    assertNull(store.getSpaceProperties("my-space").get("snapshot-id"));
    add(store, "my-space", "new", "text");

    RestoreSnapshotTaskResult restored = rootsTasks.restoreSnapshot(snapshotId, "me@example.com");
    String target = "my-space-2026-01-31-10-20-30";
    assertEquals(target, restored.getSpaceId());
    assertEquals(RestoreStatus.RETRIEVING_FROM_STORAGE, restored.getStatus());
    String restoreId = restored.getRestoreId();
    assertEquals(restoreId, store.getSpaceProperties(target).get("restore-id"));
    List<RestoreStatus> restoring = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      restoring.add(tasks.getRestore(restoreId).getStatus());
      world.advance(step);
    }
    assertEquals(
        List.of(
            RestoreStatus.RETRIEVING_FROM_STORAGE,
            RestoreStatus.STORAGE_RETRIEVAL_COMPLETE,
            RestoreStatus.VERIFYING_RETRIEVED_CONTENT,
            RestoreStatus.VERIFYING_SNAPSHOT_REPO_AGAINST_MANIFEST,
            RestoreStatus.TRANSFERRING_TO_DURACLOUD,
            RestoreStatus.TRANSFER_TO_DURACLOUD_COMPLETE,
            RestoreStatus.VERIFYING_TRANSFERRED_CONTENT,
            RestoreStatus.RESTORATION_COMPLETE),
        restoring);

    GetRestoreTaskResult restore = tasks.getRestoreBySnapshot(snapshotId);
    assertEquals(restoreId, restore.getRestoreId());
    assertEquals(snapshotId, restore.getSnapshotId());
    assertEquals(target, restore.getDestinationSpaceId());
    assertEquals(World.SNAPSHOTS, restore.getDestinationStoreId());
    assertEquals("example.duracloud.org", restore.getDestinationHost());
    assertEquals(443, restore.getDestinationPort());
    assertTrue(
        restore.getStatusText().startsWith("Completed transfer to duracloud on: "),
        restore.getStatusText());
    assertEquals(
        Duration.ofMinutes(7),
        Duration.between(restore.getStartDate().toInstant(), restore.getEndDate().toInstant()));
    assertEquals(
        Duration.ofDays(30),
        Duration.between(
            restore.getEndDate().toInstant(), restore.getExpirationDate().toInstant()));

    assertEquals(List.of("dir/movie.mp4", "item.txt"), list(store.getSpaceContents(target)));
    assertEquals(
        md5(movie), md5(store.getContent(target, "dir/movie.mp4").getStream().readAllBytes()));
    Map<String, String> properties = store.getContentProperties(target, "dir/movie.mp4");
    assertEquals("me", properties.get("creator"));
    assertEquals(md5(movie), properties.get(ContentStore.CONTENT_CHECKSUM));
    assertEquals("text", text(store, target, "item.txt"));

    world.advance(Duration.ofDays(32));
    assertEquals(RestoreStatus.RESTORATION_EXPIRED, tasks.getRestore(restoreId).getStatus());
    assertFalse(store.spaceExists(target));
  }

  @Test
  void while_a_snapshot_is_taken_nobody_but_root_changes_the_space() throws Exception {
    create("mine");
    assertEquals(snapshotId, store.getSpaceProperties("my-space").get("snapshot-id"));
    assertThrows(UnauthorizedException.class, () -> add(store, "my-space", "new", "text"));
    assertThrows(UnauthorizedException.class, () -> store.deleteContent("my-space", "item.txt"));
    assertThrows(UnauthorizedException.class, () -> store.deleteSpace("my-space"));
    store.setSpaceACLs("my-space", Map.of(world.username("user"), AclType.READ));
    assertEquals("text", text(world.store("user", World.SNAPSHOTS), "my-space", "item.txt"));
    add(asRoot, "my-space", "new", "text");
    ContentStateException again = assertThrows(ContentStateException.class, () -> create("again"));
    assertTrue(again.getMessage().contains("already underway"), again.getMessage());
  }

  @Test
  void a_snapshot_describes_itself_in_its_space_and_afterwards_in_another() throws Exception {
    create("mine & yours: äöü");
    String properties = text(store, "my-space", ".collection-snapshot.properties");
    java.util.Properties described = new java.util.Properties();
    described.load(new java.io.StringReader(properties));
    assertEquals(snapshotId, described.getProperty("snapshot-id"));
    assertEquals("mine & yours: äöü", described.getProperty("description"));
    assertEquals("me@example.com", described.getProperty("user-email"));
    assertEquals(world.username("admin"), described.getProperty("owner-id"));

    world.advance(step.multipliedBy(3));
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(
            store.getContent("x-snapshot-metadata", snapshotId + ".zip").getStream())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(
            entry.getName(),
            new String(zip.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    assertTrue(
        files.get("manifest-md5.txt").contains(md5(movie) + "  data/dir/movie.mp4"),
        files.toString());
    assertTrue(
        files.get("content-properties.json").contains("\"creator\" : \"me\""), files.toString());
    assertThrows(
        UnauthorizedException.class,
        () -> store.deleteContent("x-snapshot-metadata", snapshotId + ".zip"));
  }

  @Test
  void snapshots_are_listed_with_what_is_in_them_and_what_happened() throws Exception {
    assertEquals(List.of(), tasks.getSnapshots().getSnapshots());
    create("mine");
    world.advance(step.multipliedBy(2));
    List<SnapshotSummary> summaries = tasks.getSnapshots().getSnapshots();
    assertEquals(1, summaries.size());
    assertEquals(snapshotId, summaries.get(0).getSnapshotId());
    assertEquals("mine", summaries.get(0).getDescription());
    assertEquals("my-space", summaries.get(0).getSourceSpaceId());
    assertEquals(World.SNAPSHOTS, summaries.get(0).getSourceStoreId());
    assertEquals(SnapshotStatus.REPLICATING_TO_STORAGE, summaries.get(0).getStatus());

    List<String> all = List.of(".collection-snapshot.properties", "dir/movie.mp4", "item.txt");
    assertEquals(all, idsOf(tasks.getSnapshotContents(snapshotId, 0, 1000, null)));
    assertEquals(all.subList(0, 2), idsOf(tasks.getSnapshotContents(snapshotId, 0, 2, null)));
    assertEquals(all.subList(2, 3), idsOf(tasks.getSnapshotContents(snapshotId, 1, 2, null)));
    GetSnapshotContentsTaskResult movies = tasks.getSnapshotContents(snapshotId, 0, 0, "dir/");
    assertEquals(all.subList(1, 2), idsOf(movies));
    assertEquals(3, movies.getTotalCount());
    Map<String, String> properties = movies.getContentItems().get(0).getContentProperties();
    assertEquals("me", properties.get("creator"));
    assertEquals(
        List.of(),
        idsOf(tasks.getSnapshotContents("example_2_other_2026-01-31-10-20-30", 0, 10, null)));

    world.advance(step);
    GetSnapshotHistoryTaskResult history = tasks.getSnapshotHistory(snapshotId, 0, 10);
    assertEquals(3, history.getTotalCount());
    assertEquals(
        List.of("SNAPSHOT_COMPLETED", "SNAPSHOT_STAGED", "SNAPSHOT_INITIATED"),
        history.getHistoryItems().stream()
            .map(SnapshotHistoryItem::getHistory)
            .map(text -> text.replaceAll(".*'snapshot-action':'([A-Z_]+)'.*", "$1"))
            .toList());
    assertEquals(
        World.BEGINNING,
        tasks
            .getSnapshotHistory(snapshotId, 2, 1)
            .getHistoryItems()
            .get(0)
            .getHistoryDate()
            .toInstant());
  }

  private static List<String> idsOf(GetSnapshotContentsTaskResult contents) {
    return contents.getContentItems().stream().map(SnapshotContentItem::getContentId).toList();
  }

  @Test
  void a_space_that_is_empty_is_not_taken_and_one_that_is_not_there_neither() throws Exception {
    store.createSpace("empty-space");
    ContentStateException empty =
        assertThrows(
            ContentStateException.class,
            () -> tasks.createSnapshot("empty-space", "mine", "me@example.com"));
    assertEquals("A snapshot of an empty space may not be taken.", empty.getMessage());
    assertNull(store.getSpaceProperties("empty-space").get("snapshot-id"));
    for (String space : new String[] {"no-space", "", null}) {
      assertThrows(
          ContentStoreException.class, () -> tasks.createSnapshot(space, "mine", "me@example.com"));
    }
    assertThrows(
        ContentStoreException.class,
        () -> tasks.createSnapshot("my-space", null, "me@example.com"));
    assertThrows(ContentStoreException.class, () -> tasks.createSnapshot("my-space", "mine", null));
  }

  @Test
  void a_snapshot_that_failed_is_restarted() throws Exception {
    create("mine stuntdouble-fail-transfer");
    world.advance(step.multipliedBy(3));
    assertEquals(SnapshotStatus.FAILED_TO_TRANSFER_FROM_DURACLOUD, status());
    RestartSnapshotTaskParameters parameters = new RestartSnapshotTaskParameters();
    parameters.setSnapshotId(snapshotId);
    RestartSnapshotTaskResult restarted =
        RestartSnapshotTaskResult.deserialize(
            store.performTask("restart-snapshot", parameters.serialize()));
    assertEquals(SnapshotStatus.INITIALIZED, restarted.getStatus());
    assertEquals("successfully restarted snapshot: INITIALIZED", restarted.getDescription());
    assertThrows(
        ContentStoreException.class,
        () -> store.performTask("restart-snapshot", parameters.serialize()));
    world.advance(Duration.ofDays(3));
    assertEquals(SnapshotStatus.SNAPSHOT_COMPLETE, status());
  }

  @Test
  void a_snapshot_that_was_cancelled_leaves_the_space_as_it_was() throws Exception {
    create("mine");
    assertEquals(
        "CANCELLED", world.bridge("/snapshot/" + snapshotId + "/cancel").get("status").asText());
    assertThrows(ContentStoreException.class, () -> tasks.getSnapshot(snapshotId));
    assertNull(store.getSpaceProperties("my-space").get("snapshot-id"));
    assertEquals(List.of("dir/movie.mp4", "item.txt"), list(store.getSpaceContents("my-space")));
    add(store, "my-space", "new", "text");
  }

  @Test
  void a_snapshot_that_the_preservation_system_names_is_known_by_its_names() throws Exception {
    create("mine");
    world.advance(step.multipliedBy(2));
    world.bridge(
        "/snapshot/" + snapshotId + "/complete",
        Map.of("alternateIds", List.of("tape-7", "tape-8")));
    assertEquals(SnapshotStatus.CLEANING_UP, status());
    assertEquals(List.of("tape-7", "tape-8"), tasks.getSnapshot(snapshotId).getAlternateIds());
  }

  @Test
  void a_snapshot_that_the_preservation_system_cannot_keep_is_in_error() throws Exception {
    create("mine");
    world.bridge("/snapshot/" + snapshotId + "/error", Map.of("error", "the tape broke"));
    world.advance(Duration.ofDays(3));
    assertEquals(SnapshotStatus.ERROR, status());
  }

  @Test
  void a_restore_is_requested_of_the_administrators() throws Exception {
    complete();
    assertEquals(
        "Your request has been sent.",
        tasks.requestRestoreSnapshot(snapshotId, "me@example.com").getDescription());
    assertTrue(
        tasks
            .getSnapshotHistory(snapshotId, 0, 1)
            .getHistoryItems()
            .get(0)
            .getHistory()
            .contains("RESTORE_REQUESTED"));
    assertThrows(
        ContentStoreException.class,
        () -> tasks.requestRestoreSnapshot("not-an-id", "me@example.com"));
    assertThrows(
        ContentStoreException.class,
        () ->
            tasks.requestRestoreSnapshot("example_2_other_2026-01-31-10-20-30", "me@example.com"));
  }

  @Test
  void a_snapshot_is_restored_when_it_is_complete_and_once_at_a_time() throws Exception {
    assertThrows(
        ContentStoreException.class,
        () -> rootsTasks.restoreSnapshot("not-an-id", "me@example.com"));
    complete();
    assertThrows(
        UnauthorizedException.class, () -> tasks.restoreSnapshot(snapshotId, "me@example.com"));
    rootsTasks.restoreSnapshot(snapshotId, "me@example.com");
    ContentStoreException again =
        assertThrows(
            ContentStoreException.class,
            () -> rootsTasks.restoreSnapshot(snapshotId, "me@example.com"));
    assertTrue(again.getMessage().contains("has been made previously"), again.getMessage());
  }

  @Test
  void a_restore_that_failed_is_restarted_and_one_that_was_cancelled_is_over() throws Exception {
    create("mine stuntdouble-fail-restore");
    world.advance(Duration.ofDays(3));
    String restoreId = rootsTasks.restoreSnapshot(snapshotId, "me@example.com").getRestoreId();
    world.advance(step.multipliedBy(7));
    assertEquals(RestoreStatus.ERROR, tasks.getRestore(restoreId).getStatus());
    world.bridge("/restore/" + restoreId + "/restart");
    assertEquals(RestoreStatus.RETRIEVING_FROM_STORAGE, tasks.getRestore(restoreId).getStatus());
    world.bridge("/restore/" + restoreId + "/complete");
    assertEquals(RestoreStatus.STORAGE_RETRIEVAL_COMPLETE, tasks.getRestore(restoreId).getStatus());
    world.bridge("/restore/" + restoreId + "/cancel");
    assertEquals(RestoreStatus.CANCELLED, tasks.getRestore(restoreId).getStatus());
  }

  @Test
  void what_the_bridge_does_may_be_done_by_hand() throws Exception {
    create("mine");
    assertEquals(1, tasks.cleanupSnapshot("my-space").getContentExpirationDays());
    assertEquals(
        "Snapshot complete was successful", tasks.completeSnapshot("my-space").getResult());
    assertNull(store.getSpaceProperties("my-space").get("snapshot-id"));
    assertEquals(
        "Complete restore was successful", tasks.completeRestore("my-space", 2).getResult());
    assertThrows(ContentStoreException.class, () -> tasks.completeRestore("my-space", -1));
    world.advance(Duration.ofDays(3));
    assertEquals(List.of(), list(store.getSpaceContents("my-space")));
  }

  @Test
  void a_cancellation_is_completed_by_hand() throws Exception {
    create("mine");
    String parameters = new CompleteCancelSnapshotTaskParameters("my-space").serialize();
    assertEquals(
        "completed cancellation for my-space",
        CompleteCancelSnapshotTaskResult.deserialize(
                store.performTask("complete-cancel-snapshot", parameters))
            .getResult());
    assertNull(store.getSpaceProperties("my-space").get("snapshot-id"));
    assertThrows(
        NotFoundException.class,
        () -> store.getContent("my-space", ".collection-snapshot.properties"));
    assertThrows(
        ContentStoreException.class,
        () -> store.performTask("complete-cancel-snapshot", parameters));
  }

  @Test
  void what_is_not_known_is_an_error_of_the_bridge() throws Exception {
    String unknown = "example_2_other_2026-01-31-10-20-30";
    for (org.junit.jupiter.api.function.Executable task :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> tasks.getSnapshot(unknown),
            () -> tasks.getSnapshotHistory(unknown, 0, 10),
            () -> tasks.getRestore("example_2_other_2026-01-31-10-20-30"),
            () -> tasks.getRestoreBySnapshot(unknown),
            () -> tasks.cleanupSnapshot("no-space"),
            () -> tasks.completeSnapshot("no-space"),
            () -> tasks.completeRestore("no-space", 1),
            () -> tasks.getSnapshot(""),
            () -> tasks.getRestore(null))) {
      assertEquals(
          ContentStoreException.class, assertThrows(ContentStoreException.class, task).getClass());
    }
  }

  @Test
  void users_see_the_snapshots_of_spaces_that_they_may_read() throws Exception {
    create("mine");
    SnapshotTaskClient user = new SnapshotTaskClientImpl(world.store("user", World.SNAPSHOTS));
    assertEquals(List.of(), user.getSnapshots().getSnapshots());
    assertThrows(UnauthorizedException.class, () -> user.getSnapshot(snapshotId));
    store.setSpaceACLs("my-space", Map.of(world.username("user"), AclType.READ));
    assertEquals(1, user.getSnapshots().getSnapshots().size());
    assertEquals("mine", user.getSnapshot(snapshotId).getDescription());
    assertEquals(1, user.getSnapshotHistory(snapshotId, 0, 10).getTotalCount());
    assertEquals(0, user.getSnapshotContents(snapshotId, 0, 10, null).getTotalCount());
  }

  @Test
  void a_client_is_had_from_a_manager() throws Exception {
    SnapshotTaskClientManager manager = new SnapshotTaskClientManager(world.manager("admin"));
    assertEquals(List.of(), manager.get(World.SNAPSHOTS).getSnapshots().getSnapshots());
  }
}
