import type { EventOf, FlowSlot, Incident, MeteredSlot, SkylaneConfig, TopologyDrift } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../../test/support/topologies.ts";
import { watchCosts } from "./watch-costs.ts";

const SLOT_MS = 900_000;
const DAY = 96;
const START_MS = Date.UTC(2026, 10, 2);
const { aws, dc } = places;
const flows = [aFlow("big", "aws", "dc"), aFlow("small", "aws", "dc", { source: { ip: "10.1.1.11" } })];
const at = (slot: number): number => START_MS + slot * SLOT_MS;

function setUp(more: Partial<Record<keyof SkylaneConfig, unknown>> = {}) {
  const config = anInventory({ flows, ...more });
  const deps = {
    ...memoryDeps(config),
    estimates: {
      ...memoryDeps(config).estimates,
      transferUsdPerGb: (kind: string) => ({ "direct-connect": 0.04, vpn: 0.11 })[kind],
    },
  };
  const topology = aTopology([
    aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" }),
    aLink({ id: "vpn", from: aws, to: dc }),
  ]);
  return { deps, topology };
}

/** Quiet until a slot, and over the VPN from then on. */
function meter(from: number, to: number, awayFrom = Number.POSITIVE_INFINITY, factor = 1) {
  const slots: MeteredSlot[] = [];
  const sent: FlowSlot[] = [];
  for (let slot = from; slot < to; slot += 1) {
    const [over, usdPerGb] = slot < awayFrom ? ["dx", 0.04] : ["vpn", 0.11];
    for (const { id } of flows) {
      const bytes = factor * ((id === "big" ? 40 : 10) * 1e9 + (slot % 7) * 1e8);
      const one = { startMs: at(slot), bytes, usd: (bytes / 1e9) * Number(usdPerGb) };
      sent.push({ ...one, flowId: id, connectionIds: [String(over)] });
      const there = slots.find((link) => link.startMs === one.startMs);
      if (there) Object.assign(there, { bytes: there.bytes + bytes, usd: (there.usd ?? 0) + one.usd });
      else
        slots.push({ ...one, connectionId: String(over), fromKey: "a", toKey: "b", coverageRatio: 1, priceRowIds: [] });
    }
  }
  return { slots, sent };
}

describe("engine/cost/check/watch-costs", () => {
  it("does nothing where nothing is known or metered", async () => {
    const { deps, topology } = setUp();

    expect(await watchCosts(deps, { atMs: at(DAY) })).toMatchObject({ slotCount: 0, toldCount: 0 });
    await deps.topologies.saveSnapshot(topology);
    expect(await watchCosts(deps, { atMs: at(DAY) })).toMatchObject({ slotCount: 0, toldCount: 0 });
    expect(deps.published).toEqual([]);
  });

  it("finds traffic that leaves by the wrong way at the next look, tells it once, and when it is over", async () => {
    const { deps, topology } = setUp();
    await deps.topologies.saveSnapshot(topology);
    const away = 9 * DAY;
    const { slots, sent } = meter(0, away + 2, away);
    await deps.meterStore.put(slots, sent);

    expect(await watchCosts(deps, { atMs: at(away) })).toMatchObject({ openCount: 0, toldCount: 0 });
    expect(await watchCosts(deps, { atMs: at(away + 2) })).toMatchObject({ openCount: 1, toldCount: 1 });
    expect(await watchCosts(deps, { atMs: at(away + 2) + 60_000 })).toMatchObject({ openCount: 1, toldCount: 0 });

    const [told] = deps.published;
    expect(told).toMatchObject({
      type: "cost.anomaly-found.v1",
      data: { cause: "misrouting", beganAtMs: at(away), flowIds: ["big", "small"], status: "open" },
    });
    expect(await deps.costFindings.anomalies()).toMatchObject([{ id: told?.subject, cause: "misrouting" }]);

    const back = meter(away + 2, away + 16);
    await deps.meterStore.put(back.slots, back.sent);
    await watchCosts(deps, { atMs: at(away + 16) });

    expect(deps.published.at(-1)).toMatchObject({ subject: told?.subject, data: { status: "ended" } });
  });

  it("explains it by a move of Skylane's own, and else by a route that discovery found changed", async () => {
    const away = 9 * DAY;
    const { slots, sent } = meter(0, away + 2, away);
    const moved = setUp();
    await moved.deps.topologies.saveSnapshot(moved.topology);
    await moved.deps.meterStore.put(slots, sent);
    const incident = {
      id: "fo-aws-dc-1",
      groupId: "aws-dc",
      status: "moved",
      trigger: { kind: "path-state", pathId: "dx-path", vantageId: "v", state: "down", epoch: 1 },
      fromPathId: "dx-path",
      toPathId: "vpn-path",
      openedAtMs: at(away) + 60_000,
      preImages: [{ changeId: "c", state: null }],
      timeline: [],
    } as unknown as Incident;
    moved.deps.incidentById.set(incident.id, incident);
    const config = { ...moved.deps.config, flows: flows.map((flow) => ({ ...flow, groupId: incident.groupId })) };
    await watchCosts({ ...moved.deps, config }, { atMs: at(away + 2) });
    expect(moved.deps.published[0]?.data).toMatchObject({
      routeChange: { what: expect.stringContaining("fo-aws-dc-1"), by: "itself, for dx-path was down" },
    });

    const drifted = setUp();
    await drifted.deps.topologies.saveSnapshot(drifted.topology);
    await drifted.deps.meterStore.put(slots, sent);
    const drift: TopologyDrift = {
      kind: "changed",
      what: "route",
      subject: "tgw-rtb-1 10.3.0.0/16",
      changes: [{ field: "nextHop", before: "dx", after: "vpn" }],
      connectionIds: [],
      flowIds: [],
    } as unknown as TopologyDrift;
    await drifted.deps.eventLog.append({
      id: "e1",
      type: "topology.drift-found.v1",
      time: new Date(at(away) + 300_000).toISOString(),
      data: { estate: "small", snapshotKey: "b", previousKey: "a", totalCount: 1, drifts: [drift] },
    } as unknown as EventOf<"topology.drift-found.v1">);
    await watchCosts(drifted.deps, { atMs: at(away + 2) });
    expect(drifted.deps.published[0]?.data).toMatchObject({
      routeChange: { what: expect.stringContaining("nextHop dx → vpn") },
    });
  });

  it("judges by statistics only after two weeks of history", async () => {
    for (const [days, isTold] of [
      [9, false],
      [15, true],
    ] as const) {
      const { deps, topology } = setUp();
      await deps.topologies.saveSnapshot(topology);
      for (const { slots, sent } of [
        meter(0, days * DAY),
        meter(days * DAY, days * DAY + 8, Number.POSITIVE_INFINITY, 4),
      ])
        await deps.meterStore.put(slots, sent);

      await watchCosts(deps, { atMs: at(days * DAY + 8) });

      expect(deps.published.length > 0, `${days} days`).toBe(isTold);
    }
  });

  it("tells again under the same ids if it was cut off before it could store what it told", async () => {
    const { deps, topology } = setUp();
    await deps.topologies.saveSnapshot(topology);
    const { slots, sent } = meter(0, 9 * DAY + 2, 9 * DAY);
    await deps.meterStore.put(slots, sent);
    const broken = {
      ...deps,
      costFindings: {
        ...deps.costFindings,
        putAnomaly: async () => {
          throw new Error("cut off");
        },
      },
    };

    await expect(watchCosts(broken, { atMs: at(9 * DAY + 2) })).rejects.toThrow("cut off");
    await watchCosts(deps, { atMs: at(9 * DAY + 2) });

    const [first, second] = deps.published;
    expect(second).toEqual(first);
  });

  it("tells once a day that a budget's emergency limit is passed by the rate of the last hour", async () => {
    const { deps, topology } = setUp({
      costs: {
        budgets: [
          { id: "dx", scope: { kind: "link", id: "dx" }, monthlyUsd: 100_000, emergencyUsdPerDay: 150 },
          { id: "all", scope: { kind: "all", id: "all" }, monthlyUsd: 1, emergencyUsdPerDay: 10_000 },
        ],
      },
    });
    await deps.topologies.saveSnapshot(topology);
    const { slots, sent } = meter(0, 4);
    await deps.meterStore.put(slots, sent);

    await watchCosts(deps, { atMs: at(4) });
    await watchCosts(deps, { atMs: at(4) + 60_000 });

    expect(deps.published.map(({ data }) => data)).toEqual([
      expect.objectContaining({ budgetId: "dx", threshold: "emergency", limitUsd: 150, period: "2026-11-02" }),
    ]);
  });
});
