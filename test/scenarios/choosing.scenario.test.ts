import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { estimatesOf, routeConfigsFor } from "@skylane/clouds";
import { PathPlan, type SkylaneConfig, type Topology } from "@skylane/core";
import {
  type ChoiceSession,
  choosePathsTogether,
  estateFacts,
  explainFlow,
  linkBreakEvens,
  loadSolver,
  narrationFacts,
  routeIntents,
  wayPerformance,
  writePlan,
} from "@skylane/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "../../packages/cli/src/discover/find-config.ts";
import { look } from "../../packages/cli/src/discover/look.ts";
import { scopesFrom } from "../../packages/cli/src/discover/scopes.ts";
import { withWorld } from "../../packages/cli/src/discover/with-world.ts";

const config = findConfig(undefined, "globalcart") as SkylaneConfig;
const cli = (...args: readonly string[]) =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [join(import.meta.dirname, "../../packages/cli/bin/skylane.mjs"), ...args, "--json"],
      {
        encoding: "utf8",
        maxBuffer: 50_000_000,
      },
    ),
  );

describe("choosing paths for an estate that was looked at", { timeout: 120_000 }, () => {
  let topology: Topology;
  let session: ChoiceSession;
  let plan: PathPlan;
  const chosen = async (
    changed: SkylaneConfig = config,
    objective: "balanced" | "cost" = "balanced",
  ): Promise<ChoiceSession> => {
    const estimates = estimatesOf();
    const facts = estateFacts(
      topology,
      changed,
      estimates,
      wayPerformance(topology, changed.networks, estimates),
      "2026-11-21",
    );
    const choice = choosePathsTogether(facts, await loadSolver(), { objective });
    if (choice.kind !== "chosen") throw new Error(JSON.stringify(choice.why));
    return choice.session;
  };
  beforeAll(async () => {
    topology = await withWorld(
      "globalcart",
      { latencyMs: 0, callsPerSecond: 0, denied: [] },
      async () => (await look(scopesFrom(config, {}), config, "globalcart")).topology,
    );
    session = await chosen();
    plan = writePlan(session, 0);
  }, 60_000);

  it("gives each flow of GlobalCart a primary and a backup, proven to be the best, and dearer than no other way of choosing", () => {
    expect(PathPlan.parse(plan)).toEqual(plan);
    expect(plan).toMatchObject({ gap: 0, method: "exact", refused: [] });
    expect(plan.flows).toHaveLength(220);
    expect(plan.flows.filter(({ backup }) => backup === null)).toEqual([]);
    for (const { equalMonthlyUsd } of Object.values(plan.comparison))
      expect(plan.monthlyUsd).toBeLessThanOrEqual(equalMonthlyUsd ?? Number.NaN);
    expect(plan.monthlyUsd).toBeLessThan(plan.comparison.today.monthlyUsd);
  });

  it("survives every single failure that any plan could survive, within every capacity", () => {
    expect(plan.coverage.gaps).toEqual([]);
    expect(plan.coverage.survivedCount).toBe(plan.coverage.caseCount);
    for (const { worstLoadMbps, capacityMbps } of plan.links)
      expect(worstLoadMbps).toBeLessThanOrEqual(capacityMbps ?? Number.POSITIVE_INFINITY);
  });

  it("closes no link that something needs, and retires the zombies whose fee is known", () => {
    const closed = new Set(
      plan.links.flatMap(({ connectionId, action }) => (action === "close" ? [connectionId] : [])),
    );
    const used = plan.flows.flatMap(({ primary, backup }) => [
      ...primary.connectionIds,
      ...(backup?.connectionIds ?? []),
    ]);

    expect(used.filter((id) => closed.has(id))).toEqual([]);
    expect(topology.connections.filter(({ id, isDeclared }) => !isDeclared && closed.has(id)).length).toBeGreaterThan(
      2,
    );
    expect(plan.moves.closeLast.sort()).toEqual([...closed].sort());
  });

  it("keeps flows off the public internet and inside their Regions where a policy says so", async () => {
    const strict = {
      ...config,
      policies: [
        {
          ...config.policies[0],
          id: "private",
          forbidPublicInternet: true,
          requireEncryption: false,
          minBandwidthMbps: 0,
          forbidRelay: false,
          requiredCompliance: [],
          allowedPlaces: ["aws:us-*", "onprem:*"],
        },
      ],
      groups: config.groups.map((group) =>
        group.id === "use1-dc1" ? { ...group, policyId: "private" } : { ...group, policyId: undefined },
      ),
    } as SkylaneConfig;

    const ways = (await chosen(strict)).built.choices
      .filter(({ placed }) => placed.flow.groupId === "use1-dc1")
      .flatMap(({ candidates }) => candidates);

    expect(ways.length).toBeGreaterThan(0);
    for (const { isPublic, hops } of ways) {
      expect(isPublic).toBe(false);
      expect(
        hops
          .flatMap(({ connection }) => connection.ends)
          .every(({ cloud, regionId = "" }) => cloud === "onprem" || regionId.startsWith("us-")),
      ).toBe(true);
    }
  });

  it("tells each place that has to change, both directions, and what has no knob with its reason", () => {
    const { intents, undecidable } = routeIntents(session);
    const { configs, refusals } = routeConfigsFor(intents);

    expect(undecidable).toEqual([]);
    expect(configs.length + refusals.length).toBe(intents.length);
    expect(new Set(configs.map(({ cloud }) => cloud))).toEqual(new Set(["aws", "gcp", "onprem"]));
    expect(refusals.every(({ reason }) => reason.length > 20)).toBe(true);
  });

  it("explains a flow with the price of every other way, and each dedicated line with its break-even", () => {
    const explanation = explainFlow(session, "use1-to-dc1-1");
    const lines = linkBreakEvens(session, 0.05);

    expect(
      explanation?.alternatives.filter(({ extraMonthlyUsd }) => extraMonthlyUsd !== undefined).length,
    ).toBeGreaterThan(3);
    expect(explanation && narrationFacts(explanation).text).toContain("use1-to-dc1-1 (5,200 GB a month)");
    expect(new Set(lines.map(({ connectionId }) => connectionId))).toEqual(
      new Set(["dx-use1-1", "dx-usw2-1", "er-eastus-1", "ic-usc1-1"]),
    );
  });

  it("answers on the command line, with the numbers that were asked of it", () => {
    const optimised = cli("paths", "optimise", "--estate", "globalcart", "--objective", "balanced");
    const broken = cli("paths", "break-even");

    expect(Object.keys(optimised).slice(0, 5)).toEqual(["gap", "elapsedMs", "monthlyUsd", "comparison", "flows"]);
    expect(optimised).toMatchObject({ gap: 0, monthlyUsd: plan.monthlyUsd, hash: plan.hash });
    expect(broken.breakEvens).toMatchObject([
      { between: ["direct-connect+express-route", "vpn"], atGb: [108_667] },
      { between: ["direct-connect+express-route", "internet"], atGb: [48_114] },
      { between: ["vpn", "internet"], atGb: [2_700] },
    ]);
    expect(broken.costs.map(({ monthlyUsd }: { monthlyUsd: object }) => Object.values(monthlyUsd))).toEqual([
      [3_384, 148, 72],
      [3_468, 358, 450],
    ]);
  });
});
