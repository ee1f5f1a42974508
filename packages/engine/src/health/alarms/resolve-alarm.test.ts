import type { TopologyConnection } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../../test/support/alarms.ts";
import { aConfig } from "../../../../../test/support/builders.ts";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { resolveAlarm } from "./resolve-alarm.ts";

const config = aConfig((raw) => ({
  ...raw,
  connections: raw.connections.map((one) => (one.id === "vpn" ? { ...one, providerId: "vpn-0a1b" } : one)),
}));
const seen = (id: string, more: Parameters<typeof aSighting>[0]) => ({
  connections: [{ id, sightings: [aSighting(more)] } as unknown as TopologyConnection],
});
const found = (more: Parameters<typeof anAlarm>[0], topology?: Parameters<typeof resolveAlarm>[2]): readonly string[] =>
  resolveAlarm(anAlarm(more), config, topology).connectionIds;

describe("engine/health/alarms/resolve-alarm", () => {
  it("finds a connection by the id the inventory has of it, in any case", () => {
    expect(found({ resourceIds: ["vpn-0a1b"] })).toEqual(["vpn"]);
    expect(found({ resourceIds: ["VPN-0A1B"] })).toEqual(["vpn"]);
  });

  it("finds it by what discovery saw of it, and by what else it goes by: a port takes everything on it along", () => {
    const circuit = seen("dx", { key: "aws/dxvif-1", at: "aws/tgw-1", aliases: ["dxvif-1", "dxcon-1"] });

    expect(found({ resourceIds: ["dxvif-1"] }, circuit)).toEqual(["dx"]);
    expect(found({ resourceIds: ["dxcon-1"] }, circuit)).toEqual(["dx"]);
    expect(found({ resourceIds: ["dxcon-2"] }, circuit)).toEqual([]);
  });

  it("finds it by the handle by which its paths are steered", () => {
    expect(found({ resourceIds: ["dx"] })).toEqual(["dx"]);
  });

  it("does not take the id of one cloud for that of another", () => {
    const elsewhere = seen("dx", { key: "azure/dxcon-1", at: "azure/gw" });

    expect(found({ resourceIds: ["dxcon-1"] }, elsewhere)).toEqual([]);
    expect(found({ cloud: "azure", resourceIds: ["dxcon-1"] }, elsewhere)).toEqual([]);
    expect(found({ cloud: "azure", resourceIds: ["vpn-0a1b"] })).toEqual([]);
  });

  it("knows nothing of a link that is not in the inventory, of nothing, and of no id", () => {
    expect(found({ resourceIds: ["vpn-9"] }, seen("vpn-9f8e", { key: "aws/vpn-9", at: "aws/tgw-1" }))).toEqual([]);
    expect(found({ resourceIds: ["__proto__", "constructor"] })).toEqual([]);
    expect(found({ resourceIds: [] })).toEqual([]);
  });
});
