package s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Tag;

class BucketsTest extends InBuckets {
  @Test
  void come_and_go() {
    assertEquals("us-east-1", S3.headBucket(request -> request.bucket(bucket)).bucketRegion());
    assertTrue(S3.listBuckets().buckets().stream().anyMatch(each -> each.name().equals(bucket)));
    put("a", new byte[0]);
    assertRefused("409 BucketNotEmpty", () -> S3.deleteBucket(request -> request.bucket(bucket)));
    S3.deleteObject(request -> request.bucket(bucket).key("a"));
    S3.deleteBucket(request -> request.bucket(bucket));
    assertRefused("404 NoSuchBucket", () -> S3.listObjectsV2(request -> request.bucket(bucket)));
    S3.waiter().waitUntilBucketNotExists(request -> request.bucket(bucket));
  }

  @Test
  void are_opened_in_their_region() {
    String name = bucket + "-far";
    S3.createBucket(
        request -> request.bucket(name).createBucketConfiguration(where -> where.locationConstraint("eu-central-1")));
    assertEquals(
        "eu-central-1", S3.getBucketLocation(request -> request.bucket(name)).locationConstraintAsString());
    assertRefused("400 AuthorizationHeaderMalformed", () -> S3.listObjectsV2(request -> request.bucket(name)));
    try (S3Client there = client(Region.EU_CENTRAL_1)) {
      assertEquals(0, there.listObjectsV2(request -> request.bucket(name)).keyCount());
    }
  }

  @Test
  void are_versioned() {
    assertEquals(null, S3.getBucketVersioning(request -> request.bucket(bucket)).status());
    S3.putBucketVersioning(
        request -> request.bucket(bucket).versioningConfiguration(set -> set.status(BucketVersioningStatus.ENABLED)));
    assertEquals(
        BucketVersioningStatus.ENABLED, S3.getBucketVersioning(request -> request.bucket(bucket)).status());
    String one =
        S3.putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("one")).versionId();
    S3.putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("two"));
    assertEquals(
        "one", S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").versionId(one)).asUtf8String());
    String marker = S3.deleteObject(request -> request.bucket(bucket).key("a")).versionId();
    assertRefused("404 NoSuchKey", () -> get("a"));
    var listed = S3.listObjectVersionsPaginator(request -> request.bucket(bucket).maxKeys(1));
    assertEquals(2, listed.versions().stream().count());
    assertEquals(1, listed.deleteMarkers().stream().count());
    S3.deleteObject(request -> request.bucket(bucket).key("a").versionId(marker));
    assertEquals("two", text("a"));
  }

  @Test
  void keep_CORS_a_lifecycle_and_tags() {
    assertRefused("404 NoSuchCORSConfiguration", () -> S3.getBucketCors(request -> request.bucket(bucket)));
    var rule = CORSRule.builder().allowedMethods("GET", "PUT").allowedOrigins("https://*.example.com").build();
    S3.putBucketCors(request -> request.bucket(bucket).corsConfiguration(cors -> cors.corsRules(rule)));
    assertEquals(
        List.of("GET", "PUT"),
        S3.getBucketCors(request -> request.bucket(bucket)).corsRules().get(0).allowedMethods());
    S3.deleteBucketCors(request -> request.bucket(bucket));

    var old =
        LifecycleRule.builder()
            .id("old")
            .status(ExpirationStatus.ENABLED)
            .filter(filter -> filter.prefix("old/"))
            .expiration(expiration -> expiration.days(30))
            .build();
    S3.putBucketLifecycleConfiguration(
        request -> request.bucket(bucket).lifecycleConfiguration(lifecycle -> lifecycle.rules(old)));
    assertEquals(
        List.of(old), S3.getBucketLifecycleConfiguration(request -> request.bucket(bucket)).rules());
    S3.deleteBucketLifecycle(request -> request.bucket(bucket));
    assertRefused(
        "404 NoSuchLifecycleConfiguration",
        () -> S3.getBucketLifecycleConfiguration(request -> request.bucket(bucket)));

    assertRefused("404 NoSuchTagSet", () -> S3.getBucketTagging(request -> request.bucket(bucket)));
    var tag = Tag.builder().key("team").value("été").build();
    S3.putBucketTagging(request -> request.bucket(bucket).tagging(tagging -> tagging.tagSet(tag)));
    assertEquals(List.of(tag), S3.getBucketTagging(request -> request.bucket(bucket)).tagSet());
    S3.deleteBucketTagging(request -> request.bucket(bucket));
  }

  @Test
  void are_opened_by_a_policy() throws Exception {
    byte[] body = made(1000);
    put("a", body);
    var url = HttpRequest.newBuilder(URI.create(ENDPOINT + "/" + bucket + "/a"));
    assertEquals(403, fetch(url).statusCode());
    assertRefused("404 NoSuchBucketPolicy", () -> S3.getBucketPolicy(request -> request.bucket(bucket)));
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}"""
            .formatted(bucket);
    S3.putBucketPolicy(request -> request.bucket(bucket).policy(policy));
    assertEquals(policy, S3.getBucketPolicy(request -> request.bucket(bucket)).policy());
    assertArrayEquals(body, fetch(url).body());
    S3.deleteBucketPolicy(request -> request.bucket(bucket));
    assertEquals(403, fetch(url).statusCode());
  }

  @Test
  void are_closed_to_other_secrets() {
    for (var expected : List.of("403 SignatureDoesNotMatch", "403 InvalidAccessKeyId")) {
      String key = expected.endsWith("Id") ? "other" : System.getenv("AWS_ACCESS_KEY_ID");
      var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "other"));
      try (S3Client wrong =
          S3Client.builder()
              .region(Region.US_EAST_1)
              .endpointOverride(ENDPOINT)
              .forcePathStyle(true)
              .credentialsProvider(credentials)
              .build()) {
        assertRefused(expected, () -> wrong.listObjectsV2(request -> request.bucket(bucket)));
      }
    }
  }
}
