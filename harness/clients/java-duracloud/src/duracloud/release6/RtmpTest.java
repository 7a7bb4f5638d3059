package duracloud.release6;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import duracloud.CloudFront;
import duracloud.InAWorld;
import duracloud.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.duracloud.client.ContentStore;
import org.duracloud.client.task.S3TaskClient;
import org.duracloud.client.task.S3TaskClientImpl;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.UnauthorizedException;
import org.duracloud.error.UnsupportedTaskException;
import org.duracloud.s3storageprovider.dto.EnableStreamingTaskResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** S3TaskClient's methods for RTMP, which the releases from 7 on do not have any more. */
class RtmpTest extends InAWorld {
  private ContentStore store;
  private S3TaskClient tasks;

  @BeforeEach
  void createSpace() throws Exception {
    store = world.store("admin", World.S3);
    store.createSpace("videos");
    tasks = new S3TaskClientImpl(store);
  }

  private static void assertNotAsRequested(String reason, Executable task) {
    UnsupportedTaskException error = assertThrows(UnsupportedTaskException.class, task);
    assertTrue(error.getCause().getMessage().contains(reason), error.getCause().getMessage());
  }

  private CloudFront verify(String url) throws Exception {
    Map<String, String> query =
        Arrays.stream(url.substring(url.indexOf('?') + 1).split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    World.KeyPair keyPair = world.keyPair();
    assertEquals(keyPair.id(), query.get("Key-Pair-Id"));
    return CloudFront.verify(keyPair, query.get("Policy"), query.get("Signature"));
  }

  @Test
  void an_open_stream_is_enabled_found_disabled_and_deleted() throws Exception {
    EnableStreamingTaskResult enabled = tasks.enableStreaming("videos", false);
    assertEquals("Enable Streaming Task completed successfully", enabled.getResult());
    String host = enabled.getStreamingHost();
    Map<String, String> properties = store.getSpaceProperties("videos");
    assertEquals(host, properties.get(ContentStore.STREAMING_HOST));
    assertEquals("OPEN", properties.get(ContentStore.STREAMING_TYPE));
    assertEquals(
        "rtmp://" + host + "/cfx/st/mp4:dir/clip 1.mp4",
        tasks.getUrl("videos", "dir/clip 1.mp4", "mp4:").getStreamUrl());
    assertEquals(
        "rtmp://" + host + "/cfx/st/clip.mp4",
        tasks.getUrl("videos", "clip.mp4", null).getStreamUrl());
    assertNotAsRequested(
        "Use get-url instead", () -> tasks.getSignedUrl("videos", "clip.mp4", null));

    assertEquals(
        "Disable Streaming Task completed successfully",
        tasks.disableStreaming("videos").getResult());
    assertFalse(store.getSpaceProperties("videos").containsKey(ContentStore.STREAMING_HOST));
    assertNotAsRequested("Use enable-streaming", () -> tasks.getUrl("videos", "clip.mp4", null));
    assertEquals(host, tasks.enableStreaming("videos", false).getStreamingHost());
    assertEquals(
        "Delete Streaming Task completed successfully",
        tasks.deleteStreaming("videos").getResult());
    assertThrows(ContentStoreException.class, () -> tasks.deleteStreaming("videos"));
  }

  @Test
  void rtmp_and_hls_are_independent_of_each_other() throws Exception {
    String rtmp = tasks.enableStreaming("videos", true).getStreamingHost();
    String hls = tasks.enableHlsStreaming("videos", false).getStreamingHost();
    Map<String, String> properties = store.getSpaceProperties("videos");
    assertEquals(
        List.of(rtmp, "SECURE", hls, "OPEN"),
        List.of(
            properties.get(ContentStore.STREAMING_HOST),
            properties.get(ContentStore.STREAMING_TYPE),
            properties.get(ContentStore.HLS_STREAMING_HOST),
            properties.get(ContentStore.HLS_STREAMING_TYPE)));
    tasks.deleteHlsStreaming("videos");
    assertEquals(rtmp, tasks.enableStreaming("videos", true).getStreamingHost());
  }

  @Test
  void a_signed_url_is_what_cloudfront_would_accept() throws Exception {
    String host = tasks.enableStreaming("videos", true).getStreamingHost();
    String url =
        tasks.getSignedUrl("videos", "dir/clip.mp4", "mp4:", 30, "203.0.113.7/32").getSignedUrl();
    assertTrue(url.startsWith("rtmp://" + host + "/cfx/st/mp4:dir/clip.mp4?Policy="), url);
    long expires = World.BEGINNING.plus(Duration.ofMinutes(30)).getEpochSecond();
    assertEquals(new CloudFront("dir/clip.mp4", expires, "203.0.113.7/32"), verify(url));
    assertNotAsRequested(
        "Use get-signed-url instead", () -> tasks.getUrl("videos", "dir/clip.mp4", null));
    assertNotAsRequested(
        "cannot be updated to stream as OPEN", () -> tasks.enableStreaming("videos", false));
  }

  @Test
  void a_signed_url_lasts_eight_hours_from_anywhere_when_nothing_else_is_said() throws Exception {
    tasks.enableStreaming("videos", true);
    CloudFront allowed = verify(tasks.getSignedUrl("videos", "clip.mp4", "mp4:").getSignedUrl());
    assertEquals(World.BEGINNING.plus(Duration.ofHours(8)).getEpochSecond(), allowed.expires());
    assertNull(allowed.sourceIp());
  }

  @Test
  void users_get_the_urls_of_spaces_that_they_may_read() throws Exception {
    tasks.enableStreaming("videos", false);
    S3TaskClient user = new S3TaskClientImpl(world.store("user", World.S3));
    assertThrows(UnauthorizedException.class, () -> user.enableStreaming("videos", false));
    assertThrows(UnauthorizedException.class, () -> user.getUrl("videos", "clip.mp4", null));
    store.setSpaceACLs(
        "videos", Map.of(world.username("user"), org.duracloud.common.model.AclType.READ));
    assertTrue(user.getUrl("videos", "clip.mp4", null).getStreamUrl().endsWith("/clip.mp4"));
    // The check of a user's rights does not know the other parameters of this task, which the
    // client always sends.
    assertThrows(ContentStoreException.class, () -> user.getSignedUrl("videos", "clip.mp4", null));
  }

  @Test
  void what_cannot_be_done_is_said_by_type() throws Exception {
    assertNotAsRequested("Use enable-streaming", () -> tasks.getUrl("videos", "clip.mp4", null));
    assertNotAsRequested(
        "Use enable-streaming", () -> tasks.getSignedUrl("videos", "clip.mp4", null));
    for (Executable task :
        List.<Executable>of(
            () -> tasks.enableStreaming("", false),
            () -> tasks.enableStreaming("no-space", false),
            () -> tasks.disableStreaming("videos"),
            () -> tasks.getUrl("videos", "", null),
            () -> tasks.getUrl(null, "clip.mp4", null),
            () -> tasks.getSignedUrl("videos", null, null))) {
      assertEquals(
          ContentStoreException.class, assertThrows(ContentStoreException.class, task).getClass());
    }
  }
}
