package duracloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to the double that breaks, once, in the middle of the longest answer that it has seen. */
final class WeakLine implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final int breaksAfter;
  private volatile boolean broken;

  /**
   * @param breaksAfter bytes of an answer, in the middle of which the line breaks
   */
  WeakLine(int breaksAfter) throws IOException {
    this.breaksAfter = breaksAfter;
    inBackground(this::accept);
  }

  String port() {
    return String.valueOf(server.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  boolean broken() {
    return broken;
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket client = server.accept();
      connections.incrementAndGet();
      Socket service = new Socket(World.host(), Integer.parseInt(World.port()));
      inBackground(
          () -> {
            client.getInputStream().transferTo(service.getOutputStream());
            service.shutdownOutput();
          });
      inBackground(() -> answer(client, service));
    }
  }

  private void answer(Socket client, Socket service) throws IOException {
    try (client;
        service) {
      InputStream from = service.getInputStream();
      OutputStream to = client.getOutputStream();
      byte[] buffer = new byte[8192];
      long sent = 0;
      for (int read = from.read(buffer); read != -1; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        sent += read;
        if (sent > breaksAfter && !broken) {
          broken = true;
          // What is gone is not waited for: the client sees a reset.
          client.setSoLinger(true, 0);
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException error) {
                // A line that somebody closed is at its end.
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
