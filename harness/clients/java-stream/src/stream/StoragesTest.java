package stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.getstream.models.AzureRequest;
import io.getstream.models.CreateCallTypeRequest;
import io.getstream.models.CreateExternalStorageRequest;
import io.getstream.models.S3Request;
import io.getstream.models.UpdateCallTypeRequest;
import io.getstream.models.UpdateExternalStorageRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The steps of the documentation's page about storage, which has no examples in Java; and testExternalStorageOperations of the SDK's suite. */
class StoragesTest extends InAWorld {
  @Test
  void are_none_at_first() throws Exception {
    assertEquals(Map.of(), client.listExternalStorage().execute().getData().getExternalStorages());
  }

  @Test
  void are_created_checked_and_used_by_a_call_type() throws Exception {
    createStorage("my-s3", "directory_name/");
    String first = client.checkExternalStorage("my-s3").execute().getData().getFileUrl();
    String second = client.checkExternalStorage("my-s3").execute().getData().getFileUrl();
    assertTrue(first.matches(".*/my-bucket/directory_name/stream-[0-9a-f-]{36}\\.md"), first);
    assertNotEquals(first, second);
    try (var s3 = world.s3()) {
      var keys = s3.listObjectsV2(list -> list.bucket("my-bucket").prefix("directory_name/")).contents();
      assertEquals(2, keys.size());
    }
    video.createCallType(CreateCallTypeRequest.builder().name("allhands").build()).execute();
    var request = UpdateCallTypeRequest.builder().externalStorage("my-s3").build();
    assertEquals("my-s3", video.updateCallType("allhands", request).execute().getData().getExternalStorage());
    assertEquals("my-s3", video.getCallType("allhands").execute().getData().getExternalStorage());
  }

  @Test
  void are_listed_updated_and_deleted() throws Exception {
    createStorage("test-storage", "test-directory/");
    var listed = client.listExternalStorage().execute().getData().getExternalStorages().get("test-storage");
    assertEquals("s3 my-bucket test-directory/", String.join(" ", listed.getType(), listed.getBucket(), listed.getPath()));
    var request = UpdateExternalStorageRequest.builder().storageType("abs").bucket("new bucket").build();
    var updated = client.updateExternalStorage("test-storage", request).execute().getData();
    assertEquals("test-storage abs new bucket", String.join(" ", updated.getName(), updated.getType(), updated.getBucket()));
    client.deleteExternalStorage("test-storage").execute();
    assertEquals(Map.of(), client.listExternalStorage().execute().getData().getExternalStorages());
    refused(404, "does not exist", () -> client.deleteExternalStorage("test-storage").execute());
  }

  @Test
  void have_a_name_that_is_reserved() {
    refused(400, "stream-s3 name reserved for internal use", () -> createStorage("stream-s3", "directory_name/"));
  }

  @Test
  void that_cannot_be_written_to_say_why_when_they_are_checked() throws Exception {
    refused(404, "does not exist", () -> client.checkExternalStorage("unknown").execute());
    var storage = CreateExternalStorageRequest.builder().name("elsewhere").storageType("s3").bucket("no-such-bucket");
    var amazon = S3Request.builder().s3Region("us-east-1").s3APIKey("my-access-key").s3Secret("my-secret").build();
    client.createExternalStorage(storage.awsS3(amazon).build()).execute();
    refused(400, "NoSuchBucket", () -> client.checkExternalStorage("elsewhere").execute());
    var google = CreateExternalStorageRequest.builder().name("my-gcs").storageType("gcs").bucket("my-bucket")
        .gcsCredentials("content of the service account file").build();
    client.createExternalStorage(google).execute();
    refused(400, "could not parse JSON key", () -> client.checkExternalStorage("my-gcs").execute());
    var azure = CreateExternalStorageRequest.builder().name("my-abs").storageType("abs").bucket("my-bucket")
        .azureBlob(AzureRequest.builder().absAccountName("...").absClientID("...").absClientSecret("...").absTenantID("...").build())
        .build();
    client.createExternalStorage(azure).execute();
    refused(400, "AADSTS900023", () -> client.checkExternalStorage("my-abs").execute());
  }

  @Test
  void may_be_an_S3_of_ones_own() throws Exception {
    var own = S3Request.builder().s3Region("us-east-1").s3APIKey("my-access-key").s3Secret("my-secret")
        .s3CustomEndpointUrl(world.s3Url.toString()).build();
    client.createExternalStorage(CreateExternalStorageRequest.builder()
        .name("my-minio").storageType("s3").bucket("my-bucket").path("own").awsS3(own).build()).execute();
    String url = client.checkExternalStorage("my-minio").execute().getData().getFileUrl();
    assertTrue(url.startsWith(world.s3Url + "/my-bucket/own/stream-"), url);
  }

  @Test
  void of_Azure_open_to_a_service_principal() throws Exception {
    client.createExternalStorage(CreateExternalStorageRequest.builder()
        .name("my-abs").storageType("abs").bucket("my-bucket").path("directory_name/")
        .azureBlob(AzureRequest.builder()
            .absAccountName("films").absClientID("a").absClientSecret("b").absTenantID("contoso.onmicrosoft.com").build())
        .build()).execute();
    String url = client.checkExternalStorage("my-abs").execute().getData().getFileUrl();
    assertTrue(url.contains("directory_name/stream-"), url);
  }
}
