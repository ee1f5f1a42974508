import { CostSettings } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../../test/support/bill-lines.ts";
import { aDelivery, aReport } from "../../../../../../test/support/cost-store-contract.ts";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { aSighting } from "../../../../../../test/support/sightings.ts";
import { aLink, anInventory, aTopology, places } from "../../../../../../test/support/topologies.ts";
import { onDemandBook } from "../../recommend/index.ts";
import { adviseCosts } from "./advise-costs.ts";
import { verifySavings } from "./verify-savings.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 22, 6, 30);
const { azure, dc } = places;
const VPN_ARN = "arn:aws:ec2:us-east-1:111111111111:vpn-connection/vpn-0a1";
const stray = aLink({
  id: "stray",
  from: azure,
  to: dc,
  bytes30d: 1e6,
  monthlyUsd: 36.5,
  reaches: [[], []],
  sightings: [aSighting({ key: "aws/vpn-0a1", at: "aws/tgw", nativeId: "vpn-0a1" })],
});

/** Two dollars a day for the VPN until a day, and ten a day for something else, a month a delivery. */
async function billed(deps: ReturnType<typeof memoryDeps>, vpnUntil: string, until: string): Promise<void> {
  for (const month of ["2026-09", "2026-10", "2026-11", "2026-12"]) {
    const days = Array.from({ length: 31 }, (_, i) => `${month}-${String(i + 1).padStart(2, "0")}`).filter(
      (day) => day < until && !day.endsWith("-31"),
    );
    const lines = days.flatMap((day) => [
      aBillLine({ billed: money("10"), day, billingMonth: month, resourceId: "i-1" }),
      ...(day < vpnUntil ? [aBillLine({ billed: money("2"), day, billingMonth: month, resourceId: VPN_ARN })] : []),
    ]);
    if (lines.length > 0)
      await deps.billStore.replace(
        aDelivery({ billingMonth: month, id: `aws-main/${month}/${until}` }),
        lines,
        aReport({ billingMonth: month }),
      );
  }
}

describe("engine/cost/check/advise-costs", () => {
  it("finds a link that carries nothing, by what the bill says of its objects, and tells it once", async () => {
    const deps = memoryDeps(anInventory());
    await deps.topologies.saveSnapshot(aTopology([stray]));
    await billed(deps, "2027", "2026-11-21");

    expect(await adviseCosts(deps, { atMs: NOW_MS })).toEqual({ foundCount: 1, newCount: 1 });
    expect(await adviseCosts(deps, { atMs: NOW_MS + DAY_MS })).toEqual({ foundCount: 1, newCount: 0 });

    expect(deps.published).toHaveLength(1);
    expect(deps.published[0]?.data).toMatchObject({
      kind: "zombie-vpn",
      // two dollars on each of 30 days, less the 31st that this bill does not have
      savingUsd: expect.closeTo((58 * 730) / 24 / 30, 6),
      subjects: expect.arrayContaining(["stray", "vpn-0a1"]),
    });
    expect(await deps.costFindings.recommendations()).toMatchObject([{ raisedAtMs: NOW_MS, status: "open" }]);
  });

  it("finds what to commit to in the hours that bills were taken with, and nothing without an offer or without hours", async () => {
    const { savings } = CostSettings.parse({
      savings: {
        offers: [{ id: "ec2", match: [{ serviceName: "Amazon EC2" }], discountRatio: 0.3, termMonths: 12 }],
      },
    });
    const look = async (offers: typeof savings.offers, isWithHours: boolean) => {
      const config = anInventory();
      const deps = memoryDeps({ ...config, costs: { ...config.costs, savings: { ...savings, offers } } });
      await deps.topologies.saveSnapshot(aTopology([]));
      await billed(deps, "2026", "2026-11-21");
      for (const [month, dayCount] of [
        ["2026-09", 30],
        ["2026-10", 31],
        ["2026-11", 20],
      ] as const) {
        const book = onDemandBook(savings.offers);
        for (let hour = 0; hour < dayCount * 24; hour += 1) {
          const startMs = Date.parse(`${month}-01`) + hour * 3_600_000;
          const line = aBillLine({ billed: money("1"), list: money("1"), pricingCategory: "Standard" });
          book.add({ ...line, description: "", startMs, endMs: startMs + 3_600_000 });
        }
        const delivery = aDelivery({ billingMonth: month, source: "hours" });
        await deps.billStore.replace(delivery, [], aReport(), book.bill());
        // the bill beside it that has no use on demand
        const lines = (await deps.billStore.lines(month)).slice();
        const own = isWithHours ? onDemandBook(savings.offers).bill() : undefined;
        await deps.billStore.replace(aDelivery({ billingMonth: month }), lines, aReport(), own);
      }
      await adviseCosts(deps, { atMs: NOW_MS });
      return (await deps.costFindings.recommendations()).map(({ kind, savingUsd }) => ({ kind, savingUsd }));
    };

    expect(await look(savings.offers, true)).toEqual([
      // a dollar an hour, at 30 % less
      { kind: "commitment", savingUsd: expect.closeTo(0.3 * 730, 6) },
    ]);
    expect(await look([], true)).toEqual([]);
    expect(await look(savings.offers, false)).toEqual([]);
  });

  it("leaves what a person accepted or turned down as they left it", async () => {
    const deps = memoryDeps(anInventory());
    await deps.topologies.saveSnapshot(aTopology([stray]));
    await adviseCosts(deps, { atMs: NOW_MS });
    const [found] = await deps.costFindings.recommendations();
    if (!found) throw new Error("nothing found");
    const dismissed = { ...found, status: "dismissed" as const };
    const kept = await deps.costFindings.putRecommendation(dismissed);

    await adviseCosts(deps, { atMs: NOW_MS + DAY_MS });

    expect(await deps.costFindings.recommendations()).toEqual([kept]);
    expect(deps.published).toHaveLength(1);
  });

  it("ends what has no grounds any more, and tells nobody when they are back the next day", async () => {
    const deps = memoryDeps(anInventory());
    const kept = async () => (await deps.costFindings.recommendations()).map(({ status }) => status);
    await deps.topologies.saveSnapshot(aTopology([stray]));
    await adviseCosts(deps, { atMs: NOW_MS });

    await deps.topologies.saveSnapshot(aTopology([{ ...stray, bytes30d: 1e12 }]));
    await adviseCosts(deps, { atMs: NOW_MS + DAY_MS });
    expect(await kept()).toEqual(["ended"]);

    await deps.topologies.saveSnapshot(aTopology([stray]));
    await adviseCosts(deps, { atMs: NOW_MS + 2 * DAY_MS });
    expect(await kept()).toEqual(["open"]);
    expect(deps.published).toHaveLength(1);
  });

  it("advises on all else while nobody tells how busy machines are", async () => {
    const deps = memoryDeps(anInventory());
    await deps.topologies.saveSnapshot(aTopology([stray]));
    const windows: object[] = [];
    const refused = (window: object) => {
      windows.push(window);
      return Promise.reject(new Error("no way in"));
    };
    const usage = {
      read: refused,
      readStores: refused,
      readRequests: (_: readonly string[], window: object) => refused(window),
    };

    expect(await adviseCosts({ ...deps, usage }, { atMs: NOW_MS })).toEqual({ foundCount: 1, newCount: 1 });
    // whole hours, two weeks of them, and not the last, whose points are late
    const toMs = Date.UTC(2026, 10, 22, 5);
    const midnight = Date.UTC(2026, 10, 22);
    expect(windows).toEqual([
      { fromMs: toMs - 14 * DAY_MS, toMs },
      { fromMs: midnight - 30 * DAY_MS, toMs: midnight },
    ]);
  });

  it("looks at nothing before the first look at the clouds", async () => {
    const deps = memoryDeps(anInventory());

    expect(await adviseCosts(deps, { atMs: NOW_MS })).toEqual({ foundCount: 0, newCount: 0 });
  });
});

describe("engine/cost/check/verify-savings", () => {
  const accepted = async (deps: ReturnType<typeof memoryDeps>): Promise<void> => {
    await deps.topologies.saveSnapshot(aTopology([stray]));
    await billed(deps, "2027", "2026-11-01");
    await adviseCosts(deps, { atMs: Date.UTC(2026, 10, 1, 12) });
    const [found] = await deps.costFindings.recommendations();
    if (!found) throw new Error("nothing found");
    await deps.costFindings.putRecommendation({ ...found, status: "accepted", doneAtMs: Date.UTC(2026, 10, 1, 12) });
    deps.published.length = 0;
  };

  it("finds a saving in the bill of a link that no look sees any more, and tells it once", async () => {
    const deps = memoryDeps(anInventory());
    await accepted(deps);
    await deps.topologies.saveSnapshot(aTopology([]));
    await billed(deps, "2026-11-02", "2026-11-22");

    expect(await verifySavings(deps, { atMs: NOW_MS })).toEqual({
      verifiedCount: 1,
      notVerifiedCount: 0,
      waitingCount: 0,
    });
    expect(await verifySavings(deps, { atMs: NOW_MS })).toMatchObject({ verifiedCount: 0, waitingCount: 0 });

    expect(deps.published.map(({ data }) => data)).toMatchObject([
      { status: "verified", verified: { savedUsd: expect.closeTo((2 * 730) / 24, -1) } },
    ]);
  });

  it("says so if the bill shows no saving, and waits while too little is billed", async () => {
    const deps = memoryDeps(anInventory());
    await accepted(deps);

    await billed(deps, "2027", "2026-11-10");
    expect(await verifySavings(deps, { atMs: Date.UTC(2026, 10, 10, 6) })).toMatchObject({ waitingCount: 1 });
    await billed(deps, "2027", "2026-11-22");
    expect(await verifySavings(deps, { atMs: NOW_MS })).toMatchObject({ verifiedCount: 0, notVerifiedCount: 1 });

    expect(deps.published.map(({ data }) => data)).toMatchObject([{ status: "not-verified" }]);
  });
});
