import { describe, expect, it } from "vitest";
import { Telemetry } from "./telemetry.ts";

const issueOf = (value: unknown): string => Telemetry.safeParse(value).error?.issues[0]?.message ?? "";

describe("core/config/telemetry", () => {
  it.each([
    [{}],
    [{ otlpEndpoint: "https://otlp.example.com" }],
    [{ otlpEndpoint: "http://collector.internal:4318" }],
    [{ otlpEndpoint: "https://otlp.example.com/otlp", headerSecrets: { authorization: "otlp-token" } }],
    [{ otlpEndpoint: "http://127.0.0.1:4318", headerSecrets: { "x-api-key": "otlp-token" } }],
  ])("takes %j", (value) => {
    expect(Telemetry.parse(value)).toEqual({ headerSecrets: {}, ...value });
  });

  it.each<[string, unknown, string]>([
    ["an endpoint that is no URL", { otlpEndpoint: "otlp.example.com" }, "must be a URL with https or http"],
    ["another protocol", { otlpEndpoint: "file:///etc/passwd" }, "must be a URL with https or http"],
    ["a key in the URL", { otlpEndpoint: "https://key@otlp.example.com" }, "without user and query"],
    ["a query", { otlpEndpoint: "https://otlp.example.com/?key=1" }, "without user and query"],
    [
      "a secret in clear",
      { otlpEndpoint: "http://otlp.example.com", headerSecrets: { authorization: "t" } },
      "would get secrets in clear: use https",
    ],
    [
      "a secret in clear to a host that only begins as this one does",
      { otlpEndpoint: "http://localhost.example.com", headerSecrets: { authorization: "t" } },
      "would get secrets in clear: use https",
    ],
    [
      "a header that is none",
      { otlpEndpoint: "https://otlp.example.com", headerSecrets: { "x\r\ny": "t" } },
      "Invalid key in record",
    ],
    ["a key nobody knows", { endpoint: "https://otlp.example.com" }, "Unrecognized key"],
  ])("refuses %s", (_, value, says) => {
    expect(issueOf(value)).toContain(says);
  });
});
