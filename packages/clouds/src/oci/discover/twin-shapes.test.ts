import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ociEstate, TENANCY } from "./oci-estate.ts";

const models = (sdk: string): string => join(dirname(fileURLToPath(import.meta.resolve(sdk))), "lib", "model");
const core = models("oci-core");

interface Declared {
  /** Fields that the SDK declares, with the model of each that has one. */
  readonly fields: ReadonlyMap<string, string | undefined>;
  /** Fields without which the SDK's type is not whole. */
  readonly required: readonly string[];
}

/** Where the SDK declares a model; its names of files follow no rule. */
function fileOf(folder: string, model: string): string {
  const index = readFileSync(join(folder, "index.d.ts"), "utf8");
  const file = new RegExp(`import \\* as ${model} from "\\./([\\w-]+)"`).exec(index)?.[1];
  expect(file, `the SDK declares ${model}`).toBeDefined();
  return readFileSync(join(folder, `${file}.d.ts`), "utf8");
}

/** What the SDK declares of a model: its own fields, and those of what it extends. */
function declared(folder: string, model: string): Declared {
  const text = fileOf(folder, model);
  const parent = /export interface \w+ extends model\.(\w+)/.exec(text)?.[1];
  const above = parent === undefined ? undefined : declared(folder, parent);
  const own = [...text.matchAll(/^ {4}"(\w+)"(\??): ([^;]+);/gm)];
  expect(own.length + (above?.fields.size ?? 0), model).toBeGreaterThan(0);
  return {
    fields: new Map([
      ...(above?.fields ?? []),
      ...own.map(([, name = "", , type = ""]) => [name, /model\.(\w+)/.exec(type)?.[1]] as const),
    ]),
    required: [...(above?.required ?? []), ...own.flatMap(([, name = "", isOptional]) => (isOptional ? [] : [name]))],
  };
}

/** What an answer has that the SDK does not know, and lacks that the SDK counts on. */
function faults(value: unknown, folder: string, of: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => faults(item, folder, of));
  if (typeof value !== "object" || value === null) return [];
  const { fields, required } = declared(folder, of);
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${of} lacks ${name}`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      if (!fields.has(name)) return [`${of} has ${name}`];
      const model = fields.get(name);
      return model === undefined || typeof inner !== "object" ? [] : faults(inner, folder, model);
    }),
  ];
}

let twin: Twin;
beforeAll(async () => {
  twin = await startTwin({ estate: Estate.parse(ociEstate()), apiPort: 0, socksPort: 0, seed: 1 });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
});
afterAll(() => twin.close());

const headers = { authorization: 'Signature version="1",keyId="t/u/f"' };
const ask = async (path: string, method = "GET"): Promise<Record<string, string>[]> => {
  const answer = await fetch(`${twin.apiUrl}/oci/us-ashburn-1/20160918/${path}`, { headers, method });
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as Record<string, string>[];
};
const compartmentId = async (): Promise<string> => {
  const [compartment] = await ask(`compartments?compartmentId=${TENANCY}&compartmentIdInSubtree=true`);
  return compartment?.id ?? "";
};
const list = async (collection: string, more = ""): Promise<Record<string, string>[]> =>
  ask(`${collection}?compartmentId=${await compartmentId()}${more}`);

describe("clouds/oci/twin-shapes", () => {
  it.each([
    ["vcns", "Vcn", ""],
    ["subnets", "Subnet", ""],
    ["routeTables", "RouteTable", ""],
    ["vnicAttachments", "VnicAttachment", ""],
    ["drgs", "Drg", ""],
    ["drgAttachments", "DrgAttachment", "&attachmentType=ALL"],
    ["cpes", "Cpe", ""],
    ["ipsecConnections", "IPSecConnection", ""],
    ["virtualCircuits", "VirtualCircuit", ""],
    ["remotePeeringConnections", "RemotePeeringConnection", ""],
    ["localPeeringGateways", "LocalPeeringGateway", ""],
    ["internetGateways", "InternetGateway", ""],
  ])("answers %s as the vendor's SDK declares them", async (collection, model, more) => {
    const rows = await list(collection, more);

    expect(rows.length).toBeGreaterThan(0);
    expect([...new Set(faults(rows, core, model))]).toEqual([]);
  });

  it("answers what is inside of connections and gateways as the vendor's SDK declares it", async () => {
    const [ipsec] = await list("ipsecConnections");
    const tunnels = await ask(`ipsecConnections/${ipsec?.id}/tunnels`);
    const routes = await ask(`ipsecConnections/${ipsec?.id}/tunnels/${tunnels[0]?.id}/routes`);
    const [drg] = await list("drgs");
    const tables = await ask(`drgRouteTables?drgId=${drg?.id}`);
    const rules = await ask(`drgRouteTables/${tables[0]?.id}/drgRouteRules`);
    const infos = await ask(`drgs/${drg?.id}/actions/getAllDrgAttachments?attachmentType=ALL`, "POST");

    const distributions = await ask(`drgRouteDistributions?drgId=${drg?.id}`);
    const statements = await ask(`drgRouteDistributions/${distributions[0]?.id}/drgRouteDistributionStatements`);

    for (const rows of [distributions, statements, tunnels, routes, tables, rules, infos])
      expect(rows.length).toBeGreaterThan(0);
    expect(faults(tunnels, core, "IPSecConnectionTunnel")).toEqual([]);
    expect(faults(routes, core, "TunnelRouteSummary")).toEqual([]);
    expect(faults(tables, core, "DrgRouteTable")).toEqual([]);
    expect(faults(rules, core, "DrgRouteRule")).toEqual([]);
    expect(faults(distributions, core, "DrgRouteDistribution")).toEqual([]);
    expect(faults(statements, core, "DrgRouteDistributionStatement")).toEqual([]);
    expect(faults(infos, core, "DrgAttachmentInfo")).toEqual([]);
  });

  it("answers Regions and compartments as the vendor's SDK declares them", async () => {
    const identity = models("oci-identity");

    expect(faults(await ask(`tenancies/${TENANCY}/regionSubscriptions`), identity, "RegionSubscription")).toEqual([]);
    expect(faults(await ask(`compartments?compartmentId=${TENANCY}`), identity, "Compartment")).toEqual([]);
  });
});
