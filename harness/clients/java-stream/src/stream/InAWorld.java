package stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.getstream.exceptions.StreamException;
import io.getstream.models.CallRequest;
import io.getstream.models.CallResponse;
import io.getstream.models.CallSettingsRequest;
import io.getstream.models.CreateExternalStorageRequest;
import io.getstream.models.GetOrCreateCallRequest;
import io.getstream.models.S3Request;
import io.getstream.models.UpdateCallRequest;
import io.getstream.models.UpdateUsersRequest;
import io.getstream.models.UserRequest;
import io.getstream.services.Video;
import io.getstream.services.framework.StreamSDKClient;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** What the tests have in common. */
abstract class InAWorld {
  protected final Double world = world();
  protected StreamSDKClient client;
  protected Video video;

  protected Double world() {
    return Double.AS_SENT;
  }

  @BeforeEach
  void begin() {
    world.control("POST", "/reset", null);
    client = world.client();
    video = client.video();
  }

  /** A call of the type default, or what is before the colon, that john has made. */
  protected CallResponse call(String id) throws StreamException {
    return call(id, CallRequest.builder().createdByID("john").build());
  }

  protected CallResponse call(String id, CallRequest data) throws StreamException {
    String[] parts = id.contains(":") ? id.split(":") : new String[] {"default", id};
    var request = GetOrCreateCallRequest.builder().data(data).build();
    return video.getOrCreateCall(parts[0], parts[1], request).execute().getData().getCall();
  }

  protected CallResponse get(String id) throws StreamException {
    return video.getCall("default", id).execute().getData().getCall();
  }

  protected CallResponse override(String id, CallSettingsRequest settings) throws StreamException {
    var request = UpdateCallRequest.builder().settingsOverride(settings).build();
    return video.updateCall("default", id, request).execute().getData().getCall();
  }

  protected void users(String... ids) throws StreamException {
    var users = Arrays.stream(ids)
        .collect(Collectors.toMap(Function.identity(), id -> UserRequest.builder().id(id).name(id).build()));
    client.updateUsers(UpdateUsersRequest.builder().users(users).build()).execute();
  }

  protected void join(String cid, String user) {
    world.join(client.tokenBuilder().createToken(user), cid);
  }

  /** The storage of the documentation. */
  protected void createStorage(String name, String path) throws StreamException {
    client.createExternalStorage(CreateExternalStorageRequest.builder()
        .name(name)
        .storageType("s3")
        .bucket("my-bucket")
        .path(path)
        .awsS3(S3Request.builder().s3Region("us-east-1").s3APIKey("my-access-key").s3Secret("my-secret").build())
        .build()).execute();
  }

  protected static void refused(int status, String message, Executable request) {
    var data = assertThrows(StreamException.class, request).getResponseData();
    assertTrue(data.getMessage().contains(message), data.getMessage());
    assertEquals(status, data.getStatusCode());
  }
}
