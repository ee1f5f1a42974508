import type { FlowSlot, MeteredSlot, ScopeKind } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aNetwork } from "../../../../../test/support/sightings.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { trafficTally } from "./scope-traffic.ts";

const SEED = 3;
const SLOT_MS = 900_000;
const { aws, azure, dc } = places;
const config = anInventory({
  flows: [
    aFlow("orders", "aws", "dc"),
    aFlow("stock", "aws", "dc", { source: { ip: "10.1.9.9" } }),
    aFlow("copies", "azure", "dc"),
  ],
  costs: {
    scopes: [
      { kind: "team", id: "shop", match: [{ tags: { team: "shop" } }] },
      { kind: "team", id: "web", match: [{ cloud: "aws" }] },
      { kind: "team", id: "money", match: [{ serviceCategory: "Storage" }] },
    ],
  },
});
const topology = aTopology(
  [aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" }), aLink({ id: "er", from: azure, to: dc })],
  {
    networks: [
      aNetwork({ key: aws[1], cidrs: ["10.1.0.0/16"], regionId: "us-east-1" }),
      aNetwork({ key: azure[1], cloud: "azure", cidrs: ["10.2.0.0/16"], regionId: "eastus" }),
      aNetwork({ key: dc[1], cloud: "onprem", cidrs: ["10.3.0.0/16"], regionId: "dc1" }),
    ],
    services: [
      {
        ...{ key: "aws/i-1", kind: "ec2-instance", cloud: "aws", accountId: "a1", regionId: "us-east-1" },
        ...{ nativeId: "i-1", name: "orders", tags: { team: "shop" }, networkKey: aws[1], subnetIds: [] },
        ...{ addresses: ["10.1.1.10"], isPublic: false, guards: [] },
      },
    ],
  },
);
const flow = (slot: number, flowId: string, bytes: number): FlowSlot => ({
  ...{ startMs: slot * SLOT_MS, flowId, connectionIds: ["dx"], bytes },
});
const link = (slot: number, connectionId: string, fromKey: string, bytes: number): MeteredSlot => ({
  ...{ startMs: slot * SLOT_MS, connectionId, fromKey, toKey: "x", bytes, coverageRatio: 1, priceRowIds: [] },
});
const bytesOf = (kind: ScopeKind, slots: readonly MeteredSlot[], flows: readonly FlowSlot[]) => {
  const tally = trafficTally(topology, config, [kind]);
  tally.add(slots, flows);
  return Object.fromEntries(tally.of(kind).bytes);
};

describe("engine/cost/allocate/scope-traffic", () => {
  it("a flow is that of the first rule that describes its service, else its network; where none does it is nobody's", () => {
    const sent = [flow(0, "orders", 5), flow(0, "stock", 7), flow(0, "copies", 11), flow(0, "gone", 13)];

    expect(bytesOf("team", [], sent)).toEqual({ shop: 5, web: 7 });
    expect(bytesOf("flow", [], sent)).toEqual({ orders: 5, stock: 7, copies: 11, gone: 13 });
    expect(bytesOf("environment", [], sent)).toEqual({});
    expect(bytesOf("service", [], sent)).toEqual({});
  });

  it("a cloud and a Region send what leaves at their end of a link, and a link carries both directions", () => {
    const slots = [
      link(0, "dx", aws[0], 5),
      link(0, "dx", dc[0], 2),
      link(1, "er", azure[1], 3),
      link(1, "er", "?", 9),
    ];

    expect(bytesOf("link", slots, [])).toEqual({ dx: 7, er: 12 });
    expect(bytesOf("region", slots, [])).toEqual({ "us-east-1": 5, dc1: 2, eastus: 3 });
    expect(bytesOf("cloud", slots, [])).toMatchObject({ azure: 3 });
  });

  it("takes the whole hour that most was sent in for the peak, in bits a second", () => {
    const tally = trafficTally(topology, config, ["team"]);
    tally.add([], [flow(3, "orders", 900), flow(4, "orders", 450), flow(5, "orders", 450)]);
    tally.add([], [flow(7, "orders", 450)]);

    expect(tally.of("team").peakBps).toEqual(new Map([["shop", (1_350 * 8) / 3_600]]));
  });

  it("counts each byte once, in whatever portions slots come", () => {
    console.log(`fast-check seed ${SEED}`);
    const slot = fc.record({
      at: fc.nat(40),
      id: fc.constantFrom("orders", "stock", "copies"),
      bytes: fc.nat(1_000_000),
    });
    fc.assert(
      fc.property(fc.array(slot, { maxLength: 60 }), fc.nat(60), (all, cut) => {
        const flows = all.map(({ at, id, bytes }) => flow(at, id, bytes));
        const whole = trafficTally(topology, config, ["flow"]);
        whole.add([], flows);
        const parts = trafficTally(topology, config, ["flow"]);
        parts.add([], flows.slice(0, cut));
        parts.add([], flows.slice(cut));

        expect(parts.of("flow")).toEqual(whole.of("flow"));
        const total = [...whole.of("flow").bytes.values()].reduce((sum, one) => sum + one, 0);
        expect(total).toBe(flows.reduce((sum, { bytes }) => sum + bytes, 0));
        for (const [id, bps] of whole.of("flow").peakBps)
          expect((bps * 3_600) / 8).toBeLessThanOrEqual((whole.of("flow").bytes.get(id) ?? 0) + 1e-6);
      }),
      { seed: SEED },
    );
  });
});
