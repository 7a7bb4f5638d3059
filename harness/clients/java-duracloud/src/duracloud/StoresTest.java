package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManager;
import org.duracloud.client.ContentStoreManagerImpl;
import org.duracloud.client.impl.CachingContentStoreManagerImpl;
import org.duracloud.client.util.StoreClientUtil;
import org.duracloud.common.model.Credential;
import org.duracloud.error.ContentStoreException;
import org.junit.jupiter.api.Test;

/** ContentStoreManager, and the other ways to a ContentStore. */
class StoresTest extends InAWorld {
  private static final Map<String, String> types =
      new TreeMap<>(
          Map.of(
              World.S3,
              "AMAZON_S3",
              World.SNAPSHOTS,
              "CHRONOPOLIS",
              World.GLACIER,
              "AMAZON_GLACIER"));

  private static Map<String, String> typesOf(Map<String, ContentStore> stores) {
    Map<String, String> found = new TreeMap<>();
    stores.forEach(
        (id, store) -> {
          assertEquals(id, store.getStoreId());
          found.put(id, store.getStorageProviderType());
        });
    return found;
  }

  @Test
  void all_stores_of_the_account_are_listed_with_their_types() throws Exception {
    assertEquals(types, typesOf(world.manager("user").getContentStores()));
    assertEquals(types, typesOf(world.manager("user").getContentStores(0)));
  }

  @Test
  void each_store_is_found_by_its_id() throws Exception {
    for (String id : types.keySet()) {
      assertEquals(
          types.get(id), world.manager("user").getContentStore(id).getStorageProviderType());
      assertEquals(
          types.get(id), world.manager("user").getContentStore(id, 0).getStorageProviderType());
    }
    assertThrows(ContentStoreException.class, () -> world.manager("user").getContentStore("9"));
  }

  @Test
  void the_primary_store_is_the_one_at_amazon() throws Exception {
    for (ContentStore primary :
        List.of(
            world.manager("user").getPrimaryContentStore(),
            world.manager("user").getPrimaryContentStore(0))) {
      assertEquals(World.S3, primary.getStoreId());
      assertEquals("AMAZON_S3", primary.getStorageProviderType());
      assertEquals(
          "http://" + World.host() + ":" + World.port() + "/durastore", primary.getBaseURL());
      // The option is not told, and what is not told is not true.
      assertFalse(primary.isWritable());
    }
  }

  @Test
  void nobody_gets_a_store_without_asking_for_the_account() throws Exception {
    ContentStoreManager manager =
        new ContentStoreManagerImpl(World.host(), World.port(), world.context());
    assertEquals("UNKNOWN", manager.getPrimaryContentStoreAsAnonymous().getStorageProviderType());
    assertEquals(List.of(), manager.getPrimaryContentStoreAsAnonymous(0).getSpaces());
    assertEquals(0, world.requests("GET", "/stores"));
  }

  @Test
  void a_wrong_password_is_told() {
    ContentStoreManager manager = new ContentStoreManagerImpl(World.host(), World.port());
    manager.login(new Credential(world.username("root"), "wrong"));
    Exception error = assertThrows(ContentStoreException.class, manager::getContentStores);
    assertTrue(error.getMessage().contains("Response code was 401"), error.getMessage());
  }

  @Test
  void who_logged_out_is_nobody() throws Exception {
    ContentStoreManager manager = world.manager("root");
    manager.getContentStores();
    manager.logout();
    assertThrows(ContentStoreException.class, manager::getContentStores);
  }

  @Test
  void a_manager_is_pointed_at_another_context_and_waits_no_longer_than_it_is_told()
      throws Exception {
    ContentStoreManager manager =
        new ContentStoreManagerImpl("nowhere.invalid", "1", "elsewhere", 60_000);
    manager.login(new Credential(world.username("root"), world.password("root")));
    manager.reinitialize(World.host(), World.port(), world.context());
    assertEquals(types, typesOf(manager.getContentStores()));
  }

  @Test
  void a_caching_manager_asks_once() throws Exception {
    ContentStoreManager manager =
        new CachingContentStoreManagerImpl(World.host(), World.port(), "durastore");
    manager.login(new Credential(world.username("root"), world.password("root")));
    assertSame(manager.getContentStores(), manager.getContentStores());
    assertSame(manager.getPrimaryContentStore(), manager.getPrimaryContentStore());
    assertEquals(2, world.requests("GET", "/stores"));
  }

  @Test
  void the_tools_find_their_store_with_a_name_and_password() {
    StoreClientUtil util = new StoreClientUtil();
    int port = Integer.parseInt(World.port());
    String name = world.username("root");
    String password = world.password("root");
    assertEquals(
        World.S3,
        util.createContentStore(World.host(), port, "durastore", name, password, null)
            .getStoreId());
    assertEquals(
        World.GLACIER,
        util.createContentStore(World.host(), port, "durastore", name, password, "3").getStoreId());
    Exception error =
        assertThrows(
            RuntimeException.class,
            () -> util.createContentStore(World.host(), port, "durastore", name, "wrong", null));
    assertTrue(error.getMessage().contains("invalid credentials"), error.getMessage());
  }
}
