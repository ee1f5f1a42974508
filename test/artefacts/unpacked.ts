import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { IntentId, type OutpostName } from "@skylane/core";
import { unzipSync } from "fflate";
import { CONFIG_FILE } from "../../infra/config-file.ts";
import type { OutpostCloud } from "../../infra/outposts.ts";
import { sdkTables } from "../../packages/runtime/src/store/sdk-tables.ts";
import { documentTable } from "../../packages/runtime/src/store/state/document-table.ts";
import { proofRequestsIn } from "../../packages/runtime/src/store/state/proof-store.ts";
import { systemClock } from "../../packages/runtime/src/time.ts";
import { makeArtefact } from "../../tools/artefacts/make-artefact.ts";

const root = join(import.meta.dirname, "../..");

/** The link as each cloud's samples of alarms name it. */
const LINK_IDS: Readonly<Record<OutpostCloud, string>> = {
  azure: "/subscriptions/0000/resourcegroups/rg/providers/Microsoft.Network/expressRouteCircuits/er-eastus-1",
  gcp: "projects/network-prod/regions/us-central1/vpnTunnels/vpn-usc1-1",
};

/** A configuration with one vantage and one path in a cloud, probed over loopback for two seconds. */
export const smallConfig = (cloud: OutpostCloud, port: number) => ({
  version: 1,
  estate: "globalcart",
  regions: { home: "us-east-1", standby: "us-west-2" },
  clouds: { [cloud]: { accounts: [{ id: "globalcart-test", regions: ["here"] }] } },
  policies: [],
  networks: [
    { id: "cloud", cloud, regionId: "here", cidrs: ["10.6.0.0/16"] },
    { id: "site", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"] },
  ],
  connections: [
    {
      id: "link",
      kind: "vpn",
      ends: ["cloud", "site"],
      bandwidthMbps: 100,
      isEncrypted: true,
      isPublic: true,
      providerId: LINK_IDS[cloud],
    },
  ],
  probing: { allowedTargets: ["127.0.0.0/8"], isLoopbackAllowed: true },
  thresholds: { burstMs: "2 seconds", probeIntervalMs: "100 ms" },
  vantages: [{ id: "here", networkId: "cloud" }],
  groups: [
    {
      id: "g",
      sides: [
        { id: "cloud", networkId: "cloud" },
        { id: "site", networkId: "site" },
      ],
      paths: [
        {
          id: "link",
          connectionId: "link",
          probe: { vantageId: "here", kind: "tcp", sourceIp: "127.0.0.1", host: "127.0.0.1", port },
          handles: {},
        },
      ],
    },
  ],
  flows: [],
  people: [{ id: "oncall@globalcart.example", role: "operator" }],
});

/** A package, unpacked as its cloud does it, inside the project: what a host brings along is found in its node_modules. */
export async function unpacked(cloud: OutpostCloud, outpost: OutpostName, config: object) {
  mkdirSync(join(root, ".skylane"), { recursive: true });
  const folder = mkdtempSync(join(root, ".skylane/artefact-"));
  const { zip } = await makeArtefact(cloud, outpost, JSON.stringify(config));
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return {
    folder,
    configFile: join(folder, CONFIG_FILE),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The hub's own side of its state table: what waits there for workloads, and what they have answered. */
export async function hubSide(hubUrl: string, networkKeys: readonly string[], port: number) {
  const credentials = { accessKeyId: "HUB", secretAccessKey: "not-a-secret" };
  const table = documentTable(sdkTables("us-east-1", { endpoint: hubUrl, credentials }), "skylane-test-state");
  const requests = proofRequestsIn(table, systemClock);
  const task = { intentId: INTENT, sourceIp: "10.6.0.9", host: "127.0.0.1", port, isTls: false };
  for (const place of networkKeys)
    await requests.ask(place, { id: "r1", expiresAtMs: systemClock.nowMs() + 100_000, tasks: [task] });
  const built = builtGroup(port);
  await table.put({ pk: "BUILT-GROUP", sk: built.group.id }, built);
  return requests;
}

const INTENT = IntentId.parse("in-1-abc-1");

/** A group that was built, with one path that is probed from the vantage of `smallConfig`. */
function builtGroup(port: number) {
  const probe = { vantageId: "here", kind: "tcp", sourceIp: "127.0.0.1", host: "127.0.0.1", port };
  return {
    runId: "in-1-abc",
    intentIds: ["in-1-abc-1"],
    group: {
      id: "in-1-abc.g",
      sides: [
        { id: "source", networkId: "cloud" },
        { id: "destination", networkId: "site" },
      ],
      paths: [{ id: "in-1-abc.g.way", connectionId: "link", probe, handles: {} }],
    },
    networks: [],
    connections: [],
    policies: [],
    flows: [],
  };
}
