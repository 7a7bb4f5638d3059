package duracloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;

/**
 * What CloudFront does with a policy that somebody signed: verifies it, and reads what it allows.
 */
public record CloudFront(String resource, long expires, String sourceIp) {
  public static CloudFront verify(World.KeyPair keyPair, String policy, String signature)
      throws Exception {
    byte[] text = decode(policy);
    Signature verifier = Signature.getInstance("SHA1withRSA");
    verifier.initVerify(keyPair.publicKey());
    verifier.update(text);
    if (!verifier.verify(decode(signature)))
      throw new AssertionError("signed by somebody else: " + signature);
    JsonNode statement =
        new ObjectMapper()
            .readTree(new String(text, StandardCharsets.UTF_8))
            .get("Statement")
            .get(0);
    JsonNode condition = statement.get("Condition");
    JsonNode address = condition.path("IpAddress").get("AWS:SourceIp");
    return new CloudFront(
        statement.get("Resource").asText(),
        condition.get("DateLessThan").get("AWS:EpochTime").asLong(),
        address == null ? null : address.asText());
  }

  private static byte[] decode(String text) {
    return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '=').replace('~', '/'));
  }
}
