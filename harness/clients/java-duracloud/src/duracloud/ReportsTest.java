package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.duracloud.client.ContentStore;
import org.duracloud.common.constant.ManifestFormat;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.NotFoundException;
import org.duracloud.reportdata.bitintegrity.BitIntegrityReport;
import org.duracloud.reportdata.bitintegrity.BitIntegrityReportProperties;
import org.duracloud.reportdata.bitintegrity.BitIntegrityReportResult;
import org.duracloud.reportdata.storage.SpaceStatsDTO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests, audit logs, bit integrity and statistics. */
class ReportsTest extends InAWorld {
  private ContentStore store;

  @BeforeEach
  void addContent() throws Exception {
    store = world.store("admin", World.S3);
    store.createSpace("my-space");
    add(store, "my-space", "item-1", "one");
    add(store, "my-space", "dir/item 2", "two!");
  }

  private static Date date(Instant instant) {
    return Date.from(instant);
  }

  private static List<List<Object>> rows(List<SpaceStatsDTO> stats) {
    return stats.stream()
        .map(
            row ->
                List.<Object>of(
                    row.getTimestamp().toInstant().toString(),
                    row.getByteCount(),
                    row.getObjectCount()))
        .toList();
  }

  @Test
  void the_manifest_lists_all_content_in_either_format() throws Exception {
    String tsv = text(store.getManifest("my-space", ManifestFormat.TSV));
    assertEquals(
        List.of(
            "space-id\tcontent-id\tMD5",
            "my-space\tdir/item 2\t" + md5("two!"),
            "my-space\titem-1\t" + md5("one")),
        tsv.lines().toList());
    String bagit = text(store.getManifest("my-space", ManifestFormat.BAGIT));
    assertEquals(
        List.of(md5("two!") + "  my-space/dir/item 2", md5("one") + "  my-space/item-1"),
        bagit.lines().toList());
    assertEquals(tsv, text(store.getManifest("my-space", null)));
    assertThrows(NotFoundException.class, () -> store.getManifest("no-space", ManifestFormat.TSV));
  }

  @Test
  void the_audit_log_tells_who_did_what() throws Exception {
    store.copyContent("my-space", "item-1", "my-space", "item-3");
    world.advance(Duration.ofMinutes(1));
    world.store("root", World.S3).deleteContent("my-space", "item-1");
    List<String> lines = text(store.getAuditLog("my-space")).lines().toList();
    List<String> columns = Arrays.asList(lines.get(0).split("\t"));
    assertEquals("account", columns.get(0));
    int action = columns.indexOf("action");
    List<String> actions =
        lines.stream().skip(1).map(line -> line.split("\t", -1)[action]).toList();
    assertEquals(
        List.of("CREATE_SPACE", "ADD_CONTENT", "ADD_CONTENT", "COPY_CONTENT", "DELETE_CONTENT"),
        actions);
    List<String> last = Arrays.asList(lines.get(5).split("\t", -1));
    assertEquals("item-1", last.get(columns.indexOf("content-id")));
    assertEquals("2026-01-31T10:21:30", last.get(columns.indexOf("timestamp")));
    assertEquals(world.username("root"), last.get(columns.indexOf("username")));
    assertThrows(NotFoundException.class, () -> store.getAuditLog("no-space"));
  }

  @Test
  void bit_integrity_is_reported_once_it_was_checked() throws Exception {
    assertNull(store.getBitIntegrityReport("my-space"));
    assertNull(store.getBitIntegrityReportProperties("my-space"));
    world.advance(Duration.ofDays(15));
    BitIntegrityReport report = store.getBitIntegrityReport("my-space");
    String text = text(report.getStream());
    assertEquals(3, text.lines().count());
    assertTrue(text.lines().skip(1).allMatch(line -> line.contains("\tSUCCESS\t")), text);
    for (BitIntegrityReportProperties properties :
        List.of(report.getProperties(), store.getBitIntegrityReportProperties("my-space"))) {
      assertEquals(BitIntegrityReportResult.SUCCESS, properties.getResult());
      assertEquals(text.length(), properties.getSize());
      assertEquals(
          World.BEGINNING.plus(Duration.ofDays(14)), properties.getCompletionDate().toInstant());
    }
    assertThrows(ContentStoreException.class, () -> store.getBitIntegrityReport("no-space"));
    assertThrows(
        ContentStoreException.class, () -> store.getBitIntegrityReportProperties("no-space"));
  }

  @Test
  void what_a_space_holds_is_counted_every_day() throws Exception {
    world.advance(Duration.ofDays(1));
    add(store, "my-space", "item-3", "three");
    world.advance(Duration.ofDays(1));
    List<List<Object>> all =
        List.of(
            List.of("2026-01-31T00:00:00Z", 7L, 2L),
            List.of("2026-02-01T00:00:00Z", 12L, 3L),
            List.of("2026-02-02T00:00:00Z", 12L, 3L));
    assertEquals(all, rows(store.getSpaceStats("my-space", null, null)));
    Date first = date(Instant.parse("2026-02-01T00:00:00Z"));
    Date last = date(Instant.parse("2026-02-01T23:59:59Z"));
    List<SpaceStatsDTO> day = store.getSpaceStats("my-space", first, last);
    assertEquals(all.subList(1, 2), rows(day));
    assertEquals("my-space", day.get(0).getSpaceId());
    assertEquals(World.S3, day.get(0).getStoreId());
    assertThrows(NotFoundException.class, () -> store.getSpaceStats("no-space", null, null));
  }

  @Test
  void what_a_store_holds_is_counted_as_a_whole_and_by_space() throws Exception {
    store.createSpace("other-space");
    add(store, "other-space", "item", "four");
    world.advance(Duration.ofDays(1));
    assertEquals(
        List.of(List.of("2026-01-31T00:00:00Z", 11L, 3L), List.of("2026-02-01T00:00:00Z", 11L, 3L)),
        rows(store.getStorageProviderStats(null, null)));
    Date first = date(Instant.parse("2026-02-01T00:00:00Z"));
    assertEquals(1, store.getStorageProviderStats(first, date(world.now())).size());
    List<SpaceStatsDTO> spaces = store.getStorageProviderStatsByDay(date(world.now()));
    assertEquals(
        List.of("my-space 7", "other-space 4"),
        spaces.stream()
            .map(space -> space.getSpaceId() + " " + space.getByteCount())
            .sorted()
            .toList());
    assertEquals(
        List.of(),
        world.store("admin", World.GLACIER).getStorageProviderStatsByDay(date(world.now())));
  }
}
