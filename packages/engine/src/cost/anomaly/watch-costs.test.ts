import type { CostAnomaly, Estimates, FlowSlot, MeteredSlot, TopologyDrift } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { wayGraph } from "../../topology/index.ts";
import { costHistory } from "./cost-history.ts";
import { type NoticedRouteChange, routeChangesOf } from "./route-changes.ts";
import { costWatch } from "./watch-costs.ts";

const SLOT = 900_000;
const DAY = 96;
const START = Date.UTC(2026, 8, 7);
const { aws, azure, dc } = places;
const PRICES: Readonly<Record<string, number>> = { "direct-connect": 0.04, vpn: 0.11 };
const estimates: Estimates = {
  provisioningMs: () => undefined,
  resolverIp: () => undefined,
  price: () => undefined,
  charges: () => [],
  availabilityRatio: () => undefined,
  locate: () => undefined,
  transferUsdPerGb: (kind) => PRICES[kind],
};
const dx = aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" });
const vpn = aLink({ id: "vpn", from: aws, to: dc });
const azureVpn = aLink({ id: "azure-vpn", from: azure, to: dc });
const flows = [
  aFlow("big", "aws", "dc"),
  aFlow("small", "aws", "dc", { source: { ip: "10.1.1.11" } }),
  aFlow("other", "azure", "dc"),
];

interface Sent {
  readonly over: string;
  readonly gb: number;
  readonly usdPerGb?: number | undefined;
}
/** What a flow sends in a slot; `undefined` = nothing. */
type Play = (flowId: string, slot: number) => Sent | undefined;
const quiet: Play = (flowId) =>
  flowId === "other"
    ? { over: "azure-vpn", gb: 2, usdPerGb: 0.11 }
    : { over: "dx", gb: flowId === "big" ? 4 : 1, usdPerGb: 0.04 };

/** A watch of what was played up to a slot, with a little noise from a seed. */
function watched({ play = quiet, links = [dx, vpn, azureVpn], changes = [] as readonly NoticedRouteChange[] } = {}) {
  const graph = wayGraph(aTopology(links), anInventory({ flows }));
  const watch = costWatch(graph, estimates);
  const random = seededRandom(7);
  const history = costHistory(START);
  let slot = 0;
  let known: readonly CostAnomaly[] = [];
  return (untilSlot: number) => {
    for (; slot < untilSlot; slot += 1) {
      const startMs = START + slot * SLOT;
      const flowSlots: FlowSlot[] = [];
      const linkSlots: MeteredSlot[] = [];
      for (const { id } of flows) {
        const sent = play(id, slot);
        if (!sent) continue;
        const bytes = Math.round(sent.gb * 1e9 * (0.98 + 0.04 * random()));
        const usd = sent.usdPerGb === undefined ? {} : { usd: (bytes / 1e9) * sent.usdPerGb };
        flowSlots.push({ startMs, flowId: id, connectionIds: [sent.over], bytes, ...usd });
        linkSlots.push({
          startMs,
          connectionId: sent.over,
          fromKey: "a",
          toKey: "b",
          bytes,
          coverageRatio: 1,
          ...usd,
          priceRowIds: [],
        });
      }
      history.add(flowSlots, linkSlots);
      history.closeBefore(startMs + SLOT);
    }
    const tracked = watch({
      history,
      known,
      changes,
      nowMs: START + slot * SLOT,
      rules: { minUsdPerDay: 5, sameHourFactor: 1.5 },
    });
    known = [...known.filter(({ id }) => tracked.put.every((one) => one.id !== id)), ...tracked.put];
    return tracked;
  };
}
const away =
  (from: number, to = Number.POSITIVE_INFINITY): Play =>
  (flowId, slot) =>
    flowId !== "other" && slot >= from && slot < to
      ? { over: "vpn", gb: flowId === "big" ? 4 : 1, usdPerGb: 0.11 }
      : quiet(flowId, slot);

/** Numbers of a line, in order. */
const numbers = (line: string): readonly number[] => (line.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);

describe("engine/cost/anomaly/watch-costs", () => {
  it("says nothing of traffic that goes as it went", () => {
    const look = watched();

    for (let slot = DAY; slot <= 12 * DAY; slot += 8) expect(look(slot).told).toEqual([]);
  });

  it("finds flows that left their dedicated link from their first slot on: what they cost more, the change before it and the move back", () => {
    const change = {
      atMs: START + 10 * DAY * SLOT + 60_000,
      prefix: "10.3.0.0/16",
      what: "CreateTransitGatewayRoute",
      by: "role/maintenance",
    };
    const unrelated = { ...change, prefix: "10.2.0.0/16", by: "role/else" };
    const look = watched({ play: away(10 * DAY), changes: [change, unrelated] });
    look(10 * DAY);

    const [found, ...more] = look(10 * DAY + 1).told;
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      cause: "misrouting",
      scope: { kind: "link", id: "vpn" },
      beganAtMs: START + 10 * DAY * SLOT,
      flowIds: ["big", "small"],
      routeChange: { atMs: change.atMs, what: change.what, by: change.by },
      fix: { kind: "move-flow", flowId: "big", toConnectionId: "dx" },
    });
    // 5 GB a slot, 0.07 USD a GB more
    expect(found?.usdPerDay).toBeCloseTo(5 * DAY * 0.07, 0);
    const [gbPerDay = 0, usdPerGb = 0, dedicated = 0, usdPerDay] = numbers(found?.evidence[1] ?? "");
    expect(Math.round(gbPerDay * (usdPerGb - dedicated) * 100) / 100).toBe(usdPerDay);
    expect(usdPerDay).toBe(found?.usdPerDay);
  });

  it("tells a misrouting once, with all its links and flows, and that it is over when the flows are back", () => {
    const look = watched({ play: away(10 * DAY, 10 * DAY + 40) });
    const told = [];
    for (let slot = 10 * DAY; slot < 11 * DAY; slot += 2) told.push(...look(slot).told);

    expect(told.map(({ status, cause }) => `${status} ${cause}`)).toEqual(["open misrouting", "ended misrouting"]);
  });

  it("finds a flow that never was on a dedicated link which its routes allow, and none whose link hears no route, is down or dearer", () => {
    const always: Play = (flowId, slot) => away(0)(flowId, slot);
    const of = (link: typeof dx) => watched({ play: always, links: [link, vpn, azureVpn] })(2 * DAY).told;

    expect(of(dx)[0]?.evidence[0]).toContain("there is a dedicated way that routes and policy allow");
    expect(of(dx)[0]).toMatchObject({ beganAtMs: START, cause: "misrouting" });
    expect(of({ ...dx, reaches: [[], []] })).toEqual([]);
    expect(of({ ...dx, status: "down" })).toEqual([]);
    expect(of({ ...dx, kind: "express-route" })).toEqual([]);
  });

  it("calls one flow's jump a runaway, names it once for flow, link and all, and gives numbers that add up", () => {
    const look = watched({
      play: (flowId, slot) =>
        flowId === "big" && slot >= 10 * DAY ? { over: "dx", gb: 24, usdPerGb: 0.04 } : quiet(flowId, slot),
    });
    look(10 * DAY);

    const { told } = look(10 * DAY + 2);
    expect(told).toMatchObject([{ cause: "runaway", scope: { kind: "flow", id: "big" }, connectionIds: ["dx"] }]);
    const [observed = 0, expected = 0, usdPerDay] = numbers(told[0]?.evidence[0] ?? "");
    expect((observed - expected) * 24).toBeCloseTo(usdPerDay ?? 0, 3);
    expect(look(10 * DAY + 8).told).toEqual([]);
  });

  it("does not net: a jump is told though another flow saves as much", () => {
    const look = watched({
      play: (flowId, slot) => {
        if (slot < 10 * DAY) return quiet(flowId, slot);
        if (flowId === "small") return { over: "dx", gb: 13, usdPerGb: 0.04 };
        return flowId === "big" ? undefined : { over: "azure-vpn", gb: 0.1, usdPerGb: 0.11 };
      },
    });
    look(10 * DAY);

    expect(look(10 * DAY + 2).told).toMatchObject([{ cause: "runaway", flowIds: ["small"] }]);
  });

  it("sees that the same bytes cost more", () => {
    const look = watched({
      play: (flowId, slot) =>
        flowId === "other" && slot >= 10 * DAY ? { over: "azure-vpn", gb: 2, usdPerGb: 0.3 } : quiet(flowId, slot),
    });
    look(10 * DAY);

    const { told } = look(10 * DAY + 4);
    expect(told).toMatchObject([{ cause: "price-change", fix: { kind: "check-price" } }]);
    expect(told[0]?.evidence[1]).toContain("a GB costs $0.3 where it cost $0.11");
  });

  it("sees that a flow was not there before", () => {
    const look = watched({
      play: (flowId, slot) => (flowId === "other" && slot < 10 * DAY ? undefined : quiet(flowId, slot)),
    });
    look(10 * DAY);

    expect(look(10 * DAY + 4).told).toMatchObject([{ cause: "new-resource" }]);
  });

  it("tells a slow growth from a jump", () => {
    const look = watched({
      play: (flowId, slot) => {
        const sent = quiet(flowId, slot);
        return sent && flowId === "other" ? { ...sent, gb: sent.gb * 1.09 ** Math.max(0, slot / DAY - 15) } : sent;
      },
    });
    const told = [];
    for (let slot = 15 * DAY; slot < 21 * DAY; slot += 2) told.push(...look(slot).told);

    expect(told[0]).toMatchObject({ cause: "creep", scope: { kind: "flow", id: "other" } });
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  it("keeps silent where a price is not known", () => {
    const look = watched({
      play: (flowId, slot) => {
        const sent = quiet(flowId, slot);
        return sent && flowId === "other" && slot > 10 * DAY ? { over: sent.over, gb: 50 } : sent;
      },
    });
    look(10 * DAY);

    expect(look(10 * DAY + 4).told).toEqual([]);
  });

  it("makes changes of routes of what differs between two looks", () => {
    const drift: TopologyDrift = {
      kind: "added",
      what: "route",
      subject: "aws/tgw rtb-1 10.3.0.0/16",
      changes: [],
      flowIds: [],
    };

    expect(routeChangesOf([drift, { ...drift, what: "gateway" }], 5)).toEqual([
      { atMs: 5, prefix: "10.3.0.0/16", what: "Route aws/tgw rtb-1 10.3.0.0/16 was added." },
    ]);
  });
});
