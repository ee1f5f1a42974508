import { describe, expect, it } from "vitest";
import { redactSecrets } from "./redact.ts";

describe("runtime/narrate/redact", () => {
  it.each([
    "sk-ant-api03-abcdefghijkl",
    "AKIAIOSFODNN7EXAMPLE",
    "xoxb-1234567890-abcdef",
    "ghp_0123456789abcdef0123",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "https://hooks.slack.com/services/T0/B0/abc",
    "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY99",
    "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
  ])("hides %s", (secret) => {
    expect(redactSecrets(`a ${secret} z`)).toBe("a [secret] z");
  });

  it.each([
    ['{"PreSharedKey":"s3cr3t.value"}', '{"PreSharedKey":"[secret]"}'],
    ['{\\"psk\\": \\"s3cr3t.value\\"}', '{\\"psk\\": \\"[secret]\\"}'],
    ["pre-shared-key = s3cr3t.value;", "pre-shared-key = [secret];"],
    ["the password is s3cr3tvalue, no", "the password is [secret], no"],
    ["Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer [secret]"],
    ["socks5://user:hunter22@proxy:1080", "socks5://user:[secret]@proxy:1080"],
  ])("hides the value in %s", (text, hidden) => {
    expect(redactSecrets(text)).toBe(hidden);
  });

  it.each([
    "dx-use1-1 costs $3,368 a month; vpc-0123456789abcdef0 is in us-east-1",
    "ocid1.vcn.oc1.iad.amaaaaaa7x2zqyia3k4u5v6w7x8y9z0a1b2c3d4e5f6g7h8i9j0k",
    "/subscriptions/6f9619ff-8b86-d011-b42d-00cf4fc964ff/resourceGroups/net",
    "arn:aws:ec2:us-east-1:123456789012:transit-gateway/tgw-0123456789abcdef0",
    "no secrets here, and no tokens either",
  ])("leaves what is no secret: %s", (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it("hides what is known to be secret wherever it is", () => {
    expect(redactSecrets("say hunter2hunter2!", ["hunter2hunter2", ""])).toBe("say [secret]!");
  });
});
