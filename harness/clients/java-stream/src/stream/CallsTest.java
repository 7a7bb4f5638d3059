package stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.getstream.models.*;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the SDK's VideoIntegrationTest and CallTest ask of calls, their people and their ends, restated. */
class CallsTest extends InAWorld {
  @Test
  void are_created_with_settings_of_their_own() throws Exception {
    var settings = CallSettingsRequest.builder()
        .geofencing(GeofenceSettingsRequest.builder().names(List.of("canada")).build())
        .screensharing(ScreensharingSettingsRequest.builder().enabled(false).build())
        .build();
    var call = call("demo-1", CallRequest.builder().createdByID("john").settingsOverride(settings).build());
    assertEquals("john", call.getCreatedBy().getId());
    assertEquals(List.of("canada"), call.getSettings().getGeofencing().getNames());
    assertFalse(call.getSettings().getScreensharing().getEnabled());
  }

  @Test
  void are_created_with_members() throws Exception {
    users("alice", "bob");
    var members = List.of(MemberRequest.builder().userID("alice").build(), MemberRequest.builder().userID("bob").build());
    var request = GetOrCreateCallRequest.builder().data(CallRequest.builder().createdByID("alice").members(members).build()).build();
    var created = video.getOrCreateCall("default", "demo-1", request).execute().getData();
    assertEquals("demo-1", created.getCall().getId());
    assertEquals(
        Set.of("alice", "bob"), created.getMembers().stream().map(MemberResponse::getUserID).collect(Collectors.toSet()));
  }

  @Test
  void are_updated() throws Exception {
    call("demo-1");
    var audio = AudioSettingsRequest.builder().micDefaultOn(true).defaultDevice("speaker").build();
    assertTrue(override("demo-1", CallSettingsRequest.builder().audio(audio).build()).getSettings().getAudio().getMicDefaultOn());
    var recording = RecordSettingsRequest.builder().mode("available").audioOnly(true).build();
    assertEquals(
        "available",
        override("demo-1", CallSettingsRequest.builder().recording(recording).build()).getSettings().getRecording().getMode());
    var backstage = BackstageSettingsRequest.builder().enabled(true).build();
    assertTrue(override("demo-1", CallSettingsRequest.builder().backstage(backstage).build()).getSettings().getBackstage().getEnabled());
  }

  @Test
  void are_limited_in_time() throws Exception {
    call("demo-1");
    for (int seconds : List.of(3600, 7200, 0)) {
      var limits = LimitsSettingsRequest.builder().maxDurationSeconds(seconds).build();
      var limited = override("demo-1", CallSettingsRequest.builder().limits(limits).build());
      assertEquals(seconds, limited.getSettings().getLimits().getMaxDurationSeconds());
    }
  }

  @Test
  void open_to_their_people_before_they_start() throws Exception {
    var startsAt = Date.from(Instant.now().plusSeconds(1800));
    var call = call("demo-1", CallRequest.builder().createdByID("john").startsAt(startsAt).build());
    assertEquals(startsAt, call.getStartsAt());
    for (int seconds : List.of(300, 600, 0)) {
      var backstage = BackstageSettingsRequest.builder().enabled(true).joinAheadTimeSeconds(seconds).build();
      var opened = override("demo-1", CallSettingsRequest.builder().backstage(backstage).build());
      assertEquals(seconds, opened.getJoinAheadTimeSeconds());
    }
  }

  @Test
  void have_addresses_for_RTMP_and_SRT() throws Exception {
    assertTrue(call("demo-1").getIngress().getRtmp().getAddress().contains("demo-1"));
    var call = video.call("default", "demo-1");
    call.getOrCreate(GetOrCreateCallRequest.builder().data(CallRequest.builder().createdByID("john").build()).build());
    String address = call.createSRTCredentials("john").getAddress();
    assertTrue(address.startsWith("srt://") && !address.contains("{"), address);
  }

  @Test
  void are_of_teams() throws Exception {
    var user = UserRequest.builder().id("red-one").teams(List.of("red", "blue")).build();
    client.updateUsers(UpdateUsersRequest.builder().users(Map.of("red-one", user)).build()).execute();
    assertEquals("blue", call("demo-1", CallRequest.builder().createdByID("red-one").team("blue").build()).getTeam());
    var inTeams = QueryUsersPayload.builder()
        .filterConditions(Map.of("id", "red-one", "teams", Map.of("$in", List.of("red", "blue")))).build();
    var users = client.queryUsers(QueryUsersRequest.builder().Payload(inTeams).build()).execute().getData().getUsers();
    assertEquals(List.of("red-one"), users.stream().map(FullUserResponse::getId).toList());
    var ofTeam = QueryCallsRequest.builder().filterConditions(Map.of("id", "demo-1", "team", Map.of("$eq", "blue"))).build();
    assertEquals(1, video.queryCalls(ofTeam).execute().getData().getCalls().size());
  }

  @Test
  void end() throws Exception {
    call("demo-1");
    assertNotNull(video.endCall("default", "demo-1").execute().getData().getDuration());
    assertNotNull(get("demo-1").getEndedAt());
  }

  @Test
  void are_deleted_softly() throws Exception {
    call("demo-1");
    var deleted = video.deleteCall("default", "demo-1", DeleteCallRequest.builder().build()).execute().getData();
    assertNotNull(deleted.getCall());
    assertNull(deleted.getTaskID());
    refused(404, "Can't find call with id default:demo-1", () -> get("demo-1"));
  }

  @Test
  void are_deleted_for_good_as_a_task() throws Exception {
    call("demo-1");
    var deleted = video.deleteCall("default", "demo-1", DeleteCallRequest.builder().hard(true).build()).execute().getData();
    var task = client.getTask(deleted.getTaskID()).execute().getData();
    for (int tries = 0; tries < 100 && !task.getStatus().equals("completed"); tries++) {
      Thread.sleep(100);
      task = client.getTask(deleted.getTaskID()).execute().getData();
    }
    assertEquals(Map.of("status", "ok"), task.getResult().get("default:demo-1"));
  }

  @Test
  void are_not_recorded_while_nobody_is_there() throws Exception {
    call("demo-1");
    refused(400, "StartRecording failed with error: \"there is no active session\"",
        () -> video.startRecording("default", "demo-1").execute());
    refused(400, "StopRecording failed with error: \"call egress is not running\"",
        () -> video.stopRecording("default", "demo-1").execute());
    refused(400, "there is no active session", () -> video.startTranscription("default", "demo-1").execute());
    refused(400, "call is not being transcribed", () -> video.stopTranscription("default", "demo-1").execute());
    refused(400, "there is no active session", () -> video.startFrameRecording("default", "demo-1").execute());
    refused(400, "call egress is not running", () -> video.stopFrameRecording("default", "demo-1").execute());
    refused(404, "call session not found", () -> video.getCallReport("default", "demo-1").execute());
    assertEquals(List.of(), video.listRecordings("default", "demo-1").execute().getData().getRecordings());
  }

  @Test
  void have_no_recordings_to_delete_that_were_never_made() throws Exception {
    call("demo-1");
    refused(404, "recording doesn't exist",
        () -> video.deleteRecording("default", "demo-1", "non-existent-session", "non-existent-filename").execute());
    refused(404, "transcription doesn't exist",
        () -> video.deleteTranscription("default", "demo-1", "non-existent-session", "non-existent-filename").execute());
  }

  @Test
  void block_and_unblock_people() throws Exception {
    users("bad");
    call("demo-1");
    video.blockUser("default", "demo-1", BlockUserRequest.builder().userID("bad").build()).execute();
    assertEquals(List.of("bad"), get("demo-1").getBlockedUserIds());
    video.unblockUser("default", "demo-1", UnblockUserRequest.builder().userID("bad").build()).execute();
    assertEquals(List.of(), get("demo-1").getBlockedUserIds());
  }

  @Test
  void mute_people_give_them_permissions_and_tell_them_things() throws Exception {
    users("alice", "bob");
    call("demo-1");
    video.muteUsers("default", "demo-1", MuteUsersRequest.builder().muteAllUsers(true).audio(true).mutedByID("john").build()).execute();
    video.muteUsers("default", "demo-1", MuteUsersRequest.builder()
        .mutedByID("john").userIds(List.of("alice", "bob")).audio(true).video(true).screenshare(true).screenshareAudio(true)
        .build()).execute();
    video.updateUserPermissions("default", "demo-1", UpdateUserPermissionsRequest.builder()
        .userID("alice").revokePermissions(List.of("send-audio")).build()).execute();
    video.updateUserPermissions("default", "demo-1", UpdateUserPermissionsRequest.builder()
        .userID("alice").grantPermissions(List.of("send-audio")).build()).execute();
    var event = SendCallEventRequest.builder().userID("john").custom(Map.of("bananas", "good")).build();
    assertNotNull(video.sendCallEvent("default", "demo-1", event).execute().getData().getDuration());
  }

  @Test
  void know_people_who_are_deactivated_and_who_block_each_other() throws Exception {
    users("alice", "bob");
    client.deactivateUser("alice", DeactivateUserRequest.builder().build()).execute();
    client.reactivateUser("alice", ReactivateUserRequest.builder().build()).execute();
    var many = DeactivateUsersRequest.builder().userIds(List.of("alice", "bob")).build();
    assertNotNull(client.deactivateUsers(many).execute().getData().getTaskID());
    client.blockUsers(BlockUsersRequest.builder().blockedUserID("bob").userID("alice").build()).execute();
    var blocked = GetBlockedUsersRequest.builder().UserID("alice").build();
    assertEquals("bob", client.getBlockedUsers(blocked).execute().getData().getBlocks().get(0).getBlockedUserID());
    client.unblockUsers(UnblockUsersRequest.builder().blockedUserID("bob").userID("alice").build()).execute();
    assertEquals(List.of(), client.getBlockedUsers(blocked).execute().getData().getBlocks());
  }

  @Test
  void say_how_much_of_the_limit_is_left_and_refuse_another_secret() throws Exception {
    var limit = video.queryCalls(QueryCallsRequest.builder().build()).execute().getRateLimit();
    assertTrue(limit.getRemaining() < limit.getLimit());
    var stranger = world.client("x".repeat(32));
    refused(401, "signature is not valid", () -> stranger.video().listCallTypes().execute());
  }
}
