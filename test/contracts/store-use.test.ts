import type { DiscoveryScopes } from "@skylane/clouds";
import { type BillLine, moneyNumber, type StoreUse } from "@skylane/core";
import { adviseCosts } from "@skylane/engine";
import { Estate, loadEstate } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metersOf } from "../../packages/twin/src/bills/meters.ts";
import { aBillLine, money } from "../support/bill-lines.ts";
import { aDelivery, aReport } from "../support/cost-store-contract.ts";
import { type LookedAtTwin, twinsToLookAt } from "../support/looked-at-twin.ts";
import { memoryDeps } from "../support/memory-deps.ts";
import { anInventory } from "../support/topologies.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 19, 6, 30);
const TO_MS = Date.UTC(2026, 10, 19);
const WINDOW = { fromMs: TO_MS - 30 * DAY_MS, toMs: TO_MS };
const ACCOUNT = "111122223333";
const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const PROJECT = "globalcart-prod";
const ACCOUNTS: DiscoveryScopes = {
  aws: { accounts: [{ id: ACCOUNT }], regions: ["us-east-1"] },
  azure: { accounts: [{ id: SUBSCRIPTION }], regions: [] },
  gcp: { accounts: [{ id: PROJECT }], regions: [] },
};
const GIB_PER_GB = 1e9 / 2 ** 30;

/** GlobalCart with stores: old logs and what is read often, in three clouds. */
function withStores(): Estate {
  const estate = loadEstate("globalcart");
  const places = [
    { cloud: "aws", regionId: "us-east-1", accountId: ACCOUNT, tier: "StandardStorage" },
    { cloud: "azure", regionId: "eastus", accountId: SUBSCRIPTION, tier: "Hot" },
    { cloud: "gcp", regionId: "us-central1", accountId: PROJECT, tier: "STANDARD" },
  ] as const;
  const old = { gb: 20_000, objectKib: 4_096, monthlyReadGb: 10, monthlyWrittenGb: 500 };
  const busy = { ...old, monthlyReadGb: 60_000 };
  const small = { ...old, objectKib: 0.5 };
  const stores = places.flatMap((place) =>
    Object.entries({ old, busy, small }).map(([what, load]) => ({
      ...place,
      ...load,
      id: `${place.cloud}-${what}`,
      name: `${place.cloud}${what}`,
      tags: {},
    })),
  );
  const [aws] = stores;
  return Estate.parse({
    ...estate,
    services: [
      ...estate.services,
      ...stores
        .filter(({ cloud }) => cloud === "azure")
        .map(({ id, name, cloud, regionId, accountId, tags }, i) => ({
          id: `account-${id}`,
          name,
          cloud,
          regionId,
          accountId,
          tags,
          kind: "storage",
          port: 443,
          publicAddress: `20.60.200.${i + 1}`,
          dnsName: `${name}.blob.core.windows.net`,
        })),
    ],
    stores: [...stores, { ...aws, id: "aws-uncounted", name: "awsuncounted", isCounted: false }],
  });
}

const twins = twinsToLookAt();
let seen: LookedAtTwin;
let stores: readonly StoreUse[];
let gaps: readonly string[];
beforeAll(async () => {
  seen = await twins.start(withStores(), ACCOUNTS, NOW);
  ({ stores, gaps } = await seen.usage().readStores(WINDOW));
}, 180_000);
afterAll(() => twins.close());

const nameOf = (billedAs: string): string => billedAs.split("/").at(-1) ?? "";

/** What the twin bills its stores, a line for each and day. */
const billed = (): readonly BillLine[] =>
  metersOf(seen.twin.world)
    .filter(({ sku }) => sku.category === "Storage")
    .flatMap(({ cloud, resource, sku, accountId, regionId, bytes }) =>
      Array.from({ length: 18 }, (_, i) =>
        aBillLine({
          cloud,
          billed: money((((bytes?.(0, DAY_MS) ?? 0) / 2 ** 30) * ((sku.steps[0]?.nanoUsd ?? 0) / 1e9)).toFixed(6)),
          day: `2026-11-${String(i + 1).padStart(2, "0")}`,
          serviceCategory: "Storage",
          serviceName: sku.service,
          resourceId: resource.id,
          subAccountId: accountId,
          regionId,
        }),
      ),
    );

const advised = async () => {
  const deps = Object.assign(memoryDeps(anInventory()), { usage: seen.usage() });
  await deps.topologies.saveSnapshot({ ...seen.topology, connections: [] });
  await deps.billStore.replace(aDelivery({ billingMonth: "2026-11" }), billed(), aReport({ billingMonth: "2026-11" }));
  await adviseCosts(deps, { atMs: NOW });
  return (await deps.costFindings.recommendations()).filter(({ kind }) => kind === "storage-tier");
};

describe("how stores are used", { timeout: 180_000 }, () => {
  it("is read of every store of three clouds whose requests are counted, as the world says", () => {
    expect(gaps).toEqual([]);
    const counted = seen.estate.stores.filter(({ isCounted }) => isCounted);
    expect(stores.map(({ billedAs }) => nameOf(billedAs)).toSorted()).toEqual(
      counted.map(({ name }) => name).toSorted(),
    );
    for (const { name, cloud, regionId, accountId, tier, gb, objectKib, ...moved } of counted) {
      const found = stores.find(({ billedAs }) => nameOf(billedAs) === name);
      expect(found).toMatchObject({ cloud, regionId, accountId, bytesByTier: { [tier]: gb * 1e9 } });
      expect(found?.tiers.map(({ id }) => id)).toContain(tier);
      expect(found?.objectCount).toBe(Math.ceil((gb * 1e9) / (objectKib * 1_024)));
      expect(found?.readBytes).toBeCloseTo(moved.monthlyReadGb * 1e9, -3);
      expect(found?.writtenBytes).toBeCloseTo(moved.monthlyWrittenGb * 1e9, -3);
    }
  });

  it("is advised on for what is old and hardly read, at list prices, which the bill is of", async () => {
    const found = await advised();

    expect(found.flatMap(({ subjects }) => subjects.map(nameOf)).toSorted()).toEqual(["awsold", "azureold", "gcpold"]);
    const movedGib = 19_500 * GIB_PER_GB;
    const perGib = { awsold: [0.023, 0.004, 0.03], azureold: [0.0208, 0.0036, 0.03], gcpold: [0.02, 0.004, 0.02] };
    for (const { subjects, savingUsd } of found) {
      const [now = 0, then = 0, read = 0] = perGib[nameOf(subjects[0] ?? "") as keyof typeof perGib];
      expect(savingUsd).toBeCloseTo(movedGib * (now - then) - 10 * GIB_PER_GB * read * (730 / 24 / 30), 4);
      const bill = billed().filter(
        ({ resourceId = "" }) => /[\w]+$/.exec(resourceId)?.[0] === nameOf(subjects[0] ?? ""),
      );
      const dailyUsd = bill.reduce((sum, line) => sum + moneyNumber(line.billed), 0) / 18;
      expect((dailyUsd * 730) / 24).toBeCloseTo(20_000 * GIB_PER_GB * now, 3);
    }
  });

  it("is not known where the right is missing, and that is told", async () => {
    await seen.realism({
      deniedActions: [
        "cloudwatch:ListMetrics",
        "azure:Microsoft.Insights/metrics/read",
        "gcp:monitoring.timeSeries.list",
      ],
    });
    const refused = await seen.usage().readStores(WINDOW);
    await seen.realism({ deniedActions: [] });

    expect(refused.stores).toEqual([]);
    expect(refused.gaps.join()).toContain("allow cloudwatch:ListMetrics in us-east-1");
    expect(refused.gaps.join()).toContain("Microsoft.Insights/metrics/read");
    expect(refused.gaps.join()).toContain("monitoring.timeSeries.list");
  });

  it("is not known of a bucket whose requests were not counted from the first day on", async () => {
    const early = { fromMs: WINDOW.fromMs - 90 * DAY_MS, toMs: TO_MS };

    expect((await seen.usage().readStores(early)).stores.filter(({ cloud }) => cloud !== "gcp")).toEqual([]);
  });
});
