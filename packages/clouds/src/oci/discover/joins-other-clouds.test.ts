import type { CloudDiscovery } from "@skylane/core";
import { joinTopology } from "@skylane/engine";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discoverAzure } from "../../azure/discover/discover-azure.ts";
import { discoverGcp } from "../../gcp/discover/discover-gcp.ts";
import { discoverOnprem } from "../../onprem/discover/discover-onprem.ts";
import { discoverOci } from "./discover-oci.ts";
import { fakeConfig } from "./fake-config.ts";
import { ociEstate, SUBSCRIPTION } from "./oci-estate.ts";

const config = fakeConfig();
let twin: Twin;
let seen: readonly CloudDiscovery[];
beforeAll(async () => {
  twin = await startTwin({ estate: Estate.parse(ociEstate()), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
  const endpoints = Object.fromEntries(["azure", "gcp", "oci"].map((cloud) => [cloud, `${twin.apiUrl}/${cloud}`]));
  const context = { routerGatewayUrl: `${twin.apiUrl}/routers`, endpoints };
  const request = (id?: string, regions: readonly string[] = []) => ({
    accounts: id === undefined ? [] : [{ id }],
    regions,
    concurrency: 16,
    nowMs: () => Date.UTC(2026, 10, 20),
  });
  seen = await Promise.all([
    discoverOci(context, { environment: config.environment })(request()),
    discoverAzure(context, { environment: { AZURE_ACCESS_TOKEN: "any" } })(request(SUBSCRIPTION)),
    discoverGcp(context, { environment: { GOOGLE_OAUTH_ACCESS_TOKEN: "any" } })(request("skylane-twin")),
    discoverOnprem(context)(request("dc1-r1", ["dc1"])),
  ]);
});
afterAll(async () => {
  config.remove();
  await twin.close();
});

describe("clouds/oci/joins-other-clouds", () => {
  it("makes one connection of the two ends of each link, without a fact that disagrees", () => {
    const { connections, gaps } = joinTopology(seen, { estate: "oracle", networks: [], connections: [], flows: [] }, 1);
    const rows = connections.map(({ kind, sightings, evidence }) =>
      [sightings.find(({ cloud }) => cloud === "oci")?.name ?? kind, sightings.length, evidence[0]?.rule].join(" "),
    );

    expect(gaps).toEqual([]);
    expect(rows.sort()).toEqual([
      "circuit-azure 2 shared-id",
      "circuit-dc 2 inside-addresses",
      "circuit-gcp 2 shared-id",
      "internet 0 routes",
      "pair 2 shared-id",
      "remote 2 shared-id",
      "tunnel-azure 2 public-ips",
      "tunnel-dc 2 public-ips",
      "tunnel-gcp 2 public-ips",
    ]);
    expect(connections.flatMap(({ evidence }) => evidence).filter(({ detail }) => detail.includes("disagree"))).toEqual(
      [],
    );
    expect(connections.every(({ kind, status }) => kind === "internet" || status === "up")).toBe(true);
  });
});
