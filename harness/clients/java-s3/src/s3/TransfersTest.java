package s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

class TransfersTest extends InBuckets {
  @TempDir Path directory;

  @Test
  void parts_make_one_object() {
    byte[] body = made(6 * MEBIBYTE);
    String upload = S3.createMultipartUpload(request -> request.bucket(bucket).key("a")).uploadId();
    List<byte[]> pieces =
        List.of(Arrays.copyOf(body, 5 * MEBIBYTE), Arrays.copyOfRange(body, 5 * MEBIBYTE, body.length));
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number += 1) {
      int at = number;
      var part =
          S3.uploadPart(
              request -> request.bucket(bucket).key("a").uploadId(upload).partNumber(at),
              RequestBody.fromBytes(pieces.get(at - 1)));
      parts.add(CompletedPart.builder().partNumber(at).eTag(part.eTag()).checksumCRC32(part.checksumCRC32()).build());
    }
    assertEquals(2, S3.listParts(request -> request.bucket(bucket).key("a").uploadId(upload)).parts().size());
    assertEquals(1, S3.listMultipartUploads(request -> request.bucket(bucket)).uploads().size());
    S3.completeMultipartUpload(
        request -> request.bucket(bucket).key("a").uploadId(upload).multipartUpload(all -> all.parts(parts)));
    assertArrayEquals(body, get("a"));
    var second = S3.getObjectAsBytes(request -> request.bucket(bucket).key("a").partNumber(2));
    assertArrayEquals(pieces.get(1), second.asByteArray());
    assertEquals(2, second.response().partsCount());
  }

  @Test
  void parts_are_copied_and_uploads_given_up() {
    put("source", made(1000));
    String upload =
        S3.createMultipartUpload(
                request -> request.bucket(bucket).key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    var copied =
        S3.uploadPartCopy(
                request ->
                    request
                        .sourceBucket(bucket)
                        .sourceKey("source")
                        .copySourceRange("bytes=100-199")
                        .destinationBucket(bucket)
                        .destinationKey("a")
                        .uploadId(upload)
                        .partNumber(1))
            .copyPartResult();
    var part =
        CompletedPart.builder().partNumber(1).eTag(copied.eTag()).checksumSHA256(copied.checksumSHA256()).build();
    S3.completeMultipartUpload(
        request -> request.bucket(bucket).key("a").uploadId(upload).multipartUpload(all -> all.parts(part)));
    assertArrayEquals(Arrays.copyOfRange(made(1000), 100, 200), get("a"));

    String given = S3.createMultipartUpload(request -> request.bucket(bucket).key("b")).uploadId();
    S3.abortMultipartUpload(request -> request.bucket(bucket).key("b").uploadId(given));
    assertRefused(
        "404 NoSuchUpload",
        () -> S3.listParts(request -> request.bucket(bucket).key("b").uploadId(given)));
  }

  @Test
  void the_transfer_manager_moves_files() throws Exception {
    byte[] body = made(21 * MEBIBYTE + 3);
    Path file = Files.write(directory.resolve("up"), body);
    try (S3AsyncClient client =
            S3AsyncClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(ENDPOINT)
                .forcePathStyle(true)
                .multipartEnabled(true)
                .multipartConfiguration(parts -> parts.minimumPartSizeInBytes(5L * MEBIBYTE))
                .build();
        S3TransferManager manager = S3TransferManager.builder().s3Client(client).build()) {
      manager
          .uploadFile(upload -> upload.source(file).putObjectRequest(put -> put.bucket(bucket).key("a")))
          .completionFuture()
          .join();
      manager
          .copy(
              copy ->
                  copy.copyObjectRequest(
                      request ->
                          request
                              .sourceBucket(bucket)
                              .sourceKey("a")
                              .destinationBucket(bucket)
                              .destinationKey("b")))
          .completionFuture()
          .join();
      Path down = directory.resolve("down");
      manager
          .downloadFile(
              download -> download.destination(down).getObjectRequest(get -> get.bucket(bucket).key("b")))
          .completionFuture()
          .join();
      assertArrayEquals(body, Files.readAllBytes(down));
    }
  }

  @Test
  void presigned_URLs_read_and_write() throws Exception {
    byte[] body = made(100_000);
    var pathStyle = S3Configuration.builder().pathStyleAccessEnabled(true).build();
    try (S3Presigner presigner =
        S3Presigner.builder()
            .region(Region.US_EAST_1)
            .endpointOverride(ENDPOINT)
            .serviceConfiguration(pathStyle)
            .build()) {
      var minute = Duration.ofMinutes(1);
      var put =
          presigner.presignPutObject(
              presign ->
                  presign
                      .signatureDuration(minute)
                      .putObjectRequest(request -> request.bucket(bucket).key("a é").contentType("video/mp4")));
      var sent =
          HttpRequest.newBuilder(put.url().toURI())
              .header("Content-Type", "video/mp4")
              .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
      assertEquals(200, fetch(sent).statusCode());
      URI get =
          presigner
              .presignGetObject(
                  presign ->
                      presign
                          .signatureDuration(minute)
                          .getObjectRequest(request -> request.bucket(bucket).key("a é")))
              .url()
              .toURI();
      assertArrayEquals(body, fetch(HttpRequest.newBuilder(get)).body());
      assertEquals(403, fetch(HttpRequest.newBuilder(get).DELETE()).statusCode());
    }
  }
}
