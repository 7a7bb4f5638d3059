package duracloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duracloud.client.ContentStore;
import org.duracloud.error.ContentStoreException;
import org.junit.jupiter.api.Test;

/**
 * The service reads the parameters of its tasks with classes that the client has too: what they
 * refuse, the double refuses.
 */
class ParametersTest extends InAWorld {
  private static final String s3 = "org.duracloud.s3storageprovider.dto.";
  private static final String snapshot = "org.duracloud.snapshot.dto.task.";
  private static final Map<String, String> s3Classes =
      Map.ofEntries(
          Map.entry("set-storage-policy", s3 + "SetStoragePolicyTaskParameters"),
          Map.entry("enable-streaming", s3 + "EnableStreamingTaskParameters"),
          Map.entry("disable-streaming", s3 + "DisableStreamingTaskParameters"),
          Map.entry("delete-streaming", s3 + "DeleteStreamingTaskParameters"),
          Map.entry("get-url", s3 + "GetUrlTaskParameters"),
          Map.entry("get-signed-url", s3 + "GetSignedUrlTaskParameters"),
          Map.entry("enable-hls", s3 + "EnableStreamingTaskParameters"),
          Map.entry("disable-hls", s3 + "DisableStreamingTaskParameters"),
          Map.entry("delete-hls", s3 + "DeleteStreamingTaskParameters"),
          Map.entry("get-url-hls", s3 + "GetHlsUrlTaskParameters"),
          Map.entry("get-signed-cookies-url", s3 + "GetSignedCookiesUrlTaskParameters"));
  private static final Map<String, String> snapshotClasses =
      Map.ofEntries(
          Map.entry("create-snapshot", snapshot + "CreateSnapshotTaskParameters"),
          Map.entry("get-snapshot", snapshot + "GetSnapshotTaskParameters"),
          Map.entry("cleanup-snapshot", snapshot + "CleanupSnapshotTaskParameters"),
          Map.entry("complete-snapshot", snapshot + "CompleteSnapshotTaskParameters"),
          Map.entry("complete-cancel-snapshot", snapshot + "CompleteCancelSnapshotTaskParameters"),
          Map.entry("restart-snapshot", snapshot + "RestartSnapshotTaskParameters"),
          Map.entry("get-snapshot-contents", snapshot + "GetSnapshotContentsTaskParameters"),
          Map.entry("get-snapshot-history", snapshot + "GetSnapshotHistoryTaskParameters"),
          Map.entry("restore-snapshot", snapshot + "RestoreSnapshotTaskParameters"),
          Map.entry("complete-restore", snapshot + "CompleteRestoreTaskParameters"),
          Map.entry("get-restore", snapshot + "GetRestoreTaskParameters"));
  private static final List<String> values =
      List.of(
          "null",
          "\"\"",
          "\" \"",
          "\"text\"",
          "\"60\"",
          "\" 60 \"",
          "\"1.5\"",
          "\"null\"",
          "\"true\"",
          "\" true \"",
          "\"True\"",
          "\"False\"",
          "\"tRue\"",
          "true",
          "false",
          "0",
          "1",
          "2",
          "-1",
          "1.7",
          "-0.5",
          "2147483647",
          "2147483648",
          "[]",
          "[1]",
          "[\"a\",null]",
          "[[]]",
          "{}");
  private static final List<String> bodies =
      List.of(
          "",
          " ",
          "[]",
          "[{}]",
          "\"text\"",
          "\"\"",
          "1",
          "true",
          "{",
          "{}",
          "{} trailing",
          "{}{}",
          "{\"colour\":1}",
          "{\"SpaceId\":\"a\"}",
          "{spaceId:\"a\"}",
          "{'spaceId':'a'}",
          "{,\"spaceId\":\"a\"}",
          "not json",
          "<xml/>");

  private static Map<String, Class<?>> properties(Class<?> type) throws Exception {
    Map<String, Class<?>> properties = new LinkedHashMap<>();
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(type, Object.class).getPropertyDescriptors()) {
      if (property.getWriteMethod() != null)
        properties.put(property.getName(), property.getPropertyType());
    }
    return properties;
  }

  /** What stands in the other fields while one is tried. */
  private static String usual(Class<?> type) {
    if (type == String.class) return "\"none\"";
    if (type == boolean.class) return "false";
    return List.class.isAssignableFrom(type) ? "[]" : "1";
  }

  private static List<String> bodiesFor(Class<?> type) throws Exception {
    List<String> tried = new ArrayList<>(bodies);
    Map<String, Class<?>> properties = properties(type);
    for (String field : properties.keySet()) {
      StringBuilder others = new StringBuilder();
      properties.forEach(
          (name, other) -> {
            // A restore is asked for by one of two ids.
            boolean exclusive =
                name.equals("restoreId")
                    || name.equals("snapshotId") && properties.containsKey("restoreId");
            if (!name.equals(field) && !exclusive)
              others.append(",\"").append(name).append("\":").append(usual(other));
          });
      tried.add("{" + others.substring(Math.min(1, others.length())) + "}");
      tried.add("{\"" + field + "\":null" + others + ",}");
      tried.add("{\"" + field + "\":null" + others);
      tried.add(
          "{\""
              + field
              + "\":"
              + usual(properties.get(field))
              + others
              + ",\""
              + field
              + "\":null}");
      for (String value : values) tried.add("{\"" + field + "\":" + value + others + "}");
    }
    return tried;
  }

  /**
   * @return what the class of the release refuses the text with, or null
   */
  private static String refusal(Class<?> type, String body) throws Exception {
    try {
      type.getMethod("deserialize", String.class).invoke(null, body);
      return null;
    } catch (InvocationTargetException error) {
      return String.valueOf(error.getCause().getMessage());
    }
  }

  private static final String unparsed = "Unable to parse task parameters due to: ";

  /** As far as no message depends on the version of a library. */
  private static String stable(String refusal) {
    if (!refusal.startsWith(unparsed)) return refusal;
    int field = refusal.indexOf("Unrecognized field");
    return field == unparsed.length() ? refusal.substring(0, refusal.indexOf(')')) : unparsed;
  }

  private static void compare(ContentStore store, Map<String, String> classes) throws Exception {
    List<String> expected = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (Map.Entry<String, String> entry : classes.entrySet()) {
      Class<?> type = Class.forName(entry.getValue());
      for (String body : bodiesFor(type)) {
        String refusal = refusal(type, body);
        String task = entry.getKey() + " " + body + ": ";
        expected.add(task + (refusal == null ? "read" : stable(refusal)));
        answered.add(task + answer(store, entry.getKey(), body, refusal != null));
      }
    }
    assertTrue(expected.size() > 500);
    assertEquals(String.join("\n", expected), String.join("\n", answered));
  }

  private static String answer(ContentStore store, String task, String body, boolean refused) {
    try {
      store.performTaskWithNoRetries(task, body);
      return "read";
    } catch (ContentStoreException error) {
      String message = error.getMessage().replace("Error performing task (" + task + "):  ", "");
      // Where the parameters were read, the task may fail at what they say.
      return refused || message.startsWith(unparsed) ? stable(message) : "read";
    }
  }

  @Test
  void of_streaming_and_storage_are_read_as_the_release_reads_them() throws Exception {
    compare(world.store("root", World.S3), s3Classes);
  }

  @Test
  void of_snapshots_are_read_as_the_release_reads_them() throws Exception {
    compare(world.store("root", World.SNAPSHOTS), snapshotClasses);
  }
}
