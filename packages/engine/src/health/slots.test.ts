import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { burstsIn, slotAt } from "./slots.ts";

const MINUTE_MS = 60_000;

describe("engine/health/slots", () => {
  it.each([
    [0, 58_000, 0],
    [57_999, 58_000, 0],
    [58_000, 58_000, MINUTE_MS],
    [61_000, 58_000, MINUTE_MS],
    [10_000, 10_000, MINUTE_MS],
    [59_999, 60_000, 0],
    [60_000, 60_000, MINUTE_MS],
    [60_000, 90_000, MINUTE_MS],
  ])("at %i ms with bursts of %i ms the slot is that of %i", (nowMs, burstMs, slotMs) => {
    expect(slotAt(nowMs, burstMs)).toBe(slotMs);
  });

  it("bursts one after the other have slots of a minute each, and never one without time", () => {
    const burstMs = 58_000;
    const slots: number[] = [];
    for (let nowMs = 12_345; slots.length < 5; nowMs = (slots.at(-1) ?? 0) + burstMs)
      slots.push(slotAt(nowMs, burstMs));

    expect(slots).toEqual([0, 60_000, 120_000, 180_000, 240_000]);
  });

  it("a cloud's function probes from the vantages in its networks, but not for agents", () => {
    const config = aConfig((raw) => ({
      ...raw,
      networks: [...raw.networks, { id: "vnet", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"] }],
      vantages: [
        ...raw.vantages,
        { id: "v2", networkId: "vnet" },
        { id: "v3", networkId: "vnet", runsAs: "agent" },
        { id: "v4", networkId: "site-net", runsAs: "agent" },
      ],
    }));

    expect(burstsIn(config, "azure", 125_000)).toEqual([{ vantageId: "v2", slotMs: 120_000 }]);
    expect(burstsIn(config, "aws", 179_999)).toEqual([{ vantageId: "v1", slotMs: 120_000 }]);
    expect(burstsIn(config, "onprem", 0)).toEqual([]);
  });
});
