import { describe, expect, it } from "vitest";
import { changeOf } from "./change-of.ts";

const event = (serviceName: string, methodName: string) => ({
  type: "google.cloud.audit.log.v1.written",
  time: "2026-11-20T22:00:00.123Z",
  data: { protoPayload: { serviceName, methodName } },
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
  });
});
