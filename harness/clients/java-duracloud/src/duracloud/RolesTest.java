package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManagerImpl;
import org.duracloud.client.task.S3TaskClientImpl;
import org.duracloud.client.task.SnapshotTaskClientImpl;
import org.duracloud.common.constant.ManifestFormat;
import org.duracloud.common.model.AclType;
import org.duracloud.common.model.Credential;
import org.duracloud.error.UnauthorizedException;
import org.duracloud.s3storageprovider.dto.SetStoragePolicyTaskParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What nobody, a user, a member of a group, an administrator and root may do. */
class RolesTest extends InAWorld {
  private ContentStore admin;

  @BeforeEach
  void addContent() throws Exception {
    admin = world.store("admin", World.S3);
    admin.createSpace("my-space");
    add(admin, "my-space", "item", "text");
  }

  private static void assertUnauthorized(Executable... calls) {
    for (int i = 0; i < calls.length; i++)
      assertThrows(UnauthorizedException.class, calls[i], "call " + i);
  }

  private static void assertMayNotRead(ContentStore store) {
    assertUnauthorized(
        () -> store.getSpace("my-space", null, 0, null),
        () -> store.getSpaceProperties("my-space"),
        () -> store.getContent("my-space", "item"),
        () -> store.getContent("my-space", "item", 0L, 1L),
        () -> store.getContentProperties("my-space", "item"),
        () -> store.contentExists("my-space", "item"),
        () -> store.getManifest("my-space", ManifestFormat.TSV),
        () -> store.getAuditLog("my-space"),
        () -> store.getBitIntegrityReport("my-space"),
        () -> store.getBitIntegrityReportProperties("my-space"),
        () -> store.getSpaceStats("my-space", null, null));
  }

  private static void assertMayNotWrite(ContentStore store) {
    assertUnauthorized(
        () -> add(store, "my-space", "other", "text"),
        () -> store.setContentProperties("my-space", "item", Map.of()),
        () -> store.copyContent("my-space", "item", World.S3, "my-space", "copy"),
        () -> store.deleteContent("my-space", "item"));
  }

  private static void assertMayNotManage(ContentStore store) {
    assertUnauthorized(
        () -> store.createSpace("another-space"),
        () -> store.deleteSpace("my-space"),
        () -> store.setSpaceACLs("my-space", Map.of()));
  }

  @Test
  void nobody_may_list_spaces_and_do_nothing_else() throws Exception {
    ContentStore nobody = world.anonymously();
    assertEquals(List.of(), nobody.getSpaces());
    assertMayNotRead(nobody);
    assertMayNotManage(nobody);
    assertUnauthorized(
        () -> add(nobody, "my-space", "other", "text"),
        () -> nobody.setContentProperties("my-space", "item", Map.of()),
        () -> nobody.deleteContent("my-space", "item"),
        nobody::getSupportedTasks,
        () -> nobody.performTask("noop", ""),
        () -> nobody.getStorageProviderStats(null, null),
        () -> nobody.getStorageProviderStatsByDay(Date.from(Instant.EPOCH)));
  }

  @Test
  void everybody_may_read_what_is_public() throws Exception {
    admin.setSpaceACLs("my-space", Map.of("group-public", AclType.READ));
    for (ContentStore store : List.of(world.anonymously(), world.store("user", World.S3))) {
      assertEquals(List.of("my-space"), store.getSpaces());
      assertEquals("text", text(store, "my-space", "item"));
      assertEquals(List.of("item"), list(store.getSpaceContents("my-space")));
      assertEquals("1", store.getSpaceProperties("my-space").get(ContentStore.SPACE_COUNT));
      assertUnauthorized(() -> store.deleteContent("my-space", "item"));
    }
  }

  @Test
  void a_user_sees_no_space_that_does_not_name_him() throws Exception {
    ContentStore user = world.store("user", World.S3);
    assertEquals(List.of(), user.getSpaces());
    assertMayNotRead(user);
    assertMayNotWrite(user);
    assertMayNotManage(user);
    assertUnauthorized(() -> user.getSpaceProperties("no-space"));
  }

  @Test
  void a_user_reads_what_he_may_read() throws Exception {
    admin.setSpaceACLs("my-space", Map.of(world.username("user"), AclType.READ));
    ContentStore user = world.store("user", World.S3);
    assertEquals(List.of("my-space"), user.getSpaces());
    assertEquals("text", text(user, "my-space", "item"));
    assertEquals(2, text(user.getManifest("my-space", ManifestFormat.TSV)).lines().count());
    assertEquals(1, user.getSpaceStats("my-space", null, null).size());
    assertUnauthorized(() -> user.getAuditLog("my-space"));
    assertMayNotWrite(user);
    assertMayNotManage(user);
    assertMayNotRead(world.store("curator", World.S3));
  }

  @Test
  void a_user_writes_where_he_may_write_and_manages_nothing() throws Exception {
    admin.setSpaceACLs("my-space", Map.of(world.username("user"), AclType.WRITE));
    ContentStore user = world.store("user", World.S3);
    add(user, "my-space", "other", "text");
    user.setContentProperties("my-space", "other", Map.of("colour", "red"));
    user.moveContent("my-space", "other", "my-space", "moved");
    user.deleteContent("my-space", "moved");
    assertEquals(List.of("item"), list(user.getSpaceContents("my-space")));
    assertMayNotManage(user);
  }

  @Test
  void a_member_of_a_group_may_what_the_group_may() throws Exception {
    admin.setSpaceACLs("my-space", Map.of("group-curators", AclType.WRITE));
    ContentStore curator = world.store("curator", World.S3);
    assertEquals(List.of("my-space"), curator.getSpaces());
    add(curator, "my-space", "other", "text");
    assertEquals("text", text(curator, "my-space", "other"));
    assertMayNotRead(world.store("user", World.S3));
  }

  @Test
  void a_user_performs_no_task_but_those_that_look() throws Exception {
    ContentStore user = world.store("user", World.S3);
    ContentStore snapshots = world.store("user", World.SNAPSHOTS);
    assertTrue(user.getSupportedTasks().contains("noop"));
    assertEquals(List.of(), new SnapshotTaskClientImpl(snapshots).getSnapshots().getSnapshots());
    assertUnauthorized(
        () -> user.performTask("noop", ""),
        () -> user.performTaskWithNoRetries("unknown-task", ""),
        () -> new S3TaskClientImpl(user).enableHlsStreaming("my-space", false),
        () -> new S3TaskClientImpl(user).getHlsUrl("my-space", "item"),
        () ->
            new S3TaskClientImpl(user)
                .getSignedCookiesUrl("my-space", null, 1, "https://player.example/"),
        () ->
            new SnapshotTaskClientImpl(snapshots)
                .createSnapshot("my-space", "mine", "user@example.com"),
        () ->
            new SnapshotTaskClientImpl(snapshots)
                .requestRestoreSnapshot("a_2_b_2026-01-31-10-20-30", "user@example.com"));
  }

  @Test
  void an_administrator_does_all_but_what_is_roots() throws Exception {
    SetStoragePolicyTaskParameters policy = new SetStoragePolicyTaskParameters();
    policy.setSpaceId("my-space");
    policy.setStorageClass("GLACIER");
    policy.setDaysToTransition(1);
    ContentStore snapshots = world.store("admin", World.SNAPSHOTS);
    ContentStore glacier = world.store("admin", World.GLACIER);
    assertEquals("Success", admin.performTask("noop", ""));
    assertUnauthorized(
        () -> admin.performTask("set-storage-policy", policy.serialize()),
        () ->
            new SnapshotTaskClientImpl(snapshots)
                .restoreSnapshot("a_2_b_2026-01-31-10-20-30", "user@example.com"),
        () -> glacier.performTask("restore-content", "my-space/item"));
    world.store("root", World.S3).performTask("set-storage-policy", policy.serialize());
  }

  @Test
  void who_gives_a_wrong_password_is_refused_also_what_is_public() throws Exception {
    admin.setSpaceACLs("my-space", Map.of("group-public", AclType.READ));
    ContentStoreManagerImpl manager = new ContentStoreManagerImpl(World.host(), World.port());
    manager.login(new Credential(world.username("user"), "wrong"));
    assertUnauthorized(
        () -> manager.getPrimaryContentStoreAsAnonymous(0).getSpace("my-space", null, 0, null));
  }
}
