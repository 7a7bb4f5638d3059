package stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An application's endpoint for webhooks: keeps the bytes and the headers of what it is sent. */
final class Application implements AutoCloseable {
  record Received(Map<String, String> headers, byte[] body, JsonNode json) {
    String type() {
      return json.get("type").asText();
    }

    /** As the documentation has it; this release of the SDK has no helper. */
    boolean isSignedWith(String secret) throws Exception {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body)).equals(headers.get("x-signature"));
    }
  }

  private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
  private final List<Received> received = new ArrayList<>();

  Application() throws IOException {
    server.createContext("/", exchange -> {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      JsonNode json = new ObjectMapper().readTree(body);
      synchronized (received) {
        received.add(new Received(headers, body, json));
        received.notifyAll();
      }
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  List<Received> all() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** Of the world that tells of it: its journal says what became of what did not arrive. */
  List<Received> waitFor(Double world, String type, int count) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    synchronized (received) {
      while (heard(type).size() < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
          var journal = world.control("GET", "/journal?direction=out&limit=8", null);
          throw new AssertionError(count + " " + type + " did not arrive, only "
              + received.stream().map(Received::type).toList() + "; what was sent: " + journal);
        }
        received.wait(left);
      }
      return heard(type);
    }
  }

  private List<Received> heard(String type) {
    return received.stream().filter(one -> one.type().equals(type)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
