package stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.getstream.models.*;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the SDK's VideoIntegrationTest and CallTest ask of call types, restated. */
class CallTypesTest extends InAWorld {
  private static final String TITLE = "{{ user.display_name }} invites you to a call";

  private CreateCallTypeResponse create() throws Exception {
    var notify = new EventNotificationSettings(true, new APNS(TITLE, "", 0, 0, "", null), null);
    return video.createCallType(CreateCallTypeRequest.builder()
        .name("my-type")
        .grants(Map.of("admin", List.of("send-audio", "send-video", "mute-users"), "user", List.of("send-audio", "send-video")))
        .settings(CallSettingsRequest.builder()
            .audio(AudioSettingsRequest.builder().defaultDevice("speaker").micDefaultOn(true).build())
            .screensharing(ScreensharingSettingsRequest.builder().accessRequestEnabled(false).enabled(true).build())
            .build())
        .notificationSettings(new NotificationSettings(true, notify, notify, notify, notify, notify))
        .build()).execute().getData();
  }

  @Test
  void are_created() throws Exception {
    var created = create();
    assertEquals("my-type", created.getName());
    assertEquals("speaker", created.getSettings().getAudio().getDefaultDevice());
    assertTrue(created.getSettings().getAudio().getMicDefaultOn());
    assertFalse(created.getSettings().getScreensharing().getAccessRequestEnabled());
    assertEquals(List.of("send-audio", "send-video"), created.getGrants().get("user"));
  }

  @Test
  void are_updated_without_losing_what_is_not_named() throws Exception {
    create();
    var updated = video.updateCallType("my-type", UpdateCallTypeRequest.builder()
        .settings(CallSettingsRequest.builder()
            .audio(AudioSettingsRequest.builder().defaultDevice("earpiece").micDefaultOn(false).build())
            .recording(RecordSettingsRequest.builder().mode("disabled").build())
            .backstage(BackstageSettingsRequest.builder().enabled(true).build())
            .build())
        .grants(Map.of("host", List.of("join-backstage")))
        .build()).execute().getData();
    assertFalse(updated.getSettings().getAudio().getMicDefaultOn());
    assertEquals("earpiece", updated.getSettings().getAudio().getDefaultDevice());
    assertEquals("disabled", updated.getSettings().getRecording().getMode());
    assertTrue(updated.getSettings().getBackstage().getEnabled());
    assertEquals(List.of("join-backstage"), updated.getGrants().get("host"));
    assertTrue(updated.getSettings().getScreensharing().getEnabled());
  }

  @Test
  void have_layouts_of_their_own() throws Exception {
    create();
    Map<String, Object> options = Map.of(
        "logo.image_url", "https://theme.example.test/logo.png",
        "title.text", "Building Stream Video Q&A",
        "layout.single-participant.padding_inline", "20%");
    for (var layout : List.of(
        LayoutSettingsRequest.builder().name("spotlight").options(options).build(),
        LayoutSettingsRequest.builder().name("spotlight").externalCssUrl("https://path/to/custom.css").build(),
        LayoutSettingsRequest.builder().name("custom").externalAppUrl("https://path/to/layout/app").build())) {
      var recording = RecordSettingsRequest.builder().mode("available").audioOnly(false).quality("1080p").layout(layout).build();
      var request = UpdateCallTypeRequest.builder().settings(CallSettingsRequest.builder().recording(recording).build()).build();
      var updated = video.updateCallType("my-type", request).execute().getData().getSettings().getRecording();
      assertEquals("1080p", updated.getQuality());
      assertEquals(layout.getName(), updated.getLayout().getName());
    }
  }

  @Test
  void are_read_listed_and_deleted() throws Exception {
    assertEquals("default", video.getCallType("default").execute().getData().getName());
    create();
    var all = Set.of("default", "livestream", "audio_room", "development", "my-type");
    assertEquals(all, video.listCallTypes().execute().getData().getCallTypes().keySet());
    video.deleteCallType("my-type").execute();
    refused(404, "call type does not exist", () -> video.getCallType("my-type").execute());
  }
}
