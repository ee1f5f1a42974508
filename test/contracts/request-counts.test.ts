import type { DiscoveryScopes } from "@skylane/clouds";
import { Flow, type FlowSlot } from "@skylane/core";
import { adviseCosts } from "@skylane/engine";
import { Estate, loadEstate } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LookedAtTwin, twinsToLookAt } from "../support/looked-at-twin.ts";
import { memoryDeps } from "../support/memory-deps.ts";
import { anInventory } from "../support/topologies.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 19, 6, 30);
const TO_MS = Date.UTC(2026, 10, 19);
const WINDOW = { fromMs: TO_MS - 30 * DAY_MS, toMs: TO_MS };
const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const ACCOUNTS: DiscoveryScopes = {
  aws: { accounts: [{ id: "111122223333" }], regions: ["us-east-1"] },
  azure: { accounts: [{ id: SUBSCRIPTION }], regions: [] },
  gcp: { accounts: [{ id: "globalcart-prod" }], regions: [] },
};
const REQUEST_BYTES = 4_096;
const USD_PER_GB = 0.09;
const balancers = (group: string): readonly string[] => [
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/orders/50dc6c495c0c9188",
  `${group}/providers/Microsoft.Network/applicationGateways/orders`,
  "projects/globalcart-prod/regions/us-central1/forwardingRules/orders",
  "projects/globalcart-prod/global/forwardingRules/shop",
];
const groupOf = (estate: Estate): string => {
  const place = estate.networks.find(({ accountId }) => accountId === SUBSCRIPTION);
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-${estate.name}-${place?.regionId}`;
};

/** GlobalCart, whose first flows each have a load balancer at their destination. */
function withBalancers(): Estate {
  const estate = loadEstate("globalcart");
  const ids = balancers(groupOf(estate));
  return Estate.parse({
    ...estate,
    flows: estate.flows.map((flow, i) => {
      const id = ids[i];
      return id === undefined ? flow : { ...flow, loadBalancer: { id, requestBytes: REQUEST_BYTES } };
    }),
  });
}

const twins = twinsToLookAt();
let seen: LookedAtTwin;
let ids: readonly string[];
beforeAll(async () => {
  seen = await twins.start(withBalancers(), ACCOUNTS, NOW);
  ids = balancers(groupOf(seen.estate));
}, 180_000);
afterAll(() => twins.close());

const sent = (flowId: string): number => seen.twin.world.traffic.flowBytes(flowId, WINDOW.fromMs, WINDOW.toMs);

describe("what load balancers count", { timeout: 180_000 }, () => {
  it("is read in three clouds, as the world says", async () => {
    const { counts, gaps } = await seen.usage().readRequests(ids, WINDOW);

    expect(gaps).toEqual([]);
    expect(counts.map(({ loadBalancer }) => loadBalancer).toSorted()).toEqual(ids.toSorted());
    for (const { id, loadBalancer } of seen.estate.flows.slice(0, ids.length)) {
      const found = counts.find((one) => one.loadBalancer === loadBalancer?.id);
      expect((found?.bytes ?? 0) / sent(id)).toBeCloseTo(1, 6);
      expect((found?.requestCount ?? 0) / (sent(id) / REQUEST_BYTES)).toBeCloseTo(1, 6);
    }
  });

  it("makes a flow of many small requests one to cache, at what its bytes cost", async () => {
    const named = seen.estate.flows.slice(0, ids.length);
    const flows = named.map(({ id, source, destination, port, loadBalancer }) =>
      Flow.parse({
        id,
        source: { ip: source },
        destination: { ip: destination, port },
        loadBalancer: loadBalancer?.id,
      }),
    );
    const deps = Object.assign(memoryDeps({ ...anInventory(), flows }), { usage: seen.usage() });
    await deps.topologies.saveSnapshot({ ...seen.topology, connections: [] });
    const slots = named.flatMap(({ id }) =>
      Array.from({ length: 30 }, (_, i): FlowSlot => {
        const startMs = WINDOW.fromMs + i * DAY_MS;
        const bytes = seen.twin.world.traffic.flowBytes(id, startMs, startMs + DAY_MS);
        return { startMs, flowId: id, connectionIds: ["any"], bytes, usd: (bytes / 1e9) * USD_PER_GB };
      }),
    );
    await deps.meterStore.put([], slots);
    await adviseCosts(deps, { atMs: NOW });
    const found = (await deps.costFindings.recommendations()).filter(({ kind }) => kind === "chatty-flow");

    expect(found.flatMap(({ subjects }) => subjects).toSorted()).toEqual(named.map(({ id }) => id).toSorted());
    for (const { subjects, savingHighUsd } of found)
      expect(savingHighUsd).toBeCloseTo((sent(subjects[0] ?? "") / 1e9) * USD_PER_GB * 0.8 * (730 / 24 / 30), 3);
  });

  it("is not known where the right is missing, and that is told", async () => {
    await seen.realism({
      deniedActions: [
        "cloudwatch:GetMetricData",
        "azure:Microsoft.Insights/metrics/read",
        "gcp:monitoring.timeSeries.list",
      ],
    });
    const refused = await seen.usage().readRequests(ids, WINDOW);
    await seen.realism({ deniedActions: [] });

    expect(refused.counts).toEqual([]);
    expect(refused.gaps).toHaveLength(3);
  });

  it("is not known of one that is not there, and others are read", async () => {
    const gone = ids.map((id) => id.replace(/(orders|shop)/, "gone"));
    const { counts } = await seen.usage().readRequests([...gone, ...ids.slice(0, 1)], WINDOW);

    expect(counts.map(({ loadBalancer }) => loadBalancer)).toEqual(ids.slice(0, 1));
  });
});
