import { describe, expect, it } from "vitest";
import { changeOf } from "./change-of.ts";

const event = (eventType: string, operationName: string) => ({
  eventType,
  eventTime: "2026-11-20T22:00:00.123Z",
  data: { operationName, status: "Succeeded" },
});

describe("azure-functions/change-of", () => {
  it("hears a change of the network", () => {
    expect(changeOf(event("Microsoft.Resources.ResourceWriteSuccess", "Microsoft.Network/connections/write"))).toEqual({
      cloud: "azure",
      operation: "Microsoft.Network/connections/write",
      atMs: 1_795_212_000_123,
    });
  });

  it.each([
    ["Microsoft.Resources.ResourceWriteFailure", "Microsoft.Network/connections/write"],
    ["Microsoft.Resources.ResourceWriteSuccess", "Microsoft.Compute/virtualMachines/write"],
  ])("leaves %s of %s alone", (eventType, operation) => {
    expect(changeOf(event(eventType, operation))).toBeUndefined();
  });

  it("refuses what is no event of the Activity Log", () => {
    expect(() => changeOf({ hello: "world" })).toThrow("eventType");
  });
});
