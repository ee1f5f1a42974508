import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Estate, loadEstate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiFixtures } from "../../../../../test/support/api-fixtures.ts";

const declarations = readFileSync(
  join(dirname(fileURLToPath(import.meta.resolve("@googleapis/compute"))), "v1.d.ts"),
  "utf8",
);
const subset = apiFixtures("gcp", "compute_v1_schema_subset.json") ?? "";

type TypeOf = (type: string, key: string) => string | undefined;

/** Type of a field of a schema, as the SDK declares it; `undefined` = there is no such field. */
const inSdk: TypeOf = (type, key) => {
  const start = declarations.indexOf(`interface Schema$${type} {`);
  expect(start, `the SDK declares ${type}`).toBeGreaterThan(0);
  const body = declarations.slice(start, declarations.indexOf("\n    }", start));
  const declared = new RegExp(`\\n        ${key}\\?: ([^;]+)`).exec(body)?.[1];
  return declared === undefined ? undefined : (/Schema\$(\w+)/.exec(declared)?.[1] ?? "plain");
};

/** Keys of an answer, at any depth, that the resource type does not have. */
function strangers(value: unknown, type: string, typeOf: TypeOf, at = type): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => strangers(item, type, typeOf, at));
  if (typeof value !== "object" || value === null || type === "plain") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const innerType = typeOf(type, key);
    return innerType === undefined ? [`${at}.${key}`] : strangers(inner, innerType, typeOf, `${at}.${key}`);
  });
}

const partnerEstate = () =>
  Estate.parse({
    version: 1,
    name: "partner",
    networks: [
      { id: "n", cloud: "gcp", regionId: "us-central1", cidrs: ["10.6.0.0/16", "10.7.0.0/16"], gatewayId: "cr" },
      { id: "dc", cloud: "onprem", regionId: "dc", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      { id: "cr", kind: "router", cloud: "gcp", regionId: "us-central1", providerId: "cr", asn: 64_600 },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc", providerId: "r1", asn: 65_010 },
    ],
    connections: [
      {
        id: "partner",
        kind: "interconnect",
        a: { at: "cr", peerIp: "169.254.1.1" },
        b: { at: "r1", peerIp: "169.254.1.2" },
        bandwidthMbps: 500,
        latencyMs: 5,
        bfd: { intervalMs: 300, detectMultiplier: 3 },
      },
    ],
    flows: [],
  });

let twins: readonly { readonly twin: Twin; readonly project: string; readonly router: string }[];
beforeAll(async () => {
  const options = { apiPort: 0, socksPort: 0, seed: 1 };
  twins = [
    {
      twin: await startTwin({ estate: loadEstate("globalcart"), ...options }),
      project: "globalcart-prod",
      router: "router-usc1",
    },
    { twin: await startTwin({ estate: partnerEstate(), ...options }), project: "skylane-twin", router: "cr" },
  ];
});
afterAll(() => Promise.all(twins.map(({ twin }) => twin.close())));

const ask = (path: string): Promise<unknown[]> =>
  Promise.all(
    twins.map(async ({ twin, project, router }) => {
      const url = `${twin.apiUrl}/gcp/compute/v1/projects/${project}/${path.replace("ROUTER", router)}`;
      const answer = await fetch(url, { headers: { authorization: "Bearer any" } });
      expect(answer.status, path).toBe(200);
      return answer.json();
    }),
  );
const objects = (answers: readonly unknown[], field: string): unknown[] =>
  answers.flatMap((answer) => {
    const { items = {} } = answer as { items?: unknown[] | Record<string, Record<string, unknown[]>> };
    return Array.isArray(items) ? items : Object.values(items).flatMap((scope) => scope[field] ?? []);
  });

const kinds = [
  ["global/networks", "networks", "Network"],
  ["aggregated/subnetworks", "subnetworks", "Subnetwork"],
  ["aggregated/instances", "instances", "Instance"],
  ["aggregated/vpnGateways", "vpnGateways", "VpnGateway"],
  ["aggregated/vpnTunnels", "vpnTunnels", "VpnTunnel"],
  ["global/externalVpnGateways", "externalVpnGateways", "ExternalVpnGateway"],
  ["aggregated/routers", "routers", "Router"],
  ["global/interconnects", "interconnects", "Interconnect"],
  ["aggregated/interconnectAttachments", "interconnectAttachments", "InterconnectAttachment"],
  ["global/routes", "routes", "Route"],
  ["global/firewalls", "firewalls", "Firewall"],
  ["regions", "regions", "Region"],
] as const;

describe("clouds/gcp/twin-shapes", () => {
  it.each(kinds)("answers %s with fields that the SDK knows", async (path, field, type) => {
    const answers = objects(await ask(path), field);

    expect(answers.length).toBeGreaterThan(0);
    expect([...new Set(strangers(answers, type, inSdk))]).toEqual([]);
  });

  it("answers the state of a router with fields that the SDK knows", async () => {
    const answers = await ask("regions/us-central1/routers/ROUTER/getRouterStatus");

    expect(strangers(answers, "RouterStatusResponse", inSdk)).toEqual([]);
  });

  it("answers with fields that the vendor's schema has", async ({ skip }) => {
    skip(subset === "");
    const { messages } = JSON.parse(readFileSync(subset, "utf8")) as {
      messages: Record<string, { fields: Record<string, { type: string }> }>;
    };
    const inSchema: TypeOf = (type, key) => {
      const declared = messages[type]?.fields[key]?.type;
      return declared !== undefined && messages[declared] === undefined ? "plain" : declared;
    };
    const known = kinds.filter(([, , type]) => messages[type] !== undefined);
    const odd = await Promise.all(
      known.map(async ([path, field, type]) => strangers(objects(await ask(path), field), type, inSchema)),
    );
    const status = await ask("regions/us-central1/routers/ROUTER/getRouterStatus");

    expect(known.length).toBeGreaterThanOrEqual(9);
    expect([...new Set(odd.flat())]).toEqual([]);
    expect(strangers(status, "RouterStatusResponse", inSchema)).toEqual([]);
  });
});
