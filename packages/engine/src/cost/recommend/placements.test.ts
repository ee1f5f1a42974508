import type { FlowSlot, SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aService } from "../../../../../test/support/intent-builders.ts";
import { aFlow } from "../../../../../test/support/topologies.ts";
import { type PlacementSources, placementsOf } from "./placements.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const DAY_MS = 86_400_000;
const flows = [
  aFlow("orders", "aws", "azure", { source: { ip: "10.1.0.1" }, destination: { ip: "10.2.0.1", port: 1433 } }),
  aFlow("stock", "azure", "aws", { source: { ip: "10.2.0.2" }, destination: { ip: "10.1.0.1", port: 443 } }),
];
const work = aService("web", { kind: "ec2-instance", cloud: "aws", nativeId: "i-1", addresses: ["10.1.0.1"] });
const db = (name: string, address: string, more: Partial<SeenService> = {}): SeenService =>
  aService(name, { kind: "azure-sql", cloud: "azure", regionId: "eastus", addresses: [address], ...more });
const services = [work, db("orders-db", "10.2.0.1"), db("stock-db", "10.2.0.2")];
const slot = (flowId: string, daysAgo: number, usd?: number, bytes = 1e9): FlowSlot => ({
  startMs: NOW_MS - daysAgo * DAY_MS,
  flowId,
  connectionIds: ["vpn"],
  bytes,
  ...(usd !== undefined && { usd }),
});
const placed = (more: Partial<PlacementSources> = {}) =>
  placementsOf({
    nowMs: NOW_MS,
    topology: { services },
    config: { flows },
    flowSlots: [slot("orders", 1, 60), slot("orders", 31, 1_000), slot("stock", 2, 50), slot("stock", 3, undefined, 0)],
    billedUsd30d: () => undefined,
    ...more,
  });

describe("engine/cost/recommend/placements", () => {
  it("adds what flows between a workload and its data in one other place cost in 30 days, whoever asks", () => {
    expect(placed({ billedUsd30d: ([id]) => (id === "i-1" ? 70 : undefined) })).toEqual([
      {
        workload: "i-1",
        name: "web",
        scope: { kind: "flow", id: "orders" },
        from: `aws ${work.regionId}`,
        to: "azure eastus",
        transferUsd30d: 110,
        transferGb30d: 2,
        hostingUsd30d: 70,
      },
    ]);
  });

  it("takes the place that most is paid for where data is in several", () => {
    const [, orders = work, stock = work] = services;

    expect(placed({ topology: { services: [work, orders, { ...stock, regionId: "westus" }] } })).toMatchObject([
      { to: "azure eastus", transferUsd30d: 60 },
    ]);
  });

  it.each<[string, readonly SeenService[]]>([
    ["an end is not known", [work]],
    ["two services have the same address", [...services, aService("twin", { addresses: ["10.1.0.1"] })]],
    ["both are in one cloud", [work, db("a", "10.2.0.1", { cloud: "aws" }), db("b", "10.2.0.2", { cloud: "aws" })]],
    ["neither end is data", [work, db("a", "10.2.0.1", { kind: "azure-vm" })]],
    ["a machine of a data centre asks", [{ ...work, kind: "host", cloud: "onprem" }, ...services.slice(1)]],
  ])("says nothing where %s", (_, seen) => {
    expect(placed({ topology: { services: [...seen] } })).toEqual([]);
  });

  it("says nothing of a flow of which a price is not known, and of all where no look found services", () => {
    const flowSlots = [slot("orders", 1, 60), slot("orders", 2), slot("stock", 1, 50)];

    expect(placed({ flowSlots })).toMatchObject([{ scope: { id: "stock" }, transferUsd30d: 50 }]);
    expect(placed({ topology: {} })).toBeUndefined();
  });
});
