package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.duracloud.chunk.FileChunker;
import org.duracloud.chunk.FileChunkerOptions;
import org.duracloud.chunk.writer.DuracloudContentWriter;
import org.duracloud.client.ContentStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuraCloud's command-line tools, as people start them. */
class ProgramsTest extends InAWorld {
  @TempDir private Path directory;
  private final byte[] movie = new byte[2_500_000];

  @BeforeEach
  void fillMovie() {
    new Random(1).nextBytes(movie);
  }

  private String run(String program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.timezone=UTC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program,
                "-u",
                world.username("root"),
                "-p",
                world.password("root")));
    command.addAll(List.of(arguments));
    Path output = directory.resolve(program + ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(100, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertTrue(ended, text);
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  @Test
  void the_sync_tool_fills_a_space() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.createSpace("my-space");
    Path content = Files.createDirectories(directory.resolve("content"));
    Files.createDirectories(content.resolve("dir/sub"));
    Files.writeString(content.resolve("item 1.txt"), "one");
    Files.writeString(content.resolve("dir/sub/item-2.txt"), "two");
    Files.write(content.resolve("dir/movie.mp4"), movie);
    String output =
        run(
            "org.duracloud.sync.SyncToolInitializer",
            "-h",
            World.host(),
            "-r",
            World.port(),
            "-s",
            "my-space",
            "-c",
            content.toString(),
            "-w",
            directory.resolve("work").toString(),
            "-j",
            "-x");
    assertTrue(output.contains("Sync Tool processing complete"), output);
    assertEquals(
        List.of("dir/movie.mp4", "dir/sub/item-2.txt", "item 1.txt"),
        list(store.getSpaceContents("my-space")));
    assertEquals("two", text(store, "my-space", "dir/sub/item-2.txt"));
    Map<String, String> properties = store.getContentProperties("my-space", "dir/movie.mp4");
    assertEquals(md5(movie), properties.get(ContentStore.CONTENT_CHECKSUM));
    assertEquals(world.username("root"), properties.get("creator"));
  }

  @Test
  void the_retrieval_tool_fills_a_directory_with_all_spaces_of_a_store() throws Exception {
    ContentStore store = world.store("root", World.GLACIER);
    store.createSpace("my-space");
    store.createSpace("other-space");
    add(store, "my-space", "item 1.txt", "one");
    add(store, "other-space", "dir/sub/item-2.txt", "two");
    new FileChunker(new DuracloudContentWriter(store, "me"), new FileChunkerOptions(1_000_000))
        .addContent(
            "my-space",
            "dir/movie.mp4",
            md5(movie),
            movie.length,
            new ByteArrayInputStream(movie),
            null);
    run(
        "org.duracloud.retrieval.RetrievalToolInitializer",
        "-h",
        World.host(),
        "-r",
        World.port(),
        "-i",
        World.GLACIER,
        "-a",
        "-c",
        directory.toString(),
        "-w",
        directory.resolve("work").toString());
    assertEquals("one", Files.readString(directory.resolve("my-space/item 1.txt")));
    assertEquals("two", Files.readString(directory.resolve("other-space/dir/sub/item-2.txt")));
    assertEquals(md5(movie), md5(Files.readAllBytes(directory.resolve("my-space/dir/movie.mp4"))));
  }

  @Test
  void the_chunker_takes_a_directory_and_the_stitcher_a_file_out_of_it() throws Exception {
    ContentStore store = world.store("root", World.S3);
    store.createSpace("my-space");
    Path content = Files.createDirectories(directory.resolve("content/dir"));
    Files.writeString(content.resolve("item.txt"), "one");
    Files.write(content.resolve("movie.mp4"), movie);
    run(
        "org.duracloud.chunk.FileChunkerDriver",
        "-c",
        World.host(),
        World.port(),
        "-a",
        directory.resolve("content").toString(),
        "my-space",
        "1M");
    assertEquals(
        List.of(
            "dir/item.txt",
            "dir/movie.mp4.dura-chunk-0000",
            "dir/movie.mp4.dura-chunk-0001",
            "dir/movie.mp4.dura-chunk-0002",
            "dir/movie.mp4.dura-manifest"),
        list(store.getSpaceContents("my-space")));
    run(
        "org.duracloud.stitch.FileStitcherDriver",
        "-h",
        World.host(),
        "-r",
        World.port(),
        "-s",
        "my-space",
        "-m",
        "dir/movie.mp4.dura-manifest",
        "-d",
        directory.resolve("stitched").toString());
    assertEquals(md5(movie), md5(Files.readAllBytes(directory.resolve("stitched/dir/movie.mp4"))));
  }
}
