package duracloud.release8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import duracloud.InAWorld;
import duracloud.World;
import java.time.Duration;
import org.duracloud.client.ContentStore;
import org.duracloud.client.task.SnapshotTaskClient;
import org.duracloud.client.task.SnapshotTaskClientImpl;
import org.duracloud.error.ContentStoreException;
import org.duracloud.snapshot.dto.task.GetSnapshotsTotalsTaskResult;
import org.junit.jupiter.api.Test;

/** SnapshotTaskClient's method that the releases before 7.1 do not have. */
class SnapshotTotalsTest extends InAWorld {
  @Test
  void snapshots_are_counted_by_their_status() throws Exception {
    ContentStore store = world.store("admin", World.SNAPSHOTS);
    SnapshotTaskClient tasks = new SnapshotTaskClientImpl(store);
    for (String space : new String[] {"space-1", "space-2", "space-3"}) {
      store.createSpace(space);
      add(store, space, "item", "text");
    }
    tasks.createSnapshot("space-1", "mine", "me@example.com");
    tasks.createSnapshot("space-2", "mine", "me@example.com");
    world.advance(Duration.ofDays(3));
    tasks.createSnapshot("space-3", "mine", "me@example.com");

    // Without a status the client asks for those that are complete.
    for (String status : new String[] {"SNAPSHOT_COMPLETE", null}) {
      GetSnapshotsTotalsTaskResult complete = tasks.getSnapshotsTotals(status);
      assertEquals(2, complete.getTotalCount());
      assertEquals(4, complete.getTotalFiles());
      assertTrue(complete.getTotalSize() > 8);
    }
    GetSnapshotsTotalsTaskResult initialized = tasks.getSnapshotsTotals("INITIALIZED");
    assertEquals(1, initialized.getTotalCount());
    assertEquals(0, initialized.getTotalSize());
    assertEquals(0, tasks.getSnapshotsTotals("CANCELLED").getTotalCount());
    assertThrows(ContentStoreException.class, () -> tasks.getSnapshotsTotals("SOMETHING_ELSE"));
    assertThrows(ContentStoreException.class, () -> tasks.getSnapshotsTotals(""));
  }
}
