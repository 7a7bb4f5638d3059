package duracloud;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.duracloud.chunk.ChunkableContent;
import org.duracloud.chunk.FileChunker;
import org.duracloud.chunk.FileChunkerOptions;
import org.duracloud.chunk.manifest.ChunksManifest;
import org.duracloud.chunk.manifest.ChunksManifestBean.ManifestEntry;
import org.duracloud.chunk.stream.ChunkInputStream;
import org.duracloud.chunk.util.ChunksManifestVerifier;
import org.duracloud.chunk.writer.AddContentResult;
import org.duracloud.chunk.writer.DuracloudContentWriter;
import org.duracloud.client.ContentStore;
import org.duracloud.client.util.ContentStoreUtil;
import org.duracloud.client.util.DuracloudFileWriter;
import org.duracloud.common.error.DuraCloudRuntimeException;
import org.duracloud.domain.Content;
import org.duracloud.stitch.datasource.impl.DuraStoreDataSource;
import org.duracloud.stitch.error.DataSourceException;
import org.duracloud.stitch.error.InvalidManifestException;
import org.duracloud.stitch.impl.FileStitcherImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is built upon the store's client: content in chunks and stitched together again, and
 * writers.
 */
class ChunksTest extends InAWorld {
  @TempDir private Path directory;
  private final byte[] bytes = new byte[4100];
  private ContentStore store;
  private DuracloudContentWriter writer;
  private FileStitcherImpl stitcher;

  @BeforeEach
  void createSpace() throws Exception {
    new Random(1).nextBytes(bytes);
    store = world.store("root", World.S3);
    store.createSpace("my-space");
    writer = new DuracloudContentWriter(store, "me", 0, 0);
    stitcher = new FileStitcherImpl(new DuraStoreDataSource(store));
  }

  private void addInChunks(String id) {
    Map<String, String> properties = new HashMap<>(Map.of("creator", "me"));
    new FileChunker(writer, new FileChunkerOptions(1000))
        .addContent(
            "my-space", id, md5(bytes), bytes.length, new ByteArrayInputStream(bytes), properties);
  }

  @Test
  void a_file_is_added_in_chunks_and_comes_back_in_one() throws Exception {
    addInChunks("dir/movie.mp4");
    String id = "dir/movie.mp4";
    assertEquals(
        List.of(
            id + ".dura-chunk-0000",
            id + ".dura-chunk-0001",
            id + ".dura-chunk-0002",
            id + ".dura-chunk-0003",
            id + ".dura-chunk-0004",
            id + ".dura-manifest"),
        list(store.getSpaceContents("my-space")));
    assertTrue(
        writer.getResults().stream()
            .allMatch(result -> result.getState() == AddContentResult.State.SUCCESS));

    Content stitched = stitcher.getContentFromManifest("my-space", id + ".dura-manifest");
    assertEquals(id, stitched.getId());
    assertArrayEquals(bytes, stitched.getStream().readAllBytes());
    assertEquals("4100", stitched.getProperties().get(ContentStore.CONTENT_SIZE));
    assertEquals(md5(bytes), stitched.getProperties().get(ContentStore.CONTENT_CHECKSUM));
    assertEquals("me", stitched.getProperties().get("creator"));

    ChunksManifest manifest = stitcher.getManifest("my-space", id + ".dura-manifest");
    assertEquals(5, manifest.getEntries().size());
    ManifestEntry last = manifest.getEntries().get(4);
    assertEquals(100, last.getByteSize());
    assertEquals(
        store
            .getContentProperties("my-space", last.getChunkId())
            .get(ContentStore.CONTENT_CHECKSUM),
        last.getChunkMD5());
    assertTrue(new ChunksManifestVerifier(store).verifyAllChunks("my-space", manifest).isSuccess());
  }

  @Test
  void chunks_that_are_there_already_are_not_sent_again() throws Exception {
    addInChunks("movie.mp4");
    store.deleteContent("my-space", "movie.mp4.dura-chunk-0002");
    long before = world.requests("PUT", ".dura-chunk-");
    addInChunks("movie.mp4");
    assertEquals(before + 1, world.requests("PUT", ".dura-chunk-"));
    assertArrayEquals(
        bytes,
        stitcher
            .getContentFromManifest("my-space", "movie.mp4.dura-manifest")
            .getStream()
            .readAllBytes());
  }

  @Test
  void a_chunk_that_is_damaged_or_missing_is_found() throws Exception {
    addInChunks("movie.mp4");
    ChunksManifest manifest = stitcher.getManifest("my-space", "movie.mp4.dura-manifest");
    add(store, "my-space", "movie.mp4.dura-chunk-0001", "something else");
    assertFalse(
        new ChunksManifestVerifier(store).verifyAllChunks("my-space", manifest).isSuccess());
    store.deleteContent("my-space", "movie.mp4.dura-chunk-0001");
    assertThrows(
        DataSourceException.class,
        () ->
            stitcher
                .getContentFromManifest("my-space", "movie.mp4.dura-manifest")
                .getStream()
                .readAllBytes());
    add(store, "my-space", "item", "text");
    assertThrows(InvalidManifestException.class, () -> stitcher.getManifest("my-space", "item"));
  }

  @Test
  void a_small_file_is_one_item_and_a_large_one_takes_its_place() throws Exception {
    Path file = Files.writeString(directory.resolve("item.txt"), "text");
    FileChunker chunker = new FileChunker(writer, new FileChunkerOptions(1000));
    chunker.addContent("my-space", "item.txt", md5("text"), file.toFile());
    assertEquals(List.of("item.txt"), list(store.getSpaceContents("my-space")));
    Map<String, String> properties = store.getContentProperties("my-space", "item.txt");
    assertEquals(file.toString(), properties.get("content-file-path"));
    assertEquals("text/plain;charset=UTF-8", properties.get(ContentStore.CONTENT_MIMETYPE));
    Files.write(file, bytes);
    chunker.addContent("my-space", "item.txt", md5(bytes), file.toFile());
    assertFalse(store.contentExists("my-space", "item.txt"));
    assertTrue(store.contentExists("my-space", "item.txt.dura-manifest"));
  }

  @Test
  void a_checksum_that_is_wrong_fails_in_one_piece_and_in_chunks() {
    FileChunker chunker =
        new FileChunker(
            new DuracloudContentWriter(store, "me", true, false, 0, 0),
            new FileChunkerOptions(1000));
    byte[] small = "text".getBytes();
    assertThrows(
        DuraCloudRuntimeException.class,
        () ->
            chunker.addContent(
                "my-space", "item", md5("other"), 4, new ByteArrayInputStream(small), null));
    assertThrows(
        DuraCloudRuntimeException.class,
        () ->
            chunker.addContent(
                "my-space",
                "movie",
                md5("other"),
                bytes.length,
                new ByteArrayInputStream(bytes),
                null));
  }

  @Test
  void the_space_of_a_file_is_made_when_it_is_missing() throws Exception {
    writer.write(
        "new-space",
        new ChunkableContent(
            "movie", "video/mp4", new ByteArrayInputStream(bytes), bytes.length, 2000));
    assertEquals(4, list(store.getSpaceContents("new-space")).size());
    ChunkInputStream chunk =
        new ChunkInputStream("item", new ByteArrayInputStream("text".getBytes()), 4, true);
    assertEquals(md5("text"), writer.writeSingle("newer-space", md5("text"), chunk));
    assertEquals("text", text(store, "newer-space", "item"));
  }

  @Test
  void a_writer_stores_what_was_written_when_it_is_flushed_and_closed() throws Exception {
    try (DuracloudFileWriter file =
        new DuracloudFileWriter("my-space", "log.txt", "text/plain", store)) {
      file.writeLine("one");
      file.flush();
      assertEquals("one\n", text(store, "my-space", "log.txt"));
      file.write("two\n");
    }
    assertEquals("one\ntwo\n", text(store, "my-space", "log.txt"));
    DuracloudFileWriter nowhere =
        new DuracloudFileWriter("no-space", "log.txt", "text/plain", store);
    // It means to throw an IOException, and stumbles over the braces of its message.
    assertThrows(IllegalArgumentException.class, nowhere::close);
  }

  @Test
  void a_file_is_stored_read_and_deleted() throws Exception {
    ContentStoreUtil util = new ContentStoreUtil(store);
    Path file = Files.writeString(directory.resolve("item.txt"), "text");
    util.storeContentStream(file.toFile(), "my-space", "typed", "text/csv");
    util.storeContentStream(file.toFile(), "my-space", "untyped");
    assertEquals("text", text(util.getContentStream("my-space", "typed")));
    assertTrue(
        store
            .getContentProperties("my-space", "typed")
            .get(ContentStore.CONTENT_MIMETYPE)
            .startsWith("text/csv"));
    util.deleteOldContent("my-space", "typed");
    util.deleteOldContent("my-space", "typed");
    assertEquals(List.of("untyped"), list(store.getSpaceContents("my-space")));
    assertThrows(DuraCloudRuntimeException.class, () -> util.getContentStream("my-space", "typed"));
    assertThrows(
        DuraCloudRuntimeException.class,
        () -> util.storeContentStream(file.toFile(), "no-space", "item"));
  }
}
