package s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

class ObjectsTest extends InBuckets {
  @Test
  void are_got_as_they_were_put() {
    byte[] body = made(300_000);
    String key = "film/été 🎬+%41?&<>.mp4";
    S3.putObject(
        request ->
            request
                .bucket(bucket)
                .key(key)
                .contentType("video/mp4")
                .cacheControl("no-cache")
                .metadata(Map.of("director", "Varda")),
        RequestBody.fromBytes(body));
    var got = S3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    assertArrayEquals(body, got.asByteArray());
    assertEquals("video/mp4", got.response().contentType());
    assertEquals(Map.of("director", "Varda"), got.response().metadata());
    assertRefused("404 NoSuchKey", () -> get("none"));
    assertRefused("404 NoSuchKey", () -> S3.headObject(request -> request.bucket(bucket).key("none")));
  }

  @Test
  void are_put_as_streams_in_signed_chunks() {
    byte[] body = made(700_000);
    S3.putObject(
        request -> request.bucket(bucket).key("a").checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
        RequestBody.fromInputStream(new ByteArrayInputStream(body), body.length));
    assertArrayEquals(body, get("a"));
  }

  @Test
  void come_in_ranges() {
    put("a", "0123456789".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Map.of("bytes=2-4", "234", "bytes=7-", "789", "bytes=-2", "89", "bytes=8-99", "89")
        .forEach(
            (asked, want) ->
                assertEquals(
                    want,
                    S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").range(asked)).asUtf8String()));
    assertRefused(
        "416 InvalidRange",
        () -> S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").range("bytes=10-")));
  }

  @Test
  void are_got_and_put_under_conditions() {
    String etag = put("a", new byte[1]);
    assertRefused("304", () -> S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").ifNoneMatch(etag)));
    assertRefused(
        "412 PreconditionFailed",
        () -> S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").ifUnmodifiedSince(Instant.EPOCH)));
    assertRefused(
        "412 PreconditionFailed",
        () -> S3.putObject(request -> request.bucket(bucket).key("a").ifNoneMatch("*"), RequestBody.empty()));
    assertRefused(
        "412 PreconditionFailed",
        () -> S3.putObject(request -> request.bucket(bucket).key("a").ifMatch("other"), RequestBody.empty()));
    S3.putObject(request -> request.bucket(bucket).key("a").ifMatch(etag), RequestBody.empty());
  }

  @Test
  void carry_checksums_of_every_kind() {
    byte[] body = made(70_000);
    for (var algorithm :
        List.of(ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32_C, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256)) {
      S3.putObject(
          request -> request.bucket(bucket).key("a").checksumAlgorithm(algorithm), RequestBody.fromBytes(body));
      var got = S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").checksumMode(ChecksumMode.ENABLED));
      assertArrayEquals(body, got.asByteArray());
      assertEquals(ChecksumType.FULL_OBJECT, got.response().checksumType());
      var about =
          S3.getObjectAttributes(
              request ->
                  request
                      .bucket(bucket)
                      .key("a")
                      .objectAttributes(ObjectAttributes.CHECKSUM, ObjectAttributes.OBJECT_SIZE));
      assertEquals(70_000L, about.objectSize());
      assertNotNull(about.checksum());
    }
    assertRefused(
        "400 BadDigest",
        () ->
            S3.putObject(
                request -> request.bucket(bucket).key("a").checksumCRC32("AAAAAA=="), RequestBody.fromString("a")));
  }

  @Test
  void are_copied() {
    S3.putObject(
        request -> request.bucket(bucket).key("from +é").metadata(Map.of("a", "1")), RequestBody.fromString("a"));
    S3.copyObject(
        request ->
            request.sourceBucket(bucket).sourceKey("from +é").destinationBucket(bucket).destinationKey("to"));
    assertEquals("a", text("to"));
    S3.copyObject(
        request ->
            request
                .sourceBucket(bucket)
                .sourceKey("from +é")
                .destinationBucket(bucket)
                .destinationKey("to")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("b", "2")));
    assertEquals(Map.of("b", "2"), S3.headObject(request -> request.bucket(bucket).key("to")).metadata());
    assertRefused(
        "404 NoSuchKey",
        () ->
            S3.copyObject(
                request ->
                    request.sourceBucket(bucket).sourceKey("none").destinationBucket(bucket).destinationKey("to")));
  }

  @Test
  void are_listed_in_pages_and_folders() {
    for (String key : List.of("d/1", "d/2", "d/3", "e&<>", "f é+")) put(key, new byte[0]);
    var pages = S3.listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(2));
    assertEquals(3, pages.stream().count());
    assertEquals(
        List.of("d/1", "d/2", "d/3", "e&<>", "f é+"), pages.contents().stream().map(S3Object::key).toList());
    var folders = S3.listObjectsV2(request -> request.bucket(bucket).delimiter("/"));
    assertEquals("d/", folders.commonPrefixes().get(0).prefix());
    var older = S3.listObjects(request -> request.bucket(bucket).marker("d/3"));
    assertEquals(List.of("e&<>", "f é+"), older.contents().stream().map(S3Object::key).toList());
  }

  @Test
  void are_deleted_many_at_once() {
    var keys = IntStream.range(0, 20).mapToObj(number -> "a/" + number + " é").toList();
    for (String key : keys) put(key, new byte[0]);
    var objects = keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    var told = S3.deleteObjects(request -> request.bucket(bucket).delete(delete -> delete.objects(objects)));
    assertEquals(20, told.deleted().size());
    assertEquals(0, S3.listObjectsV2(request -> request.bucket(bucket)).keyCount());
  }

  @Test
  void have_tags() {
    S3.putObject(request -> request.bucket(bucket).key("a").tagging("kind=film&year=1962"), RequestBody.empty());
    assertEquals(2, S3.getObjectTagging(request -> request.bucket(bucket).key("a")).tagSet().size());
    var tag = Tag.builder().key("b").value("c d").build();
    S3.putObjectTagging(request -> request.bucket(bucket).key("a").tagging(tagging -> tagging.tagSet(tag)));
    assertEquals(List.of(tag), S3.getObjectTagging(request -> request.bucket(bucket).key("a")).tagSet());
    S3.deleteObjectTagging(request -> request.bucket(bucket).key("a"));
    assertEquals(List.of(), S3.getObjectTagging(request -> request.bucket(bucket).key("a")).tagSet());
  }
}
