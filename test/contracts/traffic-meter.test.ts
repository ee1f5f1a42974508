import type { DiscoveryScopes } from "@skylane/clouds";
import { METER_SLOT_MS, type TopologyConnection } from "@skylane/core";
import { Estate, loadEstate } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "../../packages/cli/src/discover/find-config.ts";
import { scopesFrom } from "../../packages/cli/src/discover/scopes.ts";
import { hubEstate } from "../../packages/clouds/src/azure/discover/hub-estate.ts";
import { ociEstate, SUBSCRIPTION } from "../../packages/clouds/src/oci/discover/oci-estate.ts";
import { type LookedAtTwin, twinsToLookAt } from "../support/looked-at-twin.ts";

const NOW = Date.UTC(2026, 10, 19, 14, 7, 30);
const WINDOW = { fromMs: Date.UTC(2026, 10, 19, 8), toMs: Date.UTC(2026, 10, 19, 14) };
const SLOTS = (WINDOW.toMs - WINDOW.fromMs) / METER_SLOT_MS;

const twins = twinsToLookAt();
const look = (estate: Estate, accounts: DiscoveryScopes): Promise<LookedAtTwin> => twins.start(estate, accounts, NOW);

/** What the world says a direction of a link carried; links are told apart by the ids that both know. */
function truthOf({ twin, estate }: LookedAtTwin, connection: TopologyConnection, fromKey: string) {
  const names = new Set(
    connection.sightings.flatMap(({ nativeId, aliases, name = "" }) =>
      [nativeId, nativeId.slice(nativeId.lastIndexOf("/") + 1), name, ...aliases].map((one) => one.toLowerCase()),
    ),
  );
  const found = estate.connections.filter(
    ({ id, providerId = id }) => names.has(id) || names.has(providerId.toLowerCase()),
  );
  const [link] = found;
  if (!link || found.length > 1) throw new Error(`${connection.id} is ${found.map(({ id }) => id).join() || "none"}`);
  const from = connection.ends.find(({ at }) => at === fromKey);
  const placeOf = (at: string) => [...estate.gateways, ...estate.networks].find(({ id }) => id === at);
  const [a, b] = [placeOf(link.a.at), placeOf(link.b.at)];
  const isNear = (place: typeof a): boolean => place?.cloud === from?.cloud && place?.regionId === from?.regionId;
  const isAt = (place: typeof a): boolean =>
    isNear(a) === isNear(b) ? fromKey.includes(place?.id ?? "?") : isNear(place);
  if (isAt(a) === isAt(b)) throw new Error(`${connection.id}: which end sends?`);
  return {
    id: link.id,
    bytes: (fromMs: number, toMs: number) => twin.world.traffic.bytes(link.id, isAt(a), fromMs, toMs),
  };
}

/** Every direction that was counted, beside what the world says. */
async function compare(seen: LookedAtTwin) {
  const { slots, gaps } = await seen.meter().read(WINDOW);
  const byId = new Map(seen.topology.connections.map((one) => [one.id, one]));
  const directions = Map.groupBy(slots, ({ connectionId, fromKey }) => `${connectionId} ${fromKey}`);
  const rows = [...directions.values()].map((ofOne) => {
    const { connectionId, fromKey } = ofOne[0] as (typeof ofOne)[number];
    const connection = byId.get(connectionId) as TopologyConnection;
    const truth = truthOf(seen, connection, fromKey);
    return {
      connection,
      id: truth.id,
      slots: ofOne.toSorted((one, other) => one.startMs - other.startMs),
      trueBytes: truth.bytes(WINDOW.fromMs, WINDOW.toMs),
      truth: truth.bytes,
    };
  });
  return { rows, gaps };
}

/** Bytes a second of a link may be rounded by each point of a counter. */
const tolerance = (bytes: number): number => bytes * 0.01 + 100;

const estates = {
  "traffic that varies by hour, over 127 links": () => {
    const accounts = scopesFrom(findConfig(undefined, "globalcart"), {});
    return look(loadEstate("globalcart"), accounts);
  },
  "links of Azure's virtual hubs": () =>
    look(Estate.parse({ ...hubEstate(), flows: hubFlows(), traffic: { seed: 3 } }), {
      aws: { accounts: [{ id: "111122223333" }], regions: ["us-east-1"] },
      azure: { accounts: [{ id: SUBSCRIPTION }], regions: [] },
      onprem: { accounts: [{ id: "r1" }], regions: ["dc1"] },
    }),
  "constant traffic, over links of Oracle's cloud": () => {
    const everywhere = { regions: [] };
    return look(Estate.parse({ ...ociEstate(), flows: flowsEverywhere }), {
      azure: { accounts: [{ id: SUBSCRIPTION }], ...everywhere },
      gcp: { accounts: [{ id: "skylane-twin" }], ...everywhere },
      oci: { accounts: [], ...everywhere },
      onprem: { accounts: [{ id: "dc1-r1" }], regions: ["dc1"] },
    });
  },
};
const hubFlows = () => [
  flow("to-aws", "10.4.0.5", "10.1.0.5"),
  flow("from-aws", "10.1.0.5", "10.4.0.5"),
  flow("branch", "10.4.0.5", "10.9.1.5"),
  flow("other-branch", "10.9.2.5", "10.4.0.5"),
  flow("circuit", "10.5.0.5", "10.9.7.5"),
  flow("back", "10.9.7.5", "10.5.0.5"),
  flow("legacy", "10.6.0.5", "10.7.0.5"),
];
const flow = (id: string, source: string, destination: string) => ({
  id,
  source,
  destination,
  port: 443,
  monthlyGb: 900,
});
const flowsEverywhere = [
  flow("oci-azure", "10.20.0.5", "10.30.0.5"),
  flow("azure-oci", "10.30.0.5", "10.20.0.5"),
  flow("gcp-oci", "10.40.0.5", "10.20.0.5"),
  flow("oci-gcp", "10.20.0.5", "10.40.0.5"),
  flow("fra-dc", "10.22.0.5", "10.50.0.5"),
  flow("dc-fra", "10.50.0.5", "10.22.0.5"),
  flow("dc-iad", "10.50.0.5", "10.20.0.5"),
  flow("iad-fra", "10.20.0.5", "10.22.0.5"),
];

afterAll(() => twins.close());

describe.each(Object.entries(estates))("traffic meters: %s", { timeout: 60_000 }, (_, start) => {
  let seen: LookedAtTwin;
  beforeAll(async () => {
    seen = await start();
  }, 60_000);

  it("count every byte once in each direction, slot by slot, as the world carried it", async () => {
    const { rows, gaps } = await compare(seen);

    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const { id, slots, trueBytes, truth } of rows) {
      expect(slots.length, id).toBe(SLOTS);
      expect(
        slots.every(({ coverageRatio }) => coverageRatio === 1),
        id,
      ).toBe(true);
      const sum = slots.reduce((total, { bytes }) => total + bytes, 0);
      expect(Math.abs(sum - trueBytes), `${id}: ${sum} of ${trueBytes}`).toBeLessThan(tolerance(trueBytes));
      for (const { startMs, bytes } of slots) {
        const expected = truth(startMs, startMs + METER_SLOT_MS);
        expect(Math.abs(bytes - expected), `${id} at ${startMs}`).toBeLessThan(tolerance(expected));
      }
    }
    expect(rows.filter(({ trueBytes }) => trueBytes > 1e6).length).toBeGreaterThan(4);
    // what is not counted is said, and nothing else is
    const uncounted = gaps.reduce((total, gap) => total + Number(/^(\d+) connections? (is|are) not/.exec(gap)?.[1]), 0);
    const links = seen.topology.connections.filter(({ kind }) => kind !== "internet").length;
    expect(new Set(rows.map(({ connection }) => connection)).size + uncounted).toBe(links);
  });

  it("say which right is missing and what to do, and count nothing there, which is not zero", async () => {
    const before = await seen.meter().read(WINDOW);
    const clouds = [...new Set(seen.topology.connections.flatMap(({ sightings }) => sightings))];
    const awsRegions = new Set(clouds.flatMap(({ cloud, regionId }) => (cloud === "aws" ? [`aws:${regionId}`] : [])));
    await seen.realism({
      deniedActions: ["azure:Microsoft.Insights/metrics/read", "oci:METRIC_READ"],
      deniedScopes: [...awsRegions],
    });
    const { slots, gaps } = await seen.meter().read(WINDOW);
    await seen.realism({});

    expect(slots.length).toBeLessThan(before.slots.length);
    const cloudOf = new Map(seen.topology.connections.flatMap(({ ends }) => ends.map(({ at, cloud }) => [at, cloud])));
    expect(new Set(slots.map(({ fromKey }) => cloudOf.get(fromKey))).has("azure")).toBe(false);
    expect(gaps).toContainEqual(
      expect.stringMatching(/^azure .*: Microsoft.Insights\/metrics\/read: .*; let the role/),
    );
    if (awsRegions.size > 0) expect(gaps).toContainEqual(expect.stringMatching(/^aws .*: cloudwatch:GetMetricData: /));
    if (seen.accounts.oci)
      expect(gaps).toContainEqual(expect.stringMatching(/^oci .*: SummarizeMetricsData: .* read metrics there/));
  });

  it("count as much of a slot as has come, and wait for the rest", async () => {
    const early = { fromMs: WINDOW.toMs - METER_SLOT_MS, toMs: WINDOW.toMs + METER_SLOT_MS };
    const { slots } = await seen.meter().read(early);
    const running = slots.filter(({ startMs }) => startMs === WINDOW.toMs);

    expect(slots.length).toBeGreaterThan(running.length);
    // it is half past seven: nobody has counted more than that
    for (const { coverageRatio } of running) expect(coverageRatio).toBeLessThan(0.8);
  });
});
