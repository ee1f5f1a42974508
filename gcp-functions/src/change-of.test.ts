import { describe, expect, it } from "vitest";
import { changeOf } from "./change-of.ts";

const message = (entry: unknown) => ({
  type: "google.cloud.pubsub.topic.v1.messagePublished",
  data: { message: { data: Buffer.from(JSON.stringify(entry)).toString("base64"), messageId: "1" } },
});
const event = (serviceName: string, methodName: string) =>
  message({
    insertId: "a1b2c3",
    logName: "projects/globalcart/logs/cloudaudit.googleapis.com%2Factivity",
    timestamp: "2026-11-20T22:00:00.123Z",
    protoPayload: { "@type": "type.googleapis.com/google.cloud.audit.AuditLog", serviceName, methodName },
  });

describe("gcp-functions/change-of", () => {
  it("hears a change of the network", () => {
    expect(changeOf(event("compute.googleapis.com", "v1.compute.vpnTunnels.insert"))).toEqual({
      cloud: "gcp",
      operation: "v1.compute.vpnTunnels.insert",
      atMs: 1_795_212_000_123,
    });
  });

  it.each([
    ["compute.googleapis.com", "v1.compute.vpnTunnels.list"],
    ["compute.googleapis.com", "v1.compute.instances.insert"],
    ["storage.googleapis.com", "storage.objects.delete"],
  ])("leaves %s %s alone", (service, method) => {
    expect(changeOf(event(service, method))).toBeUndefined();
  });

  it("refuses what is no entry of an audit log", () => {
    expect(() => changeOf({ type: "something" })).toThrow("type");
    expect(() => changeOf(message({ textPayload: "compute.googleapis.com" }))).toThrow("protoPayload");
  });
});
