package stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.getstream.models.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/** From a storage to the files in it, with the webhooks on the way. */
class RecordingTest extends InAWorld {
  private void storage() throws Exception {
    createStorage("my-s3", "directory_name/");
    client.checkExternalStorage("my-s3").execute();
    video.createCallType(CreateCallTypeRequest.builder().name("allhands").externalStorage("my-s3").build()).execute();
  }

  /** In a call of a type that has a storage: nobody names it when the recording starts. */
  private void recordTwoAndAHalfHours(Application application) throws Exception {
    storage();
    client.updateApp(UpdateAppRequest.builder().webhookUrl(application.url()).build()).execute();
    call("allhands:weekly");
    join("allhands:weekly", "john");
    video.startRecording("allhands", "weekly").execute();
    assertTrue(video.getCall("allhands", "weekly").execute().getData().getCall().getRecording());
    world.advance(Duration.ofMinutes(150));
    video.endCall("allhands", "weekly").execute();
    world.advance(Duration.ofMinutes(2));
  }

  private List<CallRecording> recordings() throws Exception {
    return video.listRecordings("allhands", "weekly").execute().getData().getRecordings();
  }

  @Test
  void of_two_and_a_half_hours_is_two_files_in_the_bucket_of_the_call_type() throws Exception {
    try (var application = new Application(); var s3 = world.s3()) {
      recordTwoAndAHalfHours(application);
      var recordings = recordings();
      assertEquals(2, recordings.size());
      assertEquals(Duration.ofHours(2).toMillis(), length(recordings.get(0)));
      assertEquals(Duration.ofMinutes(30).toMillis(), length(recordings.get(1)), 20_000);
      assertEquals(recordings.get(0).getEndTime(), recordings.get(1).getStartTime());
      assertEquals(recordings.get(0).getSessionID(), recordings.get(1).getSessionID());

      world.backToThePresent();
      var keys = s3.listObjectsV2(list -> list.bucket("my-bucket").prefix("directory_name/rec_")).contents().stream()
          .map(S3Object::key).toList();
      assertEquals(recordings.stream().map(each -> "directory_name/" + each.getFilename()).toList(), keys);
      for (String key : keys) {
        var stored = s3.getObjectAsBytes(get -> get.bucket("my-bucket").key(key));
        assertEquals("video/mp4", stored.response().contentType());
        byte[] kind = Arrays.copyOfRange(stored.asByteArray(), 4, 8);
        assertArrayEquals("ftyp".getBytes(StandardCharsets.US_ASCII), kind);
      }

      var ready = application.waitFor(world, "call.recording_ready", 2);
      application.waitFor(world, "call.ended", 1);
      for (var one : application.all()) {
        assertTrue(one.isSignedWith(Double.SECRET));
        assertFalse(one.isSignedWith(Double.SECRET + "!"));
        assertEquals(Double.KEY, one.headers().get("x-api-key"));
      }
      for (int part = 0; part < 2; part++) assertEquals(recordings.get(part), read(ready.get(part)).getCallRecording());
    }
  }

  @Test
  void is_announced_with_dates_in_nanoseconds_where_the_double_is_told_to() throws Exception {
    var numbers = Double.IN_NANOSECONDS;
    numbers.control("POST", "/reset", null);
    var other = numbers.client();
    try (var application = new Application()) {
      other.updateApp(UpdateAppRequest.builder().webhookUrl(application.url()).build()).execute();
      var data = CallRequest.builder().createdByID("john").build();
      other.video().getOrCreateCall("default", "demo-1", GetOrCreateCallRequest.builder().data(data).build()).execute();
      numbers.join(other.tokenBuilder().createToken("john"), "default:demo-1");
      other.video().startRecording("default", "demo-1").execute();
      numbers.advance(Duration.ofMinutes(1));
      other.video().stopRecording("default", "demo-1").execute();
      numbers.advance(Duration.ofMinutes(1));
      var ready = application.waitFor(world, "call.recording_ready", 1).get(0);
      assertTrue(ready.json().get("created_at").isIntegralNumber());
      var listed = other.video().listRecordings("default", "demo-1").execute().getData().getRecordings();
      assertEquals(listed, List.of(read(ready).getCallRecording()));
    }
  }

  @Test
  void lands_where_its_start_said_and_not_where_the_call_type_says() throws Exception {
    storage();
    createStorage("my-storage", "elsewhere");
    call("allhands:weekly");
    join("allhands:weekly", "john");
    var request = StartRecordingRequest.builder().recordingExternalStorage("my-storage").build();
    video.startRecording("allhands", "weekly", request).execute();
    world.advance(Duration.ofSeconds(90));
    video.stopRecording("allhands", "weekly").execute();
    world.advance(Duration.ofMinutes(1));
    var recording = recordings().get(0);
    assertEquals(90_000, length(recording), 10_000);
    world.backToThePresent();
    try (var s3 = world.s3()) {
      var stored = s3.listObjectsV2(list -> list.bucket("my-bucket").prefix("elsewhere/")).contents();
      assertEquals(List.of("elsewhere/" + recording.getFilename()), stored.stream().map(S3Object::key).toList());
    }
  }

  @Test
  void and_transcription_are_stored_each_where_going_live_says() throws Exception {
    createStorage("films", "films");
    createStorage("words", "words");
    call("livestream:show");
    world.control("POST", "/stream/calls/livestream/show/participants", java.util.Map.of("user_id", "john"));
    var live = GoLiveRequest.builder().startRecording(true).recordingStorageName("films")
        .startTranscription(true).transcriptionStorageName("words").build();
    assertFalse(video.goLive("livestream", "show", live).execute().getData().getCall().getBackstage());
    world.advance(Duration.ofMinutes(5));
    assertTrue(video.stopLive("livestream", "show").execute().getData().getCall().getBackstage());
    world.advance(Duration.ofMinutes(2));
    assertEquals(1, video.listRecordings("livestream", "show").execute().getData().getRecordings().size());
    assertEquals(1, video.listTranscriptions("livestream", "show").execute().getData().getTranscriptions().size());
    world.backToThePresent();
    try (var s3 = world.s3()) {
      for (String prefix : List.of("films/rec_livestream_show_", "words/transcript_livestream_show_")) {
        assertEquals(1, s3.listObjectsV2(list -> list.bucket("my-bucket").prefix(prefix)).keyCount(), prefix);
      }
    }
  }

  @Test
  void is_asked_for_by_the_path_that_newer_SDKs_do_not_have() throws Exception {
    call("demo-1");
    join("default:demo-1", "john");
    video.startRecording("default", "demo-1").execute();
    String entries = world.control("GET", "/journal?limit=5&direction=in", null).toString();
    assertTrue(entries.contains("/api/v2/video/call/default/demo-1/start_recording?"), entries);
  }

  private static long length(CallRecording recording) {
    return recording.getEndTime().getTime() - recording.getStartTime().getTime();
  }

  /** By the SDK's model and the mapper of its client. */
  private CallRecordingReadyEvent read(Application.Received received) throws Exception {
    return client.getHttpClient().getObjectMapper().readValue(received.body(), CallRecordingReadyEvent.class);
  }
}
