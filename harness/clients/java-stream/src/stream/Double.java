package stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.getstream.services.framework.StreamSDKClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A double, whose world main each test begins anew. */
final class Double {
  /** Dates in webhooks are as production sends them. */
  static final Double AS_SENT = new Double("STUNTDOUBLE_URL", "AWS_ENDPOINT_URL_S3");
  /** Dates in webhooks are numbers. */
  static final Double IN_NANOSECONDS = new Double("STUNTDOUBLE_NANOSECONDS_URL", "NANOSECONDS_S3_URL");

  static final String KEY = System.getenv("STUNTDOUBLE_API_KEY");
  static final String SECRET = System.getenv("STUNTDOUBLE_API_SECRET");

  private static final HttpClient http = HttpClient.newHttpClient();
  private static final ObjectMapper json = new ObjectMapper();

  final String url;
  final URI s3Url;

  private Double(String url, String s3Url) {
    this.url = System.getenv(url);
    this.s3Url = URI.create(System.getenv(s3Url));
  }

  /** As an application makes it that has its configuration in properties: of the system's, because there the SDK looks for its URL. */
  StreamSDKClient client() {
    return client(SECRET);
  }

  StreamSDKClient client(String secret) {
    System.setProperty("io.getstream.url", url);
    System.setProperty("io.getstream.apiKey", KEY);
    System.setProperty("io.getstream.apiSecret", secret);
    return new StreamSDKClient();
  }

  S3Client s3() {
    return S3Client.builder()
        .endpointOverride(s3Url)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  JsonNode control(String method, String path, Object body) {
    return send(request("/_stuntdouble" + path), method, body);
  }

  /** JoinCall with a token of the user's: what the SDKs of browsers and telephones ask, and this one does not. */
  JsonNode join(String token, String cid) {
    String path = "/api/v2/video/call/" + cid.replace(':', '/') + "/join?api_key=" + KEY;
    return send(
        request(path).header("authorization", token).header("stream-auth-type", "jwt"), "POST", Map.of("location", "FRA"));
  }

  void advance(Duration time) {
    control("POST", "/clock/advance", Map.of("ms", time.toMillis()));
  }

  /** An S3 client signs by the machine's time, and is refused where it is another. */
  void backToThePresent() {
    control("PUT", "/clock", Map.of("mode", "real", "now", Instant.now().toString()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  private static JsonNode send(HttpRequest.Builder request, String method, Object body) {
    try {
      if (body == null) request.method(method, HttpRequest.BodyPublishers.noBody());
      else
        request
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
      HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 400) throw new IllegalStateException(response + " " + response.body());
      return json.readTree(response.body().isEmpty() ? "null" : response.body());
    } catch (IOException error) {
      throw new IllegalStateException(error);
    } catch (InterruptedException error) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(error);
    }
  }
}
