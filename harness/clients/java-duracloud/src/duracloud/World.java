package duracloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.duracloud.client.ContentStore;
import org.duracloud.client.ContentStoreManager;
import org.duracloud.client.ContentStoreManagerImpl;
import org.duracloud.common.model.Credential;
import org.duracloud.error.ContentStoreException;

/**
 * A world of the double's for one test: empty, frozen until it is advanced, with users of its own;
 * gone when it is closed.
 */
public final class World implements AutoCloseable {
  public static final Instant BEGINNING = Instant.parse("2026-01-31T10:20:30Z");
  public static final String S3 = "1";
  public static final String SNAPSHOTS = "2";
  public static final String GLACIER = "3";

  private static final URI DOUBLE = URI.create(System.getenv("STUNTDOUBLE_URL"));
  private static final HttpClient http = HttpClient.newHttpClient();
  private static final ObjectMapper json = new ObjectMapper();
  private static final AtomicInteger number = new AtomicInteger();
  private static final Map<String, List<String>> users =
      Map.of(
          "root", List.of("ROLE_ROOT", "ROLE_OWNER", "ROLE_ADMIN", "ROLE_USER"),
          "admin", List.of("ROLE_ADMIN", "ROLE_USER"),
          "user", List.of("ROLE_USER"),
          "curator", List.of("ROLE_USER"));

  public final String name =
      "java-" + ProcessHandle.current().pid() + "-" + number.incrementAndGet();

  public World() {
    List<?> given =
        users.entrySet().stream()
            .map(
                user ->
                    Map.of(
                        "username", username(user.getKey()),
                        "password", password(user.getKey()),
                        "roles", user.getValue(),
                        "groups",
                            user.getKey().equals("curator")
                                ? List.of("group-curators")
                                : List.of()))
            .toList();
    control(
        "POST",
        "/_stuntdouble/worlds",
        Map.of(
            "name",
            name,
            "scenario",
            "empty",
            "clock",
            BEGINNING.toString(),
            "credentials",
            Map.of("duracloud", given)));
  }

  @Override
  public void close() {
    control("DELETE", "/_stuntdouble/worlds/" + name, null);
  }

  public static String host() {
    return DOUBLE.getHost();
  }

  public static String port() {
    return String.valueOf(DOUBLE.getPort());
  }

  /**
   * The path of the world's DuraStore for a client that nobody logs in with: a name and password
   * would select the world.
   */
  public String context() {
    return "w/" + name + "/durastore";
  }

  public String username(String role) {
    return role + "-" + name;
  }

  public String password(String role) {
    return "password-of-" + role;
  }

  /** A client as an application makes it, logged in. */
  public ContentStoreManager manager(String role) {
    ContentStoreManager manager = new ContentStoreManagerImpl(host(), port());
    manager.login(new Credential(username(role), password(role)));
    return manager;
  }

  /** A store whose client says at once what failed. */
  public ContentStore store(String role, String storeId) throws ContentStoreException {
    return manager(role).getContentStore(storeId, 0);
  }

  public ContentStore anonymously() throws ContentStoreException {
    return new ContentStoreManagerImpl(host(), port(), context())
        .getPrimaryContentStoreAsAnonymous(0);
  }

  public Instant now() {
    return Instant.parse(ofWorld("GET", "/clock", null).get("now").asText());
  }

  /** Moves the world's clock; what falls due on the way has happened when this returns. */
  public void advance(Duration time) {
    ofWorld("POST", "/clock/advance", Map.of("ms", time.toMillis()));
  }

  /** How many requests of the world had this method, and this in their URL. */
  public long requests(String method, String inUrl) {
    long count = 0;
    for (JsonNode entry : ofWorld("GET", "/journal?limit=1000&direction=in", null).get("entries")) {
      JsonNode request = entry.get("request");
      if (request.get("method").asText().equals(method)
          && request.get("url").asText().contains(inUrl)) count++;
    }
    return count;
  }

  /** Makes something go wrong. @return the id of the fault, the first of a preset's */
  public String fault(Map<String, ?> fault) {
    return ofWorld("POST", "/faults", fault).get("faults").get(0).get("id").asText();
  }

  public void takeBack(String fault) {
    ofWorld("DELETE", "/faults/" + fault, null);
  }

  public void takeBackAll() {
    ofWorld("DELETE", "/faults", null);
  }

  /** The key pair by which CloudFront's signatures are verified. */
  public KeyPair keyPair() throws Exception {
    JsonNode answer = ofWorld("GET", "/duracloud/key-pair", null);
    String der = answer.get("publicKey").asText().replaceAll("-----[^-]+-----|\\s", "");
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(der)));
    return new KeyPair(answer.get("keyPairId").asText(), key);
  }

  public record KeyPair(String id, PublicKey publicKey) {}

  /**
   * The preservation system's side of a snapshot or a restore: an endpoint of the bridge, as root.
   */
  public JsonNode bridge(String path) {
    return bridge(path, null);
  }

  /**
   * @param body null for none
   */
  public JsonNode bridge(String path, Object body) {
    String basic = username("root") + ":" + password("root");
    String token = Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8));
    return read(request("POST", "/bridge" + path, body).header("authorization", "Basic " + token));
  }

  /** A plain request of a browser's, to what is open to everybody. */
  public HttpResponse<String> get(String path) throws Exception {
    return http.send(request("GET", path, null).build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * A request to a distribution, as if its name led to the double. @param cookies by their names;
   * sent as they are
   */
  public HttpResponse<String> get(String streamingHost, String path, Map<String, String> cookies)
      throws Exception {
    HttpRequest.Builder request = request("GET", path, null).header("host", streamingHost);
    if (!cookies.isEmpty()) {
      String header =
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; "));
      request.header("cookie", header);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode ofWorld(String method, String path, Object body) {
    return control(method, "/w/" + name + "/_stuntdouble" + path, body);
  }

  private static JsonNode control(String method, String path, Object body) {
    return read(request(method, path, body));
  }

  private static HttpRequest.Builder request(String method, String path, Object body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(DOUBLE.resolve(path));
    if (body == null) return request.method(method, HttpRequest.BodyPublishers.noBody());
    try {
      String text = json.writeValueAsString(body);
      return request
          .header("content-type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(text));
    } catch (IOException error) {
      throw new IllegalArgumentException(error);
    }
  }

  private static JsonNode read(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 400)
        throw new IllegalStateException(response + " " + response.body());
      return json.readTree(response.body().isEmpty() ? "null" : response.body());
    } catch (IOException error) {
      throw new IllegalStateException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(error);
    }
  }
}
