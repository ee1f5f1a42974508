import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudDiscovery } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apiFixtures } from "../../../../../test/support/api-fixtures.ts";
import { discoverAws } from "./discover-aws.ts";
import { type FakeAws, startFakeAws } from "./fake-aws.ts";

const folder = apiFixtures("aws");
type Json = Readonly<Record<string, unknown>>;

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, { readonly shape: string; readonly locationName?: string }>>;
  readonly member?: { readonly shape: string; readonly locationName?: string };
}
interface Schema {
  readonly operations: Readonly<Record<string, { readonly output?: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const readJson = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(folder ?? "", ...path), "utf8"));

/** Published examples and recordings of one operation, all lists of the same name put together. */
function published(service: string, action: string): Json | undefined {
  const merged: Record<string, unknown> = {};
  const add = (answer: unknown): void => {
    for (const [name, value] of Object.entries(answer as Json))
      if (Array.isArray(value)) merged[name] = [...((merged[name] as unknown[]) ?? []), ...value];
  };
  const docs = readJson("docs-aws-cli", `${service}.json`) as { operations: Record<string, { json: unknown[] }> };
  const kebab = action.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  for (const answer of docs.operations[kebab]?.json ?? []) add(answer);
  const recorded = ["recorded-c7n", `${service}.${action}.json`];
  if (existsSync(join(folder ?? "", ...recorded)))
    for (const { response } of (readJson(...recorded) as { samples: { response: object }[] }).samples) add(response);
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/** The first that was recorded, without its moments, which a recording holds in parts. */
function recordedCoreNetwork(): Json {
  const recorded = readJson("recorded-c7n", "networkmanager.GetCoreNetwork.json") as {
    samples: { response: { CoreNetwork?: Json } }[];
  };
  const { CreatedAt: _, ...CoreNetwork } = recorded.samples[0]?.response.CoreNetwork ?? {};
  return { CoreNetwork };
}

/** An answer as EC2 sends it, by the vendor's own description of its XML. */
function xmlOf(schema: Schema, shapeName: string, value: unknown): string {
  const shape = schema.shapes[shapeName];
  if (shape?.type === "list") {
    const { shape: item = "", locationName = "member" } = shape.member ?? {};
    return (value as unknown[]).map((one) => `<${locationName}>${xmlOf(schema, item, one)}</${locationName}>`).join("");
  }
  if (shape?.type === "structure")
    return Object.entries(shape.members ?? {})
      .map(([name, { shape: inner, locationName = name }]) => {
        const part = (value as Json)[name];
        return part === undefined || part === null
          ? ""
          : `<${locationName}>${xmlOf(schema, inner, part)}</${locationName}>`;
      })
      .join("");
  if (typeof value === "object" && value !== null) return momentOf(value as Json);
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

/** Recordings hold moments in parts. */
const momentOf = ({ year, month, day }: Json): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}T00:00:00.000Z`;

let fake: FakeAws | undefined;
beforeEach(async () => {
  if (folder === undefined) return;
  const schema = readJson("botocore", "ec2_schema_subset.json") as Schema;
  fake = await startFakeAws((operation) => {
    const [service = "", action = ""] = operation.split(":");
    if (service === "directconnect") return withoutMoments(published(service, action) ?? {});
    if (service === "networkmanager")
      return action === "GetCoreNetwork" ? recordedCoreNetwork() : published(service, action);
    const output = schema.operations[action]?.output?.shape;
    const answer =
      service === "ec2" && output !== undefined ? completed(action, published(service, action)) : undefined;
    return answer && output !== undefined
      ? `<${action}Response>${xmlOf(schema, output, answer)}</${action}Response>`
      : undefined;
  });
  vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  vi.stubEnv("AWS_REGION", "us-east-1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

/** Peerings and Connect peers are asked for only where there are such attachments, of which there is no published example. */
const completed = (action: string, answer: Json | undefined): Json | undefined =>
  action === "DescribeTransitGatewayAttachments"
    ? {
        TransitGatewayAttachments: [
          ...((answer?.TransitGatewayAttachments as Json[]) ?? []),
          { ResourceType: "peering" },
          { ResourceType: "connect" },
        ],
      }
    : answer;

/** Moments of recordings are objects, which Direct Connect's JSON never holds. */
const withoutMoments = (answer: Json): Json =>
  JSON.parse(JSON.stringify(answer), (name, value: unknown) => (/Time$/.test(name) ? undefined : value)) as Json;

describe("clouds/aws/published-examples", () => {
  it("understands the vendor's published examples and recorded answers, through the real SDKs", async ({ skip }) => {
    skip(folder === undefined);
    const found = await discoverAws()({
      accounts: [],
      regions: ["us-east-1", "us-west-2"],
      concurrency: 4,
      nowMs: () => 1_795_000_000_000,
    });

    CloudDiscovery.parse(found);
    expect(found.gaps).toEqual([]);
    expect(found.networks.length).toBeGreaterThan(3);
    expect(new Set(found.gateways.map(({ kind }) => kind))).toEqual(
      new Set(["transit-gateway", "vpn-gateway", "direct-connect-gateway", "nat-gateway", "core-network"]),
    );
    const kinds = Map.groupBy(found.links, ({ nativeId }) => nativeId.replace(/-.*/, ""));
    for (const kind of ["vpn", "dxvif", "dxcon", "tgw"]) expect(kinds.get(kind), kind).toBeDefined();
    expect(found.links.find(({ nativeId }) => nativeId === "vpn-1122334455aabbccd")).toMatchObject({
      at: "aws/tgw-00112233445566aab",
      control: "partial",
      join: { localPublicIp: "203.0.113.5" },
    });
    expect(found.links.find(({ nativeId }) => nativeId === "dxvif-ffhhk74f")).toMatchObject({
      control: "down",
      at: "aws/vgw-aba37db6",
      join: { vlan: 101, localInsideIp: "192.168.1.1", peerInsideIp: "192.168.1.2", peerAsn: 65_000 },
    });
    expect(found.links.find(({ nativeId }) => nativeId === "tgw-attach-4455667788aabbccd")).toMatchObject({
      at: "aws/tgw-123abc05e04123abc",
      peer: "aws/tgw-11223344aabbcc112",
      provisioning: "pending",
      control: "down",
    });
    expect(found.gateways.find(({ kind }) => kind === "core-network")).toMatchObject({
      key: "aws/core-network-04c02e46aeb73c20d/us-east-1",
      name: "core-2",
      regionId: "us-east-1",
      asn: 64_512,
    });
    expect(found.routes.some(({ next }) => next.kind === "local")).toBe(true);
    expect(found.routes.some(({ next }) => next.kind === "internet")).toBe(true);
    for (const secret of ["asdf34example", "authKey", "bgp_auth_key"])
      expect(JSON.stringify(found)).not.toContain(secret);
  });
});
