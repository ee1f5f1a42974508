import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { MeasuredProof, type OutpostName } from "@skylane/core";
import { unzipSync } from "fflate";
import { CONFIG_FILE } from "../../infra/config-file.ts";
import type { OutpostCloud } from "../../infra/outposts.ts";
import { makeArtefact } from "../../tools/artefacts/make-artefact.ts";
import type { HubItem } from "../support/fake-hub.ts";

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

/** What a hub asks the prover of a network to measure: a connection to this port of the loopback. */
export function proofRequestItem(networkKey: string, port: number): HubItem {
  const task = { intentId: "in-1-abc-1", sourceIp: "10.6.0.9", host: "127.0.0.1", port, isTls: false };
  const request = { id: "r1", expiresAtMs: Number.MAX_SAFE_INTEGER, tasks: [task] };
  return { pk: { S: `PROOF-REQUEST#${networkKey}` }, sk: { S: "r1" }, doc: { M: marshall(request) } };
}

/** A group that was built, with one path that is probed from the vantage of `smallConfig`. */
export function builtGroupItem(port: number): HubItem {
  const probe = { vantageId: "here", kind: "tcp", sourceIp: "127.0.0.1", host: "127.0.0.1", port };
  const built = {
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
  return { pk: { S: "BUILT-GROUP" }, sk: { S: "in-1-abc.g" }, doc: { M: marshall(built) } };
}

/** What a prover has answered, as the hub reads it. */
export const measuredIn = ({ doc }: HubItem): MeasuredProof =>
  MeasuredProof.parse(unmarshall(doc.M as Record<string, AttributeValue>));
