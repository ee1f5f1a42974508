import type { DiscoveryScopes } from "@skylane/clouds";
import type { BillLine, MachineUse, SeenService } from "@skylane/core";
import { adviseCosts } from "@skylane/engine";
import { type Estate, loadEstate } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
};

/** GlobalCart with machines more, every other one for staging: twelve at AWS, four at Azure, four at Google. */
function withMachines(): Estate {
  const estate = loadEstate("globalcart");
  const more = (
    [
      ["use1-carts", 12, "10.1.30", "m6i.4xlarge"],
      ["eastus-pricing", 4, "10.4.30"],
      ["usc1-catalog", 4, "10.6.30"],
    ] as const
  ).flatMap(([id, count, addresses, size]) => {
    const { dnsName: _, ...like } = estate.services.find((one) => one.id === id) ?? { id: undefined };
    if (like.id === undefined) throw new Error(`the estate has no ${id}`);
    return Array.from({ length: count }, (__, i) => ({
      ...like,
      id: `${id}-more-${i}`,
      name: `more-${i}`,
      ...(size && { size }),
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
          subAccountId: accountId,
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
  it("is read of every machine of three clouds, hour by hour, as the world says", () => {
    expect(gaps).toEqual([]);
    expect(machines).toHaveLength(instances().length);
    for (const service of instances()) {
      const { key, cloud } = foundOf(service);
      const found = machines.find(({ serviceKey }) => serviceKey === key);
      const { cpuAt, memoryAt } = loadOf(service);
      const highest = (loadAt: (atMs: number) => number): number[] =>
        Array.from({ length: 336 }, (_, hour) =>
          Math.max(...Array.from({ length: 12 }, (__, i) => loadAt(WINDOW.fromMs + hour * HOUR_MS + i * 300_000))),
        );
      const near = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));
      expect(found?.cpuRatio).toEqual(near(highest(cpuAt)));
      expect(found?.memoryRatio).toEqual(cloud === "aws" && memoryAt ? near(highest(memoryAt)) : undefined);
    }
  });

  it("is not known where the right is missing, and that is told", async () => {
    await seen.realism({
      deniedActions: [
        "cloudwatch:GetMetricData",
        "azure:Microsoft.Insights/metrics/read",
        "gcp:monitoring.timeSeries.list",
      ],
    });
    const refused = await seen.usage().read(WINDOW);
    await seen.realism({ deniedActions: [] });

    expect(refused.machines).toEqual([]);
    expect(refused.gaps.join()).toContain("allow cloudwatch:GetMetricData in us-east-1");
    expect(refused.gaps.join()).toContain("Microsoft.Insights/metrics/read");
    expect(refused.gaps.join()).toContain("monitoring.timeSeries.list");
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
    const priceOf = (id = ""): number => (id.startsWith("i-") ? 0.768 : id.startsWith("/") ? 0.096 : 0.0971);
    for (const { kind, subjects, savingUsd } of found)
      if (kind === "schedule") expect(savingUsd).toBeCloseTo((4 * 11 + 59) * priceOf(subjects[0]) * (730 / 168), 4);

    const idle = more.filter(
      (service) =>
        service.kind === "ec2-instance" &&
        service.tags.environment === "prod" &&
        loadOf(service).memoryAt &&
        loadOf(service).cpuAt(WINDOW.fromMs) < 0.12,
    );
    expect(idle.length).toBeGreaterThan(0);
    const smaller = found.filter(({ kind }) => kind === "rightsize");
    expect(smaller.flatMap(({ subjects }) => subjects)).toEqual(expect.arrayContaining(idle.map(idOf)));
    const busy = more.filter((service) => loadOf(service).cpuAt(WINDOW.fromMs + 12 * HOUR_MS) > 0.2).map(idOf);
    expect(smaller.flatMap(({ subjects }) => subjects).filter((id) => busy.includes(id))).toEqual([]);
    for (const { title, subjects, savingUsd } of smaller.filter((one) => one.subjects.some((id) => isMore.has(id)))) {
      const partOfNow = largesOf(title.split(" ").at(-1) ?? "") / largesOf("m6i.4xlarge");
      expect(savingUsd, subjects.join()).toBeCloseTo(0.768 * (1 - partOfNow) * 730, 4);
    }
  });

  it("stops nothing whose owner has not said that it may be", async () => {
    expect((await advised([])).filter(({ kind }) => kind === "schedule")).toEqual([]);
  });
});
