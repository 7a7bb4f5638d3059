package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManagerImpl;
import org.duracloud.common.model.Credential;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

@Testcontainers
class ArchiveTest {
  @Container
  private static final GenericContainer<?> stuntdouble =
      new GenericContainer<>(DockerImageName.parse("stuntdouble"))
          .withExposedPorts(4600, 4601)
          .withTmpFs(Map.of("/data", "rw"))
          .waitingFor(Wait.forHttp("/_stuntdouble/ready").forPort(4600));

  private static ContentStore storeOf(String user, String password) throws Exception {
    var stores =
        new ContentStoreManagerImpl(
            stuntdouble.getHost(), stuntdouble.getMappedPort(4600).toString());
    stores.login(new Credential(user, password));
    return stores.getPrimaryContentStore();
  }

  @Test
  void what_was_archived_is_there() throws Exception {
    ContentStore store = storeOf("root", "rpw");
    store.createSpace("films");
    byte[] film = "a film".getBytes();
    store.addContent(
        "films", "film.mp4", new ByteArrayInputStream(film), film.length, "video/mp4", null, new HashMap<>());
    try (var stream = store.getContent("films", "film.mp4").getStream()) {
      assertEquals("a film", new String(stream.readAllBytes()));
    }
  }

  @Test
  void a_world_of_its_own_is_selected_by_its_user() throws Exception {
    var url = "http://" + stuntdouble.getHost() + ":" + stuntdouble.getMappedPort(4600);
    var world =
        """
        {"name": "annes", "credentials": {"duracloud":
          [{"username": "anne", "password": "secret", "roles": ["ROLE_OWNER", "ROLE_ADMIN", "ROLE_USER"]}]}}
        """;
    var created =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/_stuntdouble/worlds"))
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString(world))
                    .build(),
                BodyHandlers.ofString());
    assertEquals(201, created.statusCode(), created.body());

    storeOf("anne", "secret").createSpace("annes-films");
    assertFalse(storeOf("root", "rpw").getSpaces().contains("annes-films"));
  }
}
