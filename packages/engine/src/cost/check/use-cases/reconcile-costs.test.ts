import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../../test/support/bill-lines.ts";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { aSighting } from "../../../../../../test/support/sightings.ts";
import { aLink, anInventory, aTopology, places } from "../../../../../../test/support/topologies.ts";
import { reconcileCosts } from "./reconcile-costs.ts";

const at = (day: number): { atMs: number } => ({ atMs: Date.UTC(2026, 10, day, 7) });
const { aws, dc } = places;
const topology = aTopology(
  ["dx", "vpn"].map((id) =>
    aLink({ id, from: aws, to: dc, sightings: [aSighting({ key: `aws/${id}-1`, at: aws[0], aliases: [] })] }),
  ),
);
const transfer = { kind: "internet", from: { cloud: "aws" }, to: { cloud: "internet" } } as const;

/** Nothing was metered of links whose bytes are billed at so much. */
function billed(usd: Readonly<Record<string, string>>) {
  const deps = memoryDeps(anInventory());
  const lines = Object.entries(usd).map(([id, amount]) =>
    aBillLine({
      cloud: "aws",
      billingMonth: "2026-10",
      day: "2026-10-05",
      resourceId: `${id}-1`,
      transfer,
      billed: money(amount),
    }),
  );
  return {
    ...deps,
    billStore: { ...deps.billStore, lines: async (month: string) => (month === "2026-10" ? lines : []) },
    estimates: { ...deps.estimates, charges: () => [] },
    topologies: { ...deps.topologies, latest: async () => ({ atMs: 0, topology }) as never },
  };
}
const toldBy = (deps: ReturnType<typeof billed>) =>
  deps.published.filter(({ type }) => type === "cost.residual-found.v1").map(({ data }) => data);

describe("engine/cost/check/reconcile-costs", () => {
  it("tells, once a month, of links whose bill is far from the meter, and of no others", async () => {
    const deps = billed({ dx: "2000", vpn: "12" });

    expect(await reconcileCosts(deps, at(6))).toEqual({ linkCount: 2, outOfBoundsCount: 1 });
    expect(await reconcileCosts(deps, at(7))).toEqual({ linkCount: 2, outOfBoundsCount: 1 });
    expect(toldBy(deps)[0]).toMatchObject({
      billingMonth: "2026-10",
      linkCount: 1,
      residualUsd: 2_000,
      links: [{ connectionId: "dx", billedUsd: 2_000, meteredUsd: 0 }],
    });
    expect(new Set(deps.published.map(({ idempotencyKey }) => idempotencyKey))).toEqual(
      new Set(["cost-residual:2026-10"]),
    );
  });

  it("tells nothing where what differs is not worth a person's time", async () => {
    const deps = billed({ dx: "700", vpn: "12" });

    expect(await reconcileCosts(deps, at(8))).toEqual({ linkCount: 2, outOfBoundsCount: 0 });
    expect(toldBy(deps)).toEqual([]);
  });

  it.each([1, 5, 9, 28])(
    "asks nothing on the %ith: the invoice may change, or the meter has forgotten",
    async (day) => {
      const deps = { ...billed({}), topologies: { latest: () => Promise.reject(new Error("asked")) } as never };

      expect(await reconcileCosts(deps, at(day))).toBeUndefined();
    },
  );
});
