package s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the tests have in common. */
abstract class InBuckets {
  static final int MEBIBYTE = 1024 * 1024;
  static final URI ENDPOINT = URI.create(System.getenv("AWS_ENDPOINT_URL_S3"));
  static final S3Client S3 = client(Region.US_EAST_1);
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  protected String bucket;

  static S3Client client(Region region) {
    return S3Client.builder().region(region).endpointOverride(ENDPOINT).forcePathStyle(true).build();
  }

  @BeforeEach
  void begin() {
    bucket = "java-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    S3.createBucket(request -> request.bucket(bucket));
  }

  /** No two pieces of it are alike. */
  static byte[] made(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  protected String put(String key, byte[] body) {
    return S3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(body)).eTag();
  }

  protected byte[] get(String key) {
    return S3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
  }

  protected String text(String key) {
    return new String(get(key), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** {@code 404 NoSuchKey} */
  static void assertRefused(String expected, Executable call) {
    S3Exception refused = assertThrows(S3Exception.class, call);
    String code = refused.awsErrorDetails().errorCode();
    assertEquals(expected, refused.statusCode() + (code == null ? "" : " " + code));
  }

  static HttpResponse<byte[]> fetch(HttpRequest.Builder request) throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
