import { ConnectPlan } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { builtTopology, builtVpn } from "../../../../../test/support/built-runs.ts";
import {
  anIntent,
  aService,
  connectWorld,
  gatewayKeyOf,
  networkKeyOf,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { aRoute } from "../../../../../test/support/sightings.ts";
import { aLink } from "../../../../../test/support/topologies.ts";
import { planConnections } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const bare: Place = { ...eastus, hasGateway: false };
const order = (requirements = {}) =>
  anIntent("one", aService(use1, 10, { kind: "lambda" }), orderDb(eastus), {
    maxRttMs: 20,
    monthlyGb: 500,
    ...requirements,
  });

describe("engine/intent/preview", () => {
  const topology = placesTopology([use1, bare]);
  const plan = planConnections([order()], connectWorld(topology));

  it("is a plan that its schema takes, with an undo for each step in reverse", () => {
    expect(ConnectPlan.parse(plan)).toEqual(plan);
    expect(plan.undo).toEqual(plan.steps.map(({ summary }) => `Take back: ${summary}`).reverse());
  });

  it("says how long the clouds take along the longest chain, not the sum", () => {
    // subnet, gateway (30 min), customer gateway, connection, local gateways; then four connections one after the other
    expect(plan.expectedDurationMs).toBe(1_800_000 + 8 * 60_000);
    expect(plan.expectedDurationMs).toBeLessThan(plan.steps.length * 60_000 + 1_740_000);
  });

  it("names what is not known of the cost and adds up the rest", () => {
    const saoPaulo: Place = { cloud: "aws", regionId: "sa-east-1", n: 1 };
    const { cost } = planConnections(
      [anIntent("one", aService(saoPaulo, 10), orderDb(eastus), { monthlyGb: 500 })],
      connectWorld(placesTopology([saoPaulo, eastus])),
    );

    expect(cost.fixedMonthlyUsd).toBeUndefined();
    expect(cost.totalMonthlyUsd).toBeUndefined();
    expect(cost.unknown).toEqual(
      ["transit-attachment", "vpn-connection"].map(
        (item) => `a month of aws.vpn-connection in sa-east-1: no row for aws/${item}`,
      ),
    );
    expect(cost.lines).toEqual(
      expect.arrayContaining([
        { what: expect.stringMatching(/^500 GB from aws sa-east-1 \(egress-internet/), monthlyUsd: expect.any(Number) },
      ]),
    );
    expect(cost.lines.filter(({ what }) => what.includes("(public-address)"))).toHaveLength(4);
  });

  it("knows the whole of a function that gets a VPN, a gateway, an endpoint and names", () => {
    const { fixedMonthlyUsd, transferMonthlyUsd, totalMonthlyUsd, unknown } = plan.cost;

    expect(unknown).toEqual([]);
    // two connections with attachment and two addresses each; gateway, its two addresses, endpoint; a zone at either end
    const hourly = 2 * (0.05 + 0.05 + 2 * 0.005) + 0.49 + 2 * 0.005 + 0.01;
    expect(fixedMonthlyUsd).toBeCloseTo(730 * hourly + 2 * 0.5, 1);
    // to the internet after what is free, through the transit gateway, and through the endpoint
    expect(transferMonthlyUsd).toBeGreaterThan(500 * (0.02 + 0.01));
    expect(totalMonthlyUsd).toBeCloseTo((fixedMonthlyUsd ?? 0) + (transferMonthlyUsd ?? 0), 2);
  });

  it("has a total where every price is known, and the volume from which a circuit would be cheaper", () => {
    const { cost } = planConnections(
      [anIntent("one", aService(use1, 10), aService(dc, 20), { monthlyGb: 1_000 })],
      connectWorld(placesTopology([use1, dc])),
    );

    // one connection and its attachment, 730 hours at 5 cents each, and two addresses at half a cent
    expect(cost.fixedMonthlyUsd).toBe(80.3);
    expect(cost.unknown).toEqual([]);
    expect(cost.totalMonthlyUsd).toBeCloseTo(80.3 + (cost.transferMonthlyUsd ?? Number.NaN), 2);
    expect(cost.transferMonthlyUsd).toBeGreaterThan(80);
    // a port of 1 Gbps at $219 against 7 cents a gigabyte more
    expect(cost.breakEvenGb).toBeGreaterThan(1_000);
    expect(cost.breakEvenGb).toBeLessThan(4_000);
  });

  it("shows routes in both directions: those it writes and those the gateways learn", () => {
    expect(plan.routes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ owner: networkKeyOf(use1), prefix: "10.2.0.0/16 in rtb-1-1", before: null }),
        expect.objectContaining({
          owner: gatewayKeyOf(use1),
          prefix: "10.2.0.0/16",
          after: "VPN aws us-east-1 - azure eastus",
        }),
        expect.objectContaining({ prefix: "10.1.0.0/16", after: "VPN aws us-east-1 - azure eastus" }),
      ]),
    );
  });

  it("warns of a route that somebody's traffic takes today", () => {
    const used = aRoute({
      owner: networkKeyOf(use1),
      tableId: "rtb-1-1",
      prefix: "10.3.0.0/16",
      next: { kind: "link", key: "aws/pcx-other" },
    });
    const estate = placesTopology([use1, dc]);
    const { risk, routes } = planConnections(
      [anIntent("one", aService(use1, 10), aService(dc, 20))],
      connectWorld({ ...estate, routes: [...estate.routes, used] }),
    );

    expect(risk.reasons).toContain(
      "the route 10.3.0.0/16 in rtb-1-1 leads to link aws/pcx-other today, and to the transit gateway then",
    );
    expect(routes).toContainEqual({
      owner: networkKeyOf(use1),
      prefix: "10.3.0.0/16 in rtb-1-1",
      before: "link aws/pcx-other",
      after: "the transit gateway",
    });
  });

  it("tells of networks that come to reach each other though nobody asked for it", () => {
    const far = aLink({
      id: "vpn-dc",
      from: [gatewayKeyOf(eastus), networkKeyOf(eastus)],
      to: [gatewayKeyOf(dc), networkKeyOf(dc)],
      reaches: [["10.3.0.0/16"], ["10.2.0.0/16"]],
    });
    const world = connectWorld(placesTopology([{ ...use1, cloud: "gcp", regionId: "us-central1" }, eastus, dc], [far]));
    const { reach, risk } = planConnections(
      [anIntent("one", aService({ ...use1, cloud: "gcp", regionId: "us-central1" }, 10), aService(eastus, 20))],
      world,
    );

    expect(reach.filter(({ isWanted }) => isWanted)).toMatchObject([{ ports: "5432", because: "in-one asks for it" }]);
    expect(reach.filter(({ isWanted }) => !isWanted)).toMatchObject([
      { to: networkKeyOf(dc), because: expect.stringContaining("passes on what it learns") },
    ]);
    expect(risk.reasons).toEqual(expect.arrayContaining([expect.stringContaining("that nobody asked for")]));
  });

  it("lists each rule it adds, and removes none", () => {
    expect(plan.security).toEqual([
      { guard: "aws-guard-1", change: "added", rule: "Let out port 1433 to the private endpoint at aws-guard-1" },
    ]);
  });

  it("tells where nobody can measure from the source, and lets no such plan go without a person", () => {
    const limits = { maxMonthlyUsd: 1e9, maxResourceCount: 1e9, maxNewReachCount: 1e9 };
    const world = connectWorld(topology);
    const planned = (networkKeys: readonly string[]) => {
      const intents = {
        ...world.config.intents,
        tiers: { auto: limits, oneApprover: limits },
        provers: networkKeys.map((networkKey) => ({ networkKey, regionId: "us-east-1", subnetIds: ["subnet-1"] })),
      };
      return planConnections([order()], { ...world, config: { ...world.config, intents } });
    };
    const without = planned([]);
    const within = planned([networkKeyOf(use1)]);

    expect(without.unprovenIntentIds).toEqual(without.intentIds);
    expect(without.risk.tier).toBe("one-approver");
    expect(without.risk.reasons.join()).toContain(
      `no prover stands in ${networkKeyOf(use1)}; name one under aws.provers`,
    );
    expect(within.unprovenIntentIds).toBeUndefined();
    expect(within.risk.reasons.join()).not.toContain("prover");
    expect(within.hash).not.toBe(without.hash);
  });

  it("asks one person for a tunnel, two for a break of policy, and nobody where the limits say so", () => {
    expect(plan.risk.tier).toBe("one-approver");
    expect(
      planConnections([order({ compliance: ["pci-dss"], encryption: "not-needed" })], connectWorld(topology)).risk,
    ).toMatchObject({
      tier: "two-approvers",
      reasons: expect.arrayContaining([expect.stringContaining("pci-dss.encryption-in-transit")]),
    });
    const limits = { maxMonthlyUsd: 1_000, maxResourceCount: 100, maxNewReachCount: 10 };
    const free = connectWorld(placesTopology([use1, dc]), {
      inventory: { intents: { tiers: { auto: limits, oneApprover: limits } } },
    });
    expect(
      planConnections([anIntent("one", aService(use1, 10), aService(dc, 20), { monthlyGb: 10 })], free).risk.tier,
    ).toBe("auto");
  });

  describe("its hash", () => {
    it("is the same for the same, whenever it is made", () => {
      const later = planConnections([order()], connectWorld(topology, { nowMs: 1 }));

      expect(later.madeAtMs).toBe(1);
      expect(later.hash).toBe(plan.hash);
      expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
    });

    it("does not change with the minute's round trips, while the ways are the same", () => {
      const vpn = builtVpn(1, { reaches: [["10.2.0.0/16"], ["10.1.0.0/16"]] });
      const seen = builtTopology([vpn]);
      const planAt = (rttMs: number, maxRttMs: number) => {
        const world = connectWorld(seen);
        const performance = { ...world.performance, rttMsOf: () => rttMs };
        return planConnections([anIntent("one", aService(use1, 10), aService(eastus, 20), { maxRttMs })], {
          ...world,
          performance,
        });
      };

      expect(planAt(9.1, 20).ways).toMatchObject([{ kind: "existing-path", expectedRttMs: 9.1 }]);
      expect(planAt(9.4, 20).hash).toBe(planAt(9.1, 20).hash);
      // too slow both times, by another number
      expect(planAt(31, 20).ways[0]?.notChosen).not.toEqual(planAt(33, 20).ways[0]?.notChosen);
      expect(planAt(31, 20).ways[0]?.notChosen).not.toEqual([]);
      expect(planAt(31, 20).hash).toBe(planAt(33, 20).hash);
      expect(planAt(31, 20).hash).not.toBe(planAt(9.1, 20).hash);
    });

    it.each([
      [
        "another port",
        anIntent(
          "one",
          aService(use1, 10, { kind: "lambda" }),
          { ...orderDb(eastus), port: 1434 },
          { maxRttMs: 20, monthlyGb: 500 },
        ),
      ],
      ["another volume", order({ monthlyGb: 501 })],
      ["another standard", order({ compliance: ["pci-dss"], encryption: "not-needed" })],
    ])("is another for %s", (_, intent) => {
      expect(planConnections([intent], connectWorld(topology)).hash).not.toBe(plan.hash);
    });

    it("of the world changes with what the plan hangs on, and not with what passes by", () => {
      const network = topology.networks[0];
      const changed = {
        ...topology,
        networks: topology.networks.map((one) => (one === network ? { ...one, cidrs: ["10.1.0.0/17"] } : one)),
      };
      const older = {
        ...topology,
        atMs: 5,
        networks: topology.networks.map((one) => ({ ...one, endpointCount: 99, tags: { a: "b" } })).reverse(),
      };

      expect(planConnections([order()], connectWorld(changed)).worldHash).not.toBe(plan.worldHash);
      expect(planConnections([order()], connectWorld(older)).worldHash).toBe(plan.worldHash);
    });
  });
});
