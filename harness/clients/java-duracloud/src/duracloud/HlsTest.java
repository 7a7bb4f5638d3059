package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duracloud.client.ContentStore;
import org.duracloud.client.task.S3TaskClient;
import org.duracloud.client.task.S3TaskClientImpl;
import org.duracloud.client.task.S3TaskClientManager;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.UnsupportedTaskException;
import org.duracloud.s3storageprovider.dto.EnableStreamingTaskParameters;
import org.duracloud.s3storageprovider.dto.EnableStreamingTaskResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S3TaskClient: HTTP Live Streaming. */
class HlsTest extends InAWorld {
  private ContentStore store;
  private S3TaskClient tasks;

  @BeforeEach
  void createSpace() throws Exception {
    store = world.store("admin", World.S3);
    store.createSpace("videos");
    tasks = new S3TaskClientImpl(store);
  }

  private static void assertNotAsRequested(
      String reason, org.junit.jupiter.api.function.Executable task) {
    UnsupportedTaskException error = assertThrows(UnsupportedTaskException.class, task);
    assertTrue(error.getCause().getMessage().contains(reason), error.getCause().getMessage());
  }

  @Test
  void an_open_stream_is_enabled_found_disabled_and_deleted() throws Exception {
    add(store, "videos", "dir/playlist.m3u8", "#EXTM3U");
    EnableStreamingTaskResult enabled = tasks.enableHlsStreaming("videos", false);
    assertEquals("enable-hls task completed successfully", enabled.getResult());
    String host = enabled.getStreamingHost();
    assertTrue(host.matches("d[a-z0-9]{13,14}\\.cloudfront\\.net"), host);
    Map<String, String> properties = store.getSpaceProperties("videos");
    assertEquals(host, properties.get(ContentStore.HLS_STREAMING_HOST));
    assertEquals("OPEN", properties.get(ContentStore.HLS_STREAMING_TYPE));
    assertEquals(
        "https://" + host + "/dir/playlist.m3u8",
        tasks.getHlsUrl("videos", "dir/playlist.m3u8").getStreamUrl());
    assertEquals(host, tasks.enableHlsStreaming("videos", false).getStreamingHost());

    assertEquals(
        "disable-hls task completed successfully", tasks.disableHlsStreaming("videos").getResult());
    assertFalse(store.getSpaceProperties("videos").containsKey(ContentStore.HLS_STREAMING_HOST));
    assertNotAsRequested("Use enable-hls", () -> tasks.getHlsUrl("videos", "dir/playlist.m3u8"));
    assertEquals(host, tasks.enableHlsStreaming("videos", false).getStreamingHost());

    assertEquals(
        "delete-hls task completed successfully", tasks.deleteHlsStreaming("videos").getResult());
    assertFalse(store.getSpaceProperties("videos").containsKey(ContentStore.HLS_STREAMING_TYPE));
    assertThrows(ContentStoreException.class, () -> tasks.disableHlsStreaming("videos"));
    assertThrows(ContentStoreException.class, () -> tasks.deleteHlsStreaming("videos"));
    assertNotEquals(host, tasks.enableHlsStreaming("videos", true).getStreamingHost());
  }

  @Test
  void an_open_stream_is_no_secure_one_until_it_was_deleted() throws Exception {
    tasks.enableHlsStreaming("videos", false);
    String already =
        "already configured to stream as OPEN and cannot be updated to stream as SECURE";
    assertNotAsRequested(already, () -> tasks.enableHlsStreaming("videos", true));
    tasks.disableHlsStreaming("videos");
    assertNotAsRequested(already, () -> tasks.enableHlsStreaming("videos", true));
    tasks.deleteHlsStreaming("videos");
    tasks.enableHlsStreaming("videos", true);
    assertEquals("SECURE", store.getSpaceProperties("videos").get(ContentStore.HLS_STREAMING_TYPE));
  }

  @Test
  void origins_may_be_named() throws Exception {
    EnableStreamingTaskParameters parameters = new EnableStreamingTaskParameters();
    parameters.setSpaceId("videos");
    parameters.setSecure(true);
    parameters.setAllowedOrigins(List.of("https://player.example"));
    String result = store.performTask("enable-hls", parameters.serialize());
    assertEquals(
        "enable-hls task completed successfully",
        EnableStreamingTaskResult.deserialize(result).getResult());
  }

  /** Those that a page sets, which a player then sends. */
  private static Map<String, String> cookiesOf(HttpResponse<String> page, String host) {
    assertEquals(200, page.statusCode());
    Map<String, String> cookies = new TreeMap<>();
    for (String header : page.headers().allValues("set-cookie")) {
      HttpCookie cookie = HttpCookie.parse(header).get(0);
      assertEquals(host, cookie.getDomain());
      assertEquals("/", cookie.getPath());
      assertTrue(cookie.getSecure());
      cookies.put(cookie.getName(), cookie.getValue());
    }
    assertEquals(
        List.of("CloudFront-Key-Pair-Id", "CloudFront-Policy", "CloudFront-Signature"),
        List.copyOf(cookies.keySet()));
    return cookies;
  }

  @Test
  void signed_cookies_are_what_cloudfront_would_accept() throws Exception {
    String host = tasks.enableHlsStreaming("videos", true).getStreamingHost();
    String redirect = "https://player.example/watch?v=1";
    URI url =
        URI.create(
            tasks
                .getSignedCookiesUrl("videos", "203.0.113.0/24", 90, redirect)
                .getSignedCookiesUrl());
    assertEquals(host, url.getHost());
    assertEquals("/cookies", url.getPath());
    assertTrue(url.getQuery().matches("token=[A-Za-z0-9]{20}"), url.getQuery());

    HttpResponse<String> page = world.get(host, url.getPath() + "?" + url.getQuery(), Map.of());
    assertTrue(page.body().contains("URL=\"" + redirect + "\""), page.body());
    Map<String, String> cookies = cookiesOf(page, host);
    World.KeyPair keyPair = world.keyPair();
    assertEquals(keyPair.id(), cookies.get("CloudFront-Key-Pair-Id"));
    assertEquals(
        new CloudFront(
            "https://" + host + "/*",
            World.BEGINNING.plus(Duration.ofMinutes(90)).getEpochSecond(),
            "203.0.113.0/24"),
        CloudFront.verify(
            keyPair, cookies.get("CloudFront-Policy"), cookies.get("CloudFront-Signature")));
    // Nobody here has such an address.
    assertEquals(403, world.get(host, "/item", cookies).statusCode());

    world.advance(Duration.ofDays(1));
    assertEquals(404, world.get(host, url.getPath() + "?" + url.getQuery(), Map.of()).statusCode());
  }

  @Test
  void signed_cookies_last_eight_hours_from_anywhere_when_nothing_else_is_said() throws Exception {
    String host = tasks.enableHlsStreaming("videos", true).getStreamingHost();
    URI url =
        URI.create(
            tasks
                .getSignedCookiesUrl("videos", null, -1, "https://player.example/")
                .getSignedCookiesUrl());
    // Where a distribution passes such a request on to.
    Map<String, String> cookies =
        cookiesOf(world.get("/durastore/aux/cookies?" + url.getQuery()), host);
    CloudFront allowed =
        CloudFront.verify(
            world.keyPair(), cookies.get("CloudFront-Policy"), cookies.get("CloudFront-Signature"));
    assertEquals(World.BEGINNING.plus(Duration.ofHours(8)).getEpochSecond(), allowed.expires());
    assertNull(allowed.sourceIp());
  }

  @Test
  void an_open_stream_is_played_by_everybody() throws Exception {
    add(store, "videos", "dir/playlist 1.m3u8", "#EXTM3U");
    String host = tasks.enableHlsStreaming("videos", false).getStreamingHost();
    HttpResponse<String> playlist = world.get(host, "/dir/playlist%201.m3u8", Map.of());
    assertEquals(200, playlist.statusCode());
    assertEquals("#EXTM3U", playlist.body());
    assertEquals(403, world.get(host, "/no-item", Map.of()).statusCode());
    tasks.deleteHlsStreaming("videos");
    assertNotEquals(200, world.get(host, "/dir/playlist%201.m3u8", Map.of()).statusCode());
  }

  @Test
  void a_secure_stream_is_played_with_cookies_until_they_expire() throws Exception {
    add(store, "videos", "playlist.m3u8", "#EXTM3U");
    String host = tasks.enableHlsStreaming("videos", true).getStreamingHost();
    assertEquals(403, world.get(host, "/playlist.m3u8", Map.of()).statusCode());
    URI url =
        URI.create(
            tasks
                .getSignedCookiesUrl("videos", "127.0.0.0/8", 5, "https://player.example/")
                .getSignedCookiesUrl());
    Map<String, String> cookies =
        cookiesOf(world.get(host, url.getPath() + "?" + url.getQuery(), Map.of()), host);
    assertEquals("#EXTM3U", world.get(host, "/playlist.m3u8", cookies).body());
    world.advance(Duration.ofMinutes(6));
    assertEquals(403, world.get(host, "/playlist.m3u8", cookies).statusCode());
  }

  @Test
  void what_cannot_be_done_is_said_by_type() throws Exception {
    assertNotAsRequested("Use enable-hls", () -> tasks.getHlsUrl("videos", "item"));
    assertNotAsRequested(
        "Use enable-hls",
        () -> tasks.getSignedCookiesUrl("videos", null, 1, "https://player.example/"));
    tasks.enableHlsStreaming("videos", true);
    for (org.junit.jupiter.api.function.Executable task :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> tasks.enableHlsStreaming("", false),
            () -> tasks.enableHlsStreaming("no-space", false),
            () -> tasks.disableHlsStreaming(null),
            () -> tasks.deleteHlsStreaming("no-space"),
            () -> tasks.getHlsUrl("videos", ""),
            () -> tasks.getSignedCookiesUrl("videos", null, 1, null))) {
      assertEquals(
          ContentStoreException.class, assertThrows(ContentStoreException.class, task).getClass());
    }
  }

  @Test
  void a_client_is_had_from_a_manager_for_the_stores_that_stream() throws Exception {
    S3TaskClientManager manager = new S3TaskClientManager(world.manager("admin"));
    String host = manager.get(World.S3).enableHlsStreaming("videos", false).getStreamingHost();
    assertEquals(
        "https://" + host + "/item",
        manager.get(World.S3).getHlsUrl("videos", "item").getStreamUrl());
  }
}
