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
const route = (flowId: string, connectionIds: readonly string[], isAnswered = false): FlowRoute => ({
  flowId,
  connectionIds,
  there: connectionIds.map((id) => `a ${id}`),
  back: isAnswered ? connectionIds.map((id) => `b ${id}`) : [],
});
const bytesOf = (routes: readonly FlowRoute[], slots: readonly MeteredSlot[]) =>
  Object.fromEntries(flowSlots(routes, slots).map(({ flowId, bytes }) => [flowId, bytes]));

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

  it("does not guess between flows that share all their links", () => {
    const routes = [route("f", ["shared"]), route("g", ["shared"])];

    expect(bytesOf(routes, [slot("shared", "a", 100)])).toEqual({});
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
    const links = ["l0", "l1", "l2", "l3"];
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

  it("follows routing as it is, policy or not, and takes answers back over the same links", () => {
    const { aws, dc } = places;
    const topology = aTopology([aLink({ id: "vpn", from: aws, to: dc, isPublic: true })]);
    const config = anInventory({
      policies: [{ id: "private", forbidPublicInternet: true }],
      flows: [aFlow("f", "aws", "dc", { policyId: "private" }), aFlow("g", "dc", "aws", { replyMonthlyGb: 5 })],
    });

    expect(flowRoutes(wayGraph(topology, config))).toEqual([
      { flowId: "f", connectionIds: ["vpn"], there: ["aws/tgw vpn"], back: [] },
      { flowId: "g", connectionIds: ["vpn"], there: ["onprem/r1 vpn"], back: ["aws/tgw vpn"] },
    ]);
  });
});
