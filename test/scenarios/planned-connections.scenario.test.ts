import { readFileSync } from "node:fs";
import { estimatesOf } from "@skylane/clouds";
import {
  ConnectPlan,
  Intent,
  type IntentId,
  IntentRequest,
  SeenService,
  type SkylaneConfig,
  type Topology,
} from "@skylane/core";
import { parseBulk, planConnections, understand, wayPerformance } from "@skylane/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "../../packages/cli/src/discover/find-config.ts";
import { look } from "../../packages/cli/src/discover/look.ts";
import { scopesFrom } from "../../packages/cli/src/discover/scopes.ts";
import { withWorld } from "../../packages/cli/src/discover/with-world.ts";

const CALM = { latencyMs: 0, callsPerSecond: 0, denied: [] };
const config = findConfig(undefined, "globalcart") as SkylaneConfig;

describe("a connection that is asked for in an estate that was discovered", { timeout: 120_000 }, () => {
  let topology: Topology;
  beforeAll(async () => {
    topology = await withWorld(
      "globalcart",
      CALM,
      async () => (await look(scopesFrom(config, {}), config, "globalcart")).topology,
    );
  }, 60_000);

  const networkCalled = (name: string) => {
    const found = topology.networks.find((network) => network.name === name);
    if (!found) throw new Error(`no network ${name}`);
    return found;
  };
  const serviceIn = (name: string, host: string, more: Partial<SeenService> = {}): SeenService => {
    const { key, cloud, accountId, regionId, cidrs } = networkCalled(name);
    return SeenService.parse({
      key: `${cloud}/${name}-${host}`,
      kind: "host",
      cloud,
      accountId,
      regionId,
      nativeId: `${name}-${host}`,
      name: `${name}-${host}`,
      networkKey: key,
      addresses: [(cidrs[0] ?? "").replace(/0\.0\/16$/, host)],
      port: 8443,
      isPublic: false,
      ...more,
    });
  };
  const planFor = (
    source: SeenService,
    destination: SeenService,
    requirements: object,
    estate: Topology = topology,
  ): ConnectPlan => {
    const estimates = estimatesOf();
    const intent = Intent.parse({ source, destination, port: destination.port, requirements });
    return planConnections([{ id: "in-scenario" as IntentId, intent }], {
      topology: estate,
      config,
      estimates,
      performance: wayPerformance(estate, config.networks, estimates),
      made: [],
      typicalMs: () => undefined,
      nowMs: 0,
      today: "2026-11-21",
    });
  };

  /** The plan for requests, as they are understood in this estate; those that are not understood fail the test. */
  const planOf = (requests: readonly IntentRequest[]): ConnectPlan => {
    const estimates = estimatesOf();
    const context = { nowIso: "2026-11-21T00:00:00Z", config };
    const intents = requests.map((request, i) => {
      const understood = understand(request, topology.services ?? [], context);
      if (understood.kind !== "understood") throw new Error(JSON.stringify(understood));
      return { id: `in-story-${i}` as IntentId, intent: understood.intent };
    });
    return planConnections(intents, {
      topology,
      config,
      estimates,
      performance: wayPerformance(topology, config.networks, estimates),
      made: [],
      typicalMs: (resource) => estimates.provisioningMs(resource),
      nowMs: 0,
      today: "2026-11-21",
    });
  };
  /** Sums of what is known of a plan, with nothing left out. */
  const expectKnown = ({ cost }: ConnectPlan): number => {
    expect(cost.unknown).toEqual([]);
    const sum = cost.lines.reduce((usd, line) => usd + line.monthlyUsd, 0);
    expect(cost.totalMonthlyUsd).toBeCloseTo(sum, 1);
    return cost.totalMonthlyUsd ?? Number.NaN;
  };

  it("knows what the function and its database cost a month, to the last object", () => {
    const text =
      "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb.database.windows.net in East US: < 20 ms, PCI-DSS, 500 GB a month";
    const plan = planOf([IntentRequest.parse({ text })]);

    expect(plan.issues).toEqual([]);
    // an endpoint, two zones, and 500 GB out of AWS and through the endpoint
    expect(expectKnown(plan)).toBeGreaterThan(0.01 * 730 + 2 * 0.5 + 500 * (0.05 + 0.01));
  });

  it("knows what an acquisition of 89 connections costs a month, to the last object", () => {
    const rows = readFileSync("examples/acquisition.csv", "utf8").trim().split("\n");
    const table = rows.map((line, i) => ({ row: i + 1, cells: line.split(",") }));
    const { requests, issues } = parseBulk(table);
    expect(issues).toEqual([]);
    const plan = planOf(requests.map(({ request }) => request));

    expect(plan.ways).toHaveLength(89);
    const usd = expectKnown(plan);
    console.log(`acquisition: ${plan.steps.length} objects, $${usd.toFixed(2)} a month`);
  });

  it("takes the tunnel that is there from a function to Azure SQL, and makes its endpoint, names and rule", () => {
    const orderProcessor = serviceIn("aws-use1", "20.5", {
      kind: "lambda",
      guards: [{ kind: "security-group", id: "sg-0a1b2c3d4e5f60718" }],
    });
    const { regionId, accountId, nativeId, subnets = [] } = networkCalled("azure-eastus");
    const orderDb = SeenService.parse({
      key: "azure/orderdb",
      kind: "azure-sql",
      cloud: "azure",
      accountId,
      regionId,
      nativeId: nativeId.replace(/providers\/.*/, "providers/microsoft.sql/servers/orderdb"),
      name: "orderdb",
      dnsName: "orderdb.database.windows.net",
      port: 1433,
      isPublic: true,
    });
    const withSubnets: Topology = {
      ...topology,
      networks: topology.networks.map((network) =>
        network.nativeId === nativeId && subnets.length === 0
          ? { ...network, subnets: [{ nativeId: `${nativeId}/subnets/default`, name: "default", cidr: "10.4.0.0/17" }] }
          : network,
      ),
    };
    const asked = { maxRttMs: 20, compliance: ["pci-dss"], monthlyGb: 500 };
    const plan = planFor(orderProcessor, orderDb, asked, withSubnets);

    expect(ConnectPlan.parse(plan)).toEqual(plan);
    expect(plan.violations).toEqual([]);
    expect(plan.ways).toMatchObject([{ kind: "existing-path", isEncrypted: true }]);
    expect(plan.ways[0]?.connectionIds).toEqual([expect.stringMatching(/^vpn-use1-eastus-/)]);
    expect(plan.ways[0]?.expectedRttMs).toBeLessThan(20);
    // a subnet and routes only where there are none yet
    const made = plan.steps.map(({ resource }) => resource).filter((one) => !/subnet|vpc-route/.test(one));
    expect(made.sort()).toEqual([
      "aws.dns-record",
      "aws.private-zone",
      "aws.security-group-rule",
      "azure.dns-record",
      "azure.private-endpoint",
      "azure.private-zone",
    ]);
    expect(plan.reach.filter(({ isWanted }) => !isWanted)).toEqual([]);
  });

  it.each([
    ["aws-use1", "dc1", "dx-use1-1"],
    ["azure-westeurope", "gcp-euw1", "vpn-weu-geuw1-1"],
    ["gcp-usc1", "dc2", "ic-usc1-1"],
  ])("takes what routing takes from %s to %s", (from, to, connectionId) => {
    const plan = planFor(serviceIn(from, "7.1"), serviceIn(to, "7.2"), {});

    expect(plan.issues).toEqual([]);
    expect(plan.ways).toMatchObject([{ kind: "existing-path", connectionIds: [connectionId] }]);
  });

  it("says that encryption cannot be had beside a circuit that routing prefers", () => {
    const plan = planFor(serviceIn("aws-use1", "7.1"), serviceIn("dc1", "7.2"), { encryption: "required" });

    expect(plan.issues).toMatchObject([{ issue: { rule: "way.routing-prefers" } }]);
    expect(plan.steps).toEqual([]);
  });
});
