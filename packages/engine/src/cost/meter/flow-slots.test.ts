import type { MeteredSlot } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { wayGraph } from "../../topology/index.ts";
import { type FlowRoute, flowRoutes, flowSlots } from "./flow-slots.ts";

const slot = (connectionId: string, fromKey: string, bytes: number, usd?: number): MeteredSlot => ({
  startMs: 0,
  connectionId,
  fromKey,
  toKey: "there",
  bytes,
  coverageRatio: 1,
  ...(usd !== undefined && { usd }),
  priceRowIds: [],
});
const route = (
  flowId: string,
  connectionIds: readonly string[],
  isAnswered = false,
  declared: FlowRoute["declared"] = {},
): FlowRoute => ({
  flowId,
  connectionIds,
  there: connectionIds.map((id) => JSON.stringify([id, "a"])),
  back: isAnswered ? connectionIds.map((id) => JSON.stringify([id, "b"])) : [],
  declared,
});
const bytesOf = (routes: readonly FlowRoute[], slots: readonly MeteredSlot[]) =>
  Object.fromEntries(flowSlots(routes, slots).map(({ flowId, bytes }) => [flowId, bytes]));

const links = ["l0", "l1", "l2", "l3"];
const counted = (bytes: readonly number[]) => links.map((id, i) => slot(id, "a", bytes[i] ?? 0));

describe("engine/cost/meter/flow-slots", () => {
  it("gives a link that one flow uses to that flow, with what it costs", () => {
    expect(flowSlots([route("f", ["vpn"])], [slot("vpn", "a", 100, 2), slot("other", "a", 7, 1)])).toEqual([
      { startMs: 0, flowId: "f", connectionIds: ["vpn"], bytes: 100, usd: 2 },
    ]);
  });

  it("gives what is left on a shared link to the only flow that is not known, and no flow more than there is", () => {
    const routes = [route("f", ["own", "shared"]), route("g", ["shared"])];

    expect(bytesOf(routes, [slot("own", "a", 30), slot("shared", "a", 100)])).toEqual({ f: 30, g: 70 });
    expect(bytesOf(routes, [slot("own", "a", 30), slot("shared", "a", 20)])).toEqual({ f: 30 });
  });

  it("does not guess between flows that share all their links and say nothing of themselves", () => {
    const routes = [route("f", ["shared"]), route("g", ["shared"], false, { there: 10 })];

    expect(bytesOf(routes, [slot("shared", "a", 100)])).toEqual({});
  });

  it("gives flows that share all their links what their owners say, and never what a link carries beyond", () => {
    const routes = [route("f", ["shared"], false, { there: 10 }), route("g", ["shared", "next"], false, { there: 30 })];
    const of = (shared: number, next = 1_000) =>
      bytesOf(routes, [slot("shared", "a", shared), slot("next", "a", next)]);

    // the other link is of one flow alone: that flow is known, and the rest is the other's
    expect(of(100, 60)).toEqual({ f: 40, g: 60 });
    const pair = [routes[0] as FlowRoute, route("g", ["shared"], false, { there: 30 })];
    expect(bytesOf(pair, [slot("shared", "a", 400)])).toEqual({ f: 10, g: 30 });
    expect(bytesOf(pair, [slot("shared", "a", 20)])).toEqual({ f: 5, g: 15 });
    expect(bytesOf(pair, [slot("shared", "a", 0)])).toEqual({});
  });

  it("adds what a link that nobody counts costs, where that is a flat price", () => {
    const routes = [route("f", ["spoke", "vpn"])];
    const flat = (id: string, from: string, bytes: number) =>
      id === "spoke" && from === "a" ? bytes / 100 : undefined;

    expect(flowSlots(routes, [slot("vpn", "a", 50, 3)], flat)).toMatchObject([{ bytes: 50, usd: 3.5 }]);
    expect(flowSlots(routes, [slot("vpn", "a", 50, 3)])).toEqual([
      { startMs: 0, flowId: "f", connectionIds: ["spoke", "vpn"], bytes: 50 },
    ]);
  });

  it("counts answers where a flow has some, and says nothing of it where they are not known", () => {
    const answered = [route("f", ["vpn"], true)];

    expect(bytesOf(answered, [slot("vpn", "a", 100), slot("vpn", "b", 11)])).toEqual({ f: 111 });
    expect(bytesOf(answered, [slot("vpn", "a", 100)])).toEqual({});
  });

  it("has no price for a flow over a link that has none", () => {
    const [one] = flowSlots([route("f", ["vpn", "next"])], [slot("vpn", "a", 10, 1), slot("next", "a", 10)]);

    expect(one).toEqual({ startMs: 0, flowId: "f", connectionIds: ["vpn", "next"], bytes: 10 });
  });

  it("finds the bytes of every flow that it tells, whatever the flows are", () => {
    const flows = fc.array(
      fc.record({
        way: fc.uniqueArray(fc.constantFrom(...links), { minLength: 1 }),
        bytes: fc.integer({ min: 1, max: 1e6 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(flows, (all) => {
        const slots = links.map((id) =>
          slot(
            id,
            "a",
            all.reduce((sum, { way, bytes }) => sum + (way.includes(id) ? bytes : 0), 0),
          ),
        );
        const told = bytesOf(
          all.map(({ way }, i) => route(`f${i}`, way)),
          slots,
        );

        for (const [id, bytes] of Object.entries(told)) expect(bytes).toBe(all[Number(id.slice(1))]?.bytes);
      }),
    );
  });

  it("gives the flows of a link no more than it carries, whatever is declared", () => {
    const flows = fc.array(
      fc.record({
        way: fc.uniqueArray(fc.constantFrom(...links), { minLength: 1 }),
        declared: fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(flows, fc.array(fc.nat(1e6), { minLength: 4, maxLength: 4 }), (all, bytes) => {
        const routes = all.map(({ way, declared }, i) =>
          route(`f${i}`, way, false, declared === undefined ? {} : { there: declared }),
        );
        // as much as is known by routing may contradict itself where counters do; what is declared may not
        const alone = new Set(
          flowSlots(
            routes.map((one) => ({ ...one, declared: {} })),
            counted(bytes),
          ).map(({ flowId }) => flowId),
        );
        const told = flowSlots(routes, counted(bytes)).filter(({ flowId }) => !alone.has(flowId));

        for (const [i, id] of links.entries()) {
          const sum = told.reduce((total, one) => total + (one.connectionIds.includes(id) ? one.bytes : 0), 0);
          expect(sum).toBeLessThanOrEqual((bytes[i] ?? 0) + told.length);
        }
      }),
    );
  });

  it("follows routing as it is, policy or not, and takes answers back over the same links", () => {
    const { aws, dc } = places;
    const topology = aTopology([aLink({ id: "vpn", from: aws, to: dc, isPublic: true })]);
    const config = anInventory({
      policies: [{ id: "private", forbidPublicInternet: true }],
      flows: [
        aFlow("f", "aws", "dc", { policyId: "private", monthlyGb: 2_920 }),
        aFlow("g", "dc", "aws", { replyMonthlyGb: 5 }),
      ],
    });

    const key = (from: string) => JSON.stringify(["vpn", from]);
    expect(flowRoutes(wayGraph(topology, config))).toEqual([
      { flowId: "f", connectionIds: ["vpn"], there: [key("aws/tgw")], back: [], declared: { there: 1e9 } },
      {
        flowId: "g",
        connectionIds: ["vpn"],
        there: [key("onprem/r1")],
        back: [key("aws/tgw")],
        declared: { back: expect.closeTo(5e9 / 2_920, 3) },
      },
    ]);
  });
});
