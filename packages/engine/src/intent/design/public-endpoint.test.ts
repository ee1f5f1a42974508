import type { IntentRequirements, SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  networkKeyOf,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { aGateway, aRoute } from "../../../../../test/support/sightings.ts";
import { planConnections } from "../preview/index.ts";

const vpc: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const vnet: Place = { cloud: "azure", regionId: "eastus", n: 20 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const NAT_IP = "198.51.100.7";
const SQL_IP = "203.0.113.10";

function world(
  more: {
    readonly isLedOut?: boolean;
    readonly allowedTargets?: readonly string[];
    readonly egressIps?: readonly string[];
  } = {},
) {
  const { isLedOut = true, allowedTargets = ["10.254.0.0/16", `${SQL_IP}/32`], egressIps } = more;
  const base = placesTopology([vpc, vnet, dc]);
  const nat = aGateway({
    key: "aws/nat-a",
    nativeId: "nat-a",
    cloud: "aws",
    kind: "nat-gateway",
    publicIps: [NAT_IP],
    networkKeys: [networkKeyOf(vpc)],
  });
  const out = aRoute({
    owner: networkKeyOf(vpc),
    tableId: "rtb-1-1",
    prefix: "0.0.0.0/0",
    next: { kind: "gateway", key: nat.key },
  });
  return connectWorld(
    { ...base, gateways: [...base.gateways, nat], routes: [...base.routes, ...(isLedOut ? [out] : [])] },
    {
      inventory: {
        probing: { allowedTargets },
        networks: [
          {
            id: "lan",
            cloud: "onprem",
            regionId: "dc1",
            cidrs: ["10.3.0.0/16"],
            coordinates: { latitudeDeg: 40.8, longitudeDeg: -74.1 },
            ...(egressIps && { egressIps }),
          },
          { id: "vpc", cloud: "aws", regionId: "us-east-1", cidrs: ["10.1.0.0/16"] },
        ],
      },
    },
  );
}
const wanted = (
  requirements: Partial<IntentRequirements> = {},
  { source = aService(vpc, 11), destination = orderDb(vnet), addresses = [SQL_IP] } = {},
) => ({
  ...anIntent("a", source, destination, { monthlyGb: 100, endpoint: "public", ...requirements }),
  name: { host: "orderdb.database.windows.net", addresses },
});
const plan = (one = wanted(), at = world()) => planConnections([one], at);
const resourcesOf = ({ steps }: ReturnType<typeof plan>) => steps.map(({ resource }) => resource).sort();
const without = (service: SeenService, more: Partial<SeenService>): SeenService => ({ ...service, ...more });

describe("engine/intent/design/public-endpoint", () => {
  it("is never designed unless it is asked for", () => {
    const { endpoint: _, ...requirements } = wanted().intent.requirements;
    const { ways, steps } = plan({ ...wanted(), intent: { ...wanted().intent, requirements } });

    expect(steps.map(({ resource }) => resource)).toContain("azure.private-endpoint");
    expect(steps.map(({ resource }) => resource)).not.toContain("azure.sql-firewall-rule");
    expect(ways[0]?.kind).not.toBe("public-endpoint");
  });

  it("lets in the address that the source leaves by, and nothing else is made at the server", () => {
    const made = plan();

    expect(made.issues).toEqual([]);
    expect(made.ways).toMatchObject([
      {
        kind: "public-endpoint",
        destinationAddress: "orderdb.database.windows.net",
        isPublic: true,
        isEncrypted: true,
        connectionIds: [],
      },
    ]);
    expect(resourcesOf(made)).toEqual(["aws.security-group-rule", "azure.sql-firewall-rule"]);
    expect(made.steps.find(({ resource }) => resource === "azure.sql-firewall-rule")?.desired).toMatchObject({
      serverId: orderDb(vnet).nativeId,
      startIp: NAT_IP,
      endIp: NAT_IP,
    });
  });

  it("shows who else comes by that address, the rules, what it costs, and two people must agree", () => {
    const made = plan();

    expect(made.reach.map(({ from, isWanted }) => [from, isWanted])).toEqual([
      [`all that leave by ${NAT_IP}`, false],
      [`${networkKeyOf(vpc)} 10.1.1.11/32`, true],
    ]);
    expect(made.security.map(({ rule }) => rule)).toContain(
      `Let ${NAT_IP} (NAT gateway nat-a) in at the public endpoint of orderdb`,
    );
    expect(made.cost.lines.map(({ what }) => what)).toEqual([
      expect.stringContaining("egress-internet"),
      expect.stringContaining("nat-data"),
    ]);
    expect(made.cost.totalMonthlyUsd).toBeGreaterThan(0);
    expect(made.risk.tier).toBe("two-approvers");
    expect(made.risk.reasons[0]).toContain("is asked over the internet");
    expect(made.undo).toHaveLength(made.steps.length);
  });

  it("is the same rule for two sources behind one NAT gateway", () => {
    const other = { ...wanted({}, { source: aService(vpc, 12) }), id: anIntent("b", orderDb(vnet), orderDb(vnet)).id };
    const rules = planConnections([wanted(), other], world()).steps.filter(
      ({ resource }) => resource === "azure.sql-firewall-rule",
    );

    expect(rules.map(({ intentIds }) => intentIds)).toEqual([["in-a", "in-b"]]);
  });

  it.each(["pci-dss", "hipaa", "soc2"] as const)("breaks %s, which names the private endpoint instead", (tag) => {
    const { violations, risk } = plan(wanted({ compliance: [tag] }));

    expect(violations).toMatchObject([
      { rule: `${tag}.public-exposure`, alternatives: [{ id: "private-endpoint" }], isFixable: true },
    ]);
    expect(risk.tier).toBe("two-approvers");
  });

  it("breaks a request that rules out the internet", () => {
    expect(plan(wanted({ isPublicForbidden: true })).violations).toMatchObject([
      { rule: "request.private-only", alternatives: [{ id: "private-endpoint" }] },
    ]);
  });

  it("lets packets out to the server only where its address is known, and says so where it is not", () => {
    const made = plan(wanted({}, { addresses: [] }));

    expect(resourcesOf(made)).toEqual(["azure.sql-firewall-rule"]);
    expect(made.risk.reasons.join()).toContain("is not known in the source's network");
  });

  it("takes what the configuration says for a data centre, whose router lets it out", () => {
    const made = plan(wanted({}, { source: aService(dc, 20) }), world({ egressIps: ["203.0.113.77"] }));

    expect(resourcesOf(made)).toEqual(["azure.sql-firewall-rule", "onprem.firewall-rule"]);
    expect(made.steps.find(({ cloud }) => cloud === "azure")?.desired.startIp).toBe("203.0.113.77");
  });

  it.each([
    ["an address that nobody knows", plan(wanted(), world({ isLedOut: false })), "source.egress-known", "egressIps"],
    ["a data centre without one", plan(wanted({}, { source: aService(dc, 20) })), "source.egress-known", "egressIps"],
    [
      "what has no such firewall",
      plan(wanted({}, { destination: aService(vnet, 20) })),
      "destination.firewall-kind",
      "private one",
    ],
    [
      "a server whose public access is off",
      plan(wanted({}, { destination: without(orderDb(vnet), { isPublic: false }) })),
      "destination.public-access",
      "private one",
    ],
    [
      "a name that a private zone hides",
      plan(wanted({}, { addresses: ["10.20.1.4"] })),
      "destination.name-public",
      "private one",
    ],
    [
      "what provers may not send to",
      plan(wanted(), world({ allowedTargets: ["10.254.0.0/16"] })),
      "destination.may-be-probed",
      `allowedTargets: [${SQL_IP}/32]`,
    ],
    ["a round trip that light cannot keep", plan(wanted({ maxRttMs: 0.1 })), "latency.possible", "ms"],
  ])("refuses %s, and says what to do", (_, { issues, steps, ways }, rule, example) => {
    expect(issues.map(({ issue }) => issue.rule)).toEqual([rule]);
    expect(issues[0]?.issue.example).toContain(example);
    expect([steps, ways]).toEqual([[], []]);
  });
});
