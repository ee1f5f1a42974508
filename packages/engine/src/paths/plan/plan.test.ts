import { describe, expect, it } from "vitest";
import { cheapRows, choiceOf, dx, sessionOf, testEstimates, vpn } from "../../../../../test/support/path-choices.ts";
import { aFlow, aLink, places } from "../../../../../test/support/topologies.ts";
import { infeasibleInWords } from "./infeasible.ts";
import { writePlan } from "./write-plan.ts";

const planOf = async (test: Parameters<typeof sessionOf>[0]) => writePlan(await sessionOf(test), 1_000);
const actions = (plan: Awaited<ReturnType<typeof planOf>>) =>
  Object.fromEntries(plan.links.map(({ connectionId, action }) => [connectionId, action]));
const primaries = (plan: Awaited<ReturnType<typeof planOf>>) =>
  plan.flows.map(({ primary }) => primary.connectionIds.join(" > "));

describe("engine/paths/plan", () => {
  it("pays the fee of a line once: flows that would each take the tunnel alone take the line together", async () => {
    const flows = ["a", "b", "c"].map((id) => aFlow(id, "aws", "dc", { monthlyGb: 6_000 }));

    const links = [dx(), vpn(), vpn({ id: "vpn-2" })];

    const alone = await planOf({ links, flows: flows.slice(0, 1) });
    const together = await planOf({ links, flows });

    expect(primaries(alone)).not.toContain("dx");
    expect(actions(alone).dx).toBe("close");
    expect(primaries(together)).toEqual(["dx", "dx", "dx"]);
    expect(together.comparison.cheapestPerFlow.monthlyUsd).toBeGreaterThan(together.monthlyUsd);
    expect(together).toMatchObject({ gap: 0, monthlyUsd: 1_000 + 50 + 18_000 * 0.02, isAtLeast: false });
  });

  it.each(["cost", "balanced", "latency", "reliability"] as const)(
    "is never dearer than another way of choosing that keeps the same rules: %s",
    async (objective) => {
      const flows = [500, 4_000, 9_000, 20_000].map((monthlyGb, i) => aFlow(`f${i}`, "aws", "dc", { monthlyGb }));

      const plan = await planOf({ links: [dx(), vpn(), vpn({ id: "vpn-2" })], flows, request: { objective } });

      for (const { equalMonthlyUsd } of Object.values(plan.comparison))
        expect(plan.monthlyUsd).toBeLessThanOrEqual(equalMonthlyUsd ?? Number.NaN);
    },
  );

  it("costs no more than it may, and says the least that would do where that is too little", async () => {
    const flows = [aFlow("a", "aws", "dc", { monthlyGb: 1_000 })];

    const dear = await planOf({
      links: [dx(), vpn()],
      flows,
      request: { objective: "latency", maxMonthlyUsd: "none" },
    });
    const bounded = await choiceOf({ links: [dx(), vpn()], flows, request: { maxMonthlyUsd: 100 } });

    expect(dear.monthlyUsd).toBe(1_070);
    expect(bounded.kind === "infeasible" && infeasibleInWords(bounded.why, bounded.built)).toMatch(
      /Least that would do: \$\d/,
    );
  });

  it("says which link is too small, and by how much, where no plan fits", async () => {
    const choice = await choiceOf({
      links: [vpn()],
      flows: [
        aFlow("a", "aws", "dc", { monthlyGb: 100, peakMbps: 900 }),
        aFlow("b", "aws", "dc", { monthlyGb: 100, peakMbps: 800 }),
      ],
    });

    expect(choice.kind === "infeasible" && infeasibleInWords(choice.why, choice.built)).toContain(
      "450 Mbps more on vpn",
    );
  });

  it("takes a second port where the capacity does not suffice and a port can be had", async () => {
    const plan = await planOf({
      links: [dx({ bandwidthMbps: 1_000 })],
      flows: [
        aFlow("a", "aws", "dc", { monthlyGb: 100, peakMbps: 900 }),
        aFlow("b", "aws", "dc", { monthlyGb: 100, peakMbps: 800 }),
      ],
    });

    expect(actions(plan)).toEqual({ dx: "expand" });
    expect(plan.moves.expandFirst).toEqual(["dx"]);
    expect(plan.monthlyUsd).toBe(2_000 + 200 * 0.02);
  });

  it("keeps room after any single failure, or says which failure has none", async () => {
    const flows = ["a", "b"].map((id) =>
      aFlow(id, "aws", "dc", { monthlyGb: 20_000, peakMbps: 700, class: id === "a" ? "critical" : "bulk" }),
    );

    const { coverage } = await planOf({ links: [dx(), vpn()], flows });

    expect(coverage.gaps.filter(({ riskId }) => riskId === "link:dx")).toMatchObject([
      { flowId: "b", because: "no-room" },
    ]);
  });

  it("does not count the flow's own two places as failures that somebody should survive", async () => {
    const { coverage } = await planOf({ links: [dx()], flows: [aFlow("a", "aws", "dc", { monthlyGb: 1 })] });

    expect(coverage.gaps).toEqual([{ flowId: "a", class: "standard", riskId: "link:dx", because: "no-way" }]);
  });

  it("names the row of a missing price and says that it costs that much at least", async () => {
    const plan = await planOf({
      links: [vpn()],
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 10 })],
      estimates: testEstimates({
        charges: ({ from }) => [
          { query: { cloud: from.cloud, item: "egress-internet", regionId: from.regionId }, row: undefined },
        ],
      }),
    });

    expect(plan.isAtLeast).toBe(true);
    expect(plan.missingPrices).toContain("data over vpn: no row for aws/egress-internet in us-east-1");
  });

  it("says at least where a fee is not known, and never closes what it does not know the fee of", async () => {
    const unknown = vpn({ id: "unknown" });
    const { monthlyUsd: _, ...free } = unknown;

    const plan = await planOf({ links: [vpn(), free], flows: [aFlow("a", "aws", "dc", { monthlyGb: 10 })] });

    expect(actions(plan)).toEqual({ vpn: "keep", unknown: "keep" });
    expect(plan.missingPrices.join()).toContain("fee of unknown (vpn)");
  });

  it("closes what nothing needs, but not what is committed or carries what nobody declared", async () => {
    const links = [
      vpn(),
      vpn({ id: "vpn-2" }),
      vpn({ id: "idle" }),
      vpn({ id: "promised" }),
      vpn({ id: "busy", bytes30d: 5e12, bandwidthMbps: 10 }),
    ];
    const row = (id: string) => ({
      id,
      kind: "vpn",
      ends: ["vpc", "lan"],
      bandwidthMbps: 1_250,
      isEncrypted: true,
      isPublic: true,
    });

    const plan = await planOf({
      links,
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 10, peakMbps: 100 })],
      inventory: {
        connections: [
          ...links.map(({ id }) => ({ ...row(id), ...(id === "promised" && { committedUntil: "2027-06-30" }) })),
        ],
      },
    });

    expect(actions(plan)).toMatchObject({ promised: "keep", busy: "keep" });
    expect(Object.values(actions(plan)).filter((action) => action === "close")).toHaveLength(2);
    expect(plan.links.find(({ connectionId }) => connectionId === "busy")?.because).toContain("no flow explains");
    expect(plan.moves.closeLast).toHaveLength(2);
  });

  it("sends nothing new over a link that the inventory does not know", async () => {
    const plan = await planOf({
      links: [dx(), vpn({ isDeclared: false })],
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 10 })],
      inventory: {
        connections: [
          {
            id: "dx",
            kind: "direct-connect",
            ends: ["vpc", "lan"],
            bandwidthMbps: 10_000,
            isEncrypted: false,
            isPublic: false,
          },
        ],
      },
    });

    expect(primaries(plan)).toEqual(["dx"]);
    expect(plan.flows[0]?.backup).toBeNull();
  });

  it("puts no more on a link of unknown bandwidth than it carries", async () => {
    const wide = vpn();
    const { bandwidthMbps: _, ...unknown } = vpn({ id: "unknown", monthlyUsd: 1 });

    const plan = await planOf({
      links: [unknown, wide],
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 10 })],
      inventory: { groups: [] },
    });

    expect(plan.assumptions).toContain("A link whose bandwidth is not known takes no more than it carries today.");
    expect(plan.links.every(({ loadMbps, connectionId }) => connectionId !== "unknown" || loadMbps <= 0.1)).toBe(true);
  });

  it("splits the traffic of a flow that may be split where no link is wide enough", async () => {
    const flows = [aFlow("a", "aws", "dc", { monthlyGb: 1_000, peakMbps: 2_000, isSplittable: true })];

    const plan = await planOf({ links: [vpn(), vpn({ id: "vpn-2" })], flows });

    expect(plan.flows[0]?.parts?.reduce((sum, { shareRatio }) => sum + shareRatio, 0)).toBeCloseTo(1, 6);
    for (const { loadMbps } of plan.links) expect(loadMbps).toBeLessThanOrEqual(1_250);
  });

  it("charges for the answers what the other side's cloud takes", async () => {
    const flow = aFlow("a", "dc", "aws", { monthlyGb: 100, replyMonthlyGb: 1_000 });

    const plan = await planOf({ links: [vpn()], flows: [flow] });

    expect(plan.flows[0]?.transferMonthlyUsd).toBe(90);
  });

  it("applies the steps of a price to all flows together, and its free volume once", async () => {
    const stepped = {
      ...cheapRows.internet,
      tiers: [{ upTo: 10_000, usd: 0.09 }, { usd: 0.05 }],
      allowance: { pool: "free", units: 100 },
    };
    const plan = await planOf({
      links: [vpn()],
      flows: ["a", "b"].map((id) => aFlow(id, "aws", "dc", { monthlyGb: 8_000 })),
      estimates: testEstimates({
        charges: ({ from }) =>
          from.cloud === "aws"
            ? [{ query: { cloud: "aws", item: "egress-internet", regionId: "us-east-1" }, row: stepped }]
            : [],
      }),
    });

    expect(plan.monthlyUsd).toBe(50 + 9_900 * 0.09 + 6_000 * 0.05);
  });

  it("does not move a flow between two ways that are the same to it", async () => {
    const plan = await planOf({
      links: [vpn({ id: "vpn-1" }), vpn({ id: "vpn-2" })],
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 1_000 })],
    });

    expect(plan.flows[0]?.primary).toEqual(
      expect.objectContaining({ connectionIds: plan.flows[0]?.today?.connectionIds }),
    );
    expect(plan.moves.steps).toEqual([]);
  });

  it("relays through an own place where that is cheaper, and not where the policy forbids it", async () => {
    const er = aLink({
      id: "er",
      from: places.dc,
      to: places.azure,
      kind: "express-route",
      bandwidthMbps: 10_000,
      monthlyUsd: 500,
      bytes30d: 0,
    });
    const direct = aLink({
      id: "direct",
      from: places.aws,
      to: places.azure,
      isPublic: true,
      bandwidthMbps: 1_250,
      monthlyUsd: 50,
      bytes30d: 0,
    });
    const test = {
      links: [dx({ bytes30d: 1e15 }), er, direct],
      flows: [aFlow("a", "aws", "azure", { monthlyGb: 50_000, policyId: "p" })],
    };

    const relayed = await planOf({ ...test, inventory: { policies: [{ id: "p" }] } });
    const forbidden = await planOf({ ...test, inventory: { policies: [{ id: "p", forbidRelay: true }] } });

    expect(primaries(relayed)).toEqual(["dx > er"]);
    expect(primaries(forbidden)).toEqual(["direct"]);
  });

  it("names the constraint of a flow that has no way, and the least that would have to give", async () => {
    const plan = await planOf({
      links: [vpn(), dx()],
      flows: [aFlow("a", "aws", "dc", { monthlyGb: 10 }), aFlow("b", "aws", "dc", { monthlyGb: 10, policyId: "p" })],
      inventory: { policies: [{ id: "p", maxRttMs: 1 }] },
    });

    expect(plan.refused).toMatchObject([{ flowId: "b" }]);
    expect(plan.refused[0]?.relaxation).toMatch(/maxRttMs/);
  });
});
