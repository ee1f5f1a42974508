import type { DiscoveryScopes } from "@skylane/clouds";
import type { BillLine, MachineUse, SeenService } from "@skylane/core";
import { adviseCosts } from "@skylane/engine";
import { Estate, loadEstate } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TENANCY } from "../../packages/clouds/src/oci/discover/oci-estate.ts";
import { metersOf } from "../../packages/twin/src/bills/meters.ts";
import { machineLoad } from "../../packages/twin/src/world/services/machine-load.ts";
import { largesOf } from "../../packages/twin/src/world/services/machine-size.ts";
import { aBillLine, money } from "../support/bill-lines.ts";
import { aDelivery, aReport } from "../support/cost-store-contract.ts";
import { type LookedAtTwin, twinsToLookAt } from "../support/looked-at-twin.ts";
import { memoryDeps } from "../support/memory-deps.ts";
import { anInventory } from "../support/topologies.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 10, 19, 6, 30);
const TO_MS = Date.UTC(2026, 10, 19, 5);
const WINDOW = { fromMs: TO_MS - 14 * DAY_MS, toMs: TO_MS };
const ACCOUNT = "111122223333";
const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const PROJECT = "globalcart-prod";
const ACCOUNTS: DiscoveryScopes = {
  aws: { accounts: [{ id: ACCOUNT }], regions: ["us-east-1", "us-west-2"] },
  azure: { accounts: [{ id: SUBSCRIPTION }], regions: [] },
  gcp: { accounts: [{ id: PROJECT }], regions: [] },
  oci: { accounts: [{ id: TENANCY }], regions: [] },
};
/** Sizes beyond the smallest, and what an hour of each costs. */
const SIZES = { aws: "m6i.4xlarge", azure: "Standard_D8s_v5", gcp: "n2-standard-8", oci: "VM.Standard.E5.Flex/8/128" };
const USD_PER_HOUR: Readonly<Record<string, number>> = { aws: 0.768, azure: 0.384, gcp: 0.3884, oci: 0.24 };
const COUNTED: Readonly<Record<string, RegExp>> = {
  azure: /Standard_D(\d+)s_v5$/,
  gcp: /n2-standard-(\d+)$/,
  oci: /Flex (\d+) OCPU \d+ GB$/,
};

/** A VCN of Oracle with machines. */
function withOracle(): Estate {
  const estate = loadEstate("globalcart");
  const place = { cloud: "oci", regionId: "us-ashburn-1" } as const;
  return Estate.parse({
    ...estate,
    networks: [
      ...estate.networks,
      { ...place, id: "ledger", cidrs: ["10.220.0.0/16"], gatewayId: "drg", resourceCount: 1 },
    ],
    gateways: [...estate.gateways, { ...place, id: "drg", kind: "router", providerId: "drg", asn: 31_898 }],
    guards: {
      ...estate.guards,
      securityGroups: [
        ...estate.guards.securityGroups,
        { id: "ocid1.nsg.ledger", name: "ledger", networkId: "ledger", rules: [] },
      ],
    },
    services: [
      ...estate.services,
      {
        ...place,
        id: "iad-ledger",
        name: "ledger",
        kind: "oci-instance",
        networkId: "ledger",
        address: "10.220.30.11",
        securityGroupIds: ["ocid1.nsg.ledger"],
        tags: { environment: "prod" },
      },
    ],
  });
}

/** GlobalCart with Oracle, and machines more, every other one for staging: twelve at AWS, eight in each other cloud. */
function withMachines(): Estate {
  const estate = withOracle();
  const more = (
    [
      ["use1-carts", 12, "10.1.30"],
      ["eastus-pricing", 8, "10.4.30"],
      ["usc1-catalog", 8, "10.6.30"],
      ["iad-ledger", 8, "10.220.30"],
    ] as const
  ).flatMap(([id, count, addresses]) => {
    const { dnsName: _, ...like } = estate.services.find((one) => one.id === id) ?? { id: undefined };
    if (like.id === undefined) throw new Error(`the estate has no ${id}`);
    return Array.from({ length: count }, (__, i) => ({
      ...like,
      id: `${id}-more-${i}`,
      name: `more-${i}`,
      size: SIZES[like.cloud as keyof typeof SIZES],
      address: `${addresses}.${100 + i}`,
      tags: { environment: i % 2 === 0 ? "staging" : "prod" },
    }));
  });
  return { ...estate, services: [...estate.services, ...more] };
}

const twins = twinsToLookAt();
let seen: LookedAtTwin;
let machines: readonly MachineUse[];
let gaps: readonly string[];
beforeAll(async () => {
  seen = await twins.start(withMachines(), ACCOUNTS, NOW);
  ({ machines, gaps } = await seen.usage().read(WINDOW));
}, 180_000);
afterAll(() => twins.close());

const loadOf = (service: Estate["services"][number]) => machineLoad(service, seen.estate.traffic?.seed);
const instances = () =>
  seen.estate.services.filter(
    ({ kind, accountId, regionId }) =>
      kind === "oci-instance" ||
      (kind === "azure-vm" && accountId === SUBSCRIPTION) ||
      (kind === "gce-instance" && accountId === PROJECT) ||
      (kind === "ec2-instance" && accountId === ACCOUNT && /^us-(east-1|west-2)$/.test(regionId)),
  );
/** The machine as Skylane found it. */
const foundOf = (service: Estate["services"][number]): SeenService => {
  const found = (seen.topology.services ?? []).filter(
    ({ kind, addresses, regionId }) =>
      kind === service.kind && regionId === service.regionId && addresses.includes(service.address ?? ""),
  );
  if (found.length !== 1 || !found[0]) throw new Error(`${service.id} is found ${found.length} times`);
  return found[0];
};

/** What the twin bills its machines, a line for each and day. */
const billed = (): readonly BillLine[] =>
  metersOf(seen.twin.world)
    .filter(({ sku }) => sku.category === "Compute")
    .flatMap(({ cloud, resource, sku, tags, accountId, regionId }) =>
      Array.from({ length: 18 }, (_, i) =>
        aBillLine({
          cloud,
          billed: money(String((24 * (sku.steps[0]?.nanoUsd ?? 0)) / 1e9)),
          day: `2026-11-${String(i + 1).padStart(2, "0")}`,
          resourceId: resource.id,
          subAccountId: accountId || undefined,
          regionId,
          tags,
        }),
      ),
    );

const advised = async (nonProduction: object[]) => {
  const config = anInventory();
  const deps = Object.assign(
    memoryDeps({
      ...config,
      costs: { ...config.costs, savings: { ...config.costs.savings, nonProduction } },
    } as typeof config),
    { usage: seen.usage() },
  );
  await deps.topologies.saveSnapshot({ ...seen.topology, connections: [] });
  await deps.billStore.replace(aDelivery({ billingMonth: "2026-11" }), billed(), aReport({ billingMonth: "2026-11" }));
  await adviseCosts(deps, { atMs: NOW });
  return deps.costFindings.recommendations();
};

describe("how busy machines are", { timeout: 180_000 }, () => {
  it("is read of every machine of four clouds, hour by hour, as the world says", () => {
    expect(gaps).toEqual([]);
    expect(machines).toHaveLength(instances().length);
    for (const service of instances()) {
      const { key } = foundOf(service);
      const found = machines.find(({ serviceKey }) => serviceKey === key);
      const { cpuAt, memoryAt } = loadOf(service);
      const highest = (loadAt: (atMs: number) => number): number[] =>
        Array.from({ length: 336 }, (_, hour) =>
          Math.max(...Array.from({ length: 12 }, (__, i) => loadAt(WINDOW.fromMs + hour * HOUR_MS + i * 300_000))),
        );
      const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));
      expect(found?.cpuRatio).toEqual(near(highest(cpuAt)));
      expect(found?.memoryRatio).toEqual(memoryAt && near(highest(memoryAt)));
    }
  });

  it("is not known where the right is missing, and that is told", async () => {
    await seen.realism({
      deniedActions: [
        "cloudwatch:GetMetricData",
        "azure:Microsoft.Insights/metrics/read",
        "gcp:monitoring.timeSeries.list",
        "oci:METRIC_READ",
      ],
    });
    const refused = await seen.usage().read(WINDOW);
    await seen.realism({ deniedActions: [] });

    expect(refused.machines).toEqual([]);
    expect(refused.gaps.join()).toContain("allow cloudwatch:GetMetricData in us-east-1");
    expect(refused.gaps.join()).toContain("Microsoft.Insights/metrics/read");
    expect(refused.gaps.join()).toContain("monitoring.timeSeries.list");
    expect(refused.gaps.join()).toContain("SummarizeMetricsData");
  });

  it("makes no machine of Azure smaller whose size nobody may read, and still says how busy it is", async () => {
    await seen.realism({ deniedActions: ["azure:Microsoft.Compute/virtualMachines/read"] });
    const sizeless = await seen.usage().read(WINDOW);
    await seen.realism({ deniedActions: [] });

    expect(sizeless.gaps.join()).toContain("Microsoft.Compute/virtualMachines/read");
    const ofAzure = sizeless.machines.filter(({ serviceKey }) => serviceKey.startsWith("azure/"));
    expect(ofAzure).toHaveLength(instances().filter(({ cloud }) => cloud === "azure").length);
    for (const { smallerSizes, memoryRatio } of ofAzure) expect([smallerSizes, memoryRatio]).toEqual([[], undefined]);
  });

  it("makes idle machines of production smaller, and stops staging by night, at what the bill says they cost", async () => {
    const found = await advised([{ tags: { environment: "staging" } }]);
    const more = seen.estate.services.filter(({ id }) => id.includes("-more-"));
    const idOf = (service: (typeof more)[number]) => foundOf(service).nativeId;
    const isMore = new Set(more.map(idOf));
    const scheduled = found.filter(({ kind }) => kind === "schedule").flatMap(({ subjects: [id] }) => id ?? []);
    const staging = more.filter(({ tags }) => tags.environment === "staging");
    expect(scheduled.toSorted()).toEqual(staging.map(idOf).toSorted());
    // four nights of 12 hours and a weekend of 60, less one each
    const cloudOf = new Map(more.map((service) => [idOf(service), service.cloud]));
    const priceOf = (id = ""): number => USD_PER_HOUR[cloudOf.get(id) ?? ""] ?? Number.NaN;
    for (const { kind, subjects, savingUsd } of found)
      if (kind === "schedule") expect(savingUsd).toBeCloseTo((4 * 11 + 59) * priceOf(subjects[0]) * (730 / 168), 4);

    const idle = more.filter(
      (service) =>
        service.tags.environment === "prod" && loadOf(service).memoryAt && loadOf(service).cpuAt(WINDOW.fromMs) < 0.12,
    );
    expect(new Set(idle.map(({ cloud }) => cloud))).toEqual(new Set(["aws", "azure", "gcp", "oci"]));
    const smaller = found.filter(({ kind }) => kind === "rightsize");
    expect(smaller.flatMap(({ subjects }) => subjects)).toEqual(expect.arrayContaining(idle.map(idOf)));
    const busy = more.filter((service) => loadOf(service).cpuAt(WINDOW.fromMs + 12 * HOUR_MS) > 0.2).map(idOf);
    expect(smaller.flatMap(({ subjects }) => subjects).filter((id) => busy.includes(id))).toEqual([]);
    for (const { title, subjects, savingUsd } of smaller.filter((one) => one.subjects.some((id) => isMore.has(id)))) {
      const cloud = cloudOf.get(subjects[0] ?? "") ?? "";
      const [, count = ""] = COUNTED[cloud]?.exec(title) ?? [];
      const partOfNow = cloud === "aws" ? largesOf(title.split(" ").at(-1) ?? "") / 8 : Number(count) / 8;
      expect(savingUsd, subjects.join()).toBeCloseTo(priceOf(subjects[0]) * (1 - partOfNow) * 730, 4);
    }
  });

  it("stops nothing whose owner has not said that it may be", async () => {
    expect((await advised([])).filter(({ kind }) => kind === "schedule")).toEqual([]);
  });
});
