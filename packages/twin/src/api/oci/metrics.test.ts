import { describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { seededRandom } from "../../world/clock.ts";
import { createWorld, type World } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import { ociApi } from "./index.ts";
import { compartmentId } from "./tenancy.ts";

const NOW = Date.UTC(2026, 10, 21, 10, 7, 30);
const MIDNIGHT = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const TENANCY = "ocid1.tenancy.oc1..aaaaskylane";

const link = (id: string, kind: string, announced: string) => ({
  id,
  kind,
  a: { at: "drg", announces: ["10.20.0.0/16"], publicIp: "198.51.100.1" },
  b: { at: "r1", announces: [announced] },
  bandwidthMbps: 1_000,
  latencyMs: 5,
});
const estate = Estate.parse({
  version: 1,
  name: "oracle",
  networks: [
    { id: "ledger", cloud: "oci", regionId: "us-ashburn-1", cidrs: ["10.20.0.0/16"], gatewayId: "drg" },
    { id: "dc", cloud: "onprem", regionId: "dc", cidrs: ["10.9.0.0/16", "10.8.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    { id: "drg", kind: "router", cloud: "oci", regionId: "us-ashburn-1", providerId: "drg", asn: 31_898 },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc", providerId: "r1", asn: 65_010 },
  ],
  connections: [link("tunnel", "vpn", "10.9.0.0/16"), link("circuit", "fastconnect", "10.8.0.0/16")],
  flows: [
    { id: "books", source: "10.20.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 90 },
    { id: "back", source: "10.9.0.5", destination: "10.20.0.5", port: 443, monthlyGb: 30 },
    { id: "bulk", source: "10.20.0.6", destination: "10.8.0.5", port: 443, monthlyGb: 600 },
  ],
  traffic: { seed: 5 },
});

interface Row {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly aggregatedDatapoints: readonly { readonly timestamp: string; readonly value: number }[];
}
const ask = (
  world: World,
  body: Readonly<Record<string, string>>,
  { compartment = TENANCY, subtree = "true", realism = {} as object } = {},
) => {
  const answer = ociApi.call(
    world,
    {
      method: "POST",
      path: "/us-ashburn-1/20180401/metrics/actions/summarizeMetricsData",
      query: new URLSearchParams({ compartmentId: compartment, compartmentIdInSubtree: subtree }),
      headers: { authorization: 'Signature version="1",keyId="t/u/f",signature="s"' },
      body: {
        startTime: new Date(MIDNIGHT - DAY).toISOString(),
        endTime: new Date(MIDNIGHT).toISOString(),
        ...body,
      },
      origin: "http://x/oci",
    },
    { realism: Realism.parse(realism), isThrottled: false },
  );
  return { statusCode: answer.statusCode, rows: answer.body as readonly Row[] };
};
const newWorld = (): World => createWorld(estate, { nowMs: () => NOW, after: () => () => undefined }, seededRandom(1));
const sumOf = (row: Row | undefined): number =>
  (row?.aggregatedDatapoints ?? []).reduce((sum, { value }) => sum + value, 0);

describe("twin/api/oci/metrics", () => {
  it("counts what Oracle's end of tunnels, circuits and attachments sends and receives", () => {
    const world = newWorld();
    const sent = (id: string, isForward = true) => world.traffic.bytes(id, isForward, MIDNIGHT - DAY, MIDNIGHT);
    const one = (namespace: string, metric: string) => ask(world, { namespace, query: `${metric}[5m].sum()` }).rows;

    expect(sumOf(one("oci_vpn", "BytesSent")[0]) / sent("tunnel")).toBeCloseTo(1, 6);
    expect(sumOf(one("oci_fastconnect", "BytesReceived")[0]) / sent("circuit", false)).toBeCloseTo(1, 6);
    expect(sumOf(one("oci_fastconnect", "BytesSent")[0]) / sent("circuit")).toBeCloseTo(1, 6);
    expect(one("oci_vpn", "BytesSent")[0]?.aggregatedDatapoints).toHaveLength(288);
    const attachments = one("oci_dynamic_routing_gateway", "BytesToDrgAttachment");
    expect(attachments.map(({ dimensions }) => dimensions.attachmentType).sort()).toEqual([
      "IPSEC_TUNNEL",
      "VIRTUAL_CIRCUIT",
    ]);
    expect(attachments.reduce((sum, row) => sum + sumOf(row), 0) / (sent("tunnel") + sent("circuit"))).toBeCloseTo(
      1,
      6,
    );
    expect(one("oci_vpn", "PacketsSent")).toEqual([]);
  });

  it("gives statistics of an interval: the sum, the mean of its minutes, and a second's share", () => {
    const world = newWorld();
    const hourly = (statistic: string) =>
      sumOf(ask(world, { namespace: "oci_vpn", query: `BytesSent[1h].${statistic}()` }).rows[0]);

    expect((hourly("mean") * 60) / hourly("sum")).toBeCloseTo(1, 6);
    expect((hourly("rate") * 3_600) / hourly("sum")).toBeCloseTo(1, 6);
    expect(hourly("count")).toBe(24 * 60);
  });

  it("tells one series by its dimensions, and nothing of what is to come or no longer kept", () => {
    const world = newWorld();
    const [row] = ask(world, { namespace: "oci_vpn", query: "BytesSent[5m].sum()" }).rows;
    const of = (condition: string, more: Readonly<Record<string, string>> = {}) =>
      ask(world, { namespace: "oci_vpn", query: `BytesSent[5m]{${condition}}.sum()`, ...more }).rows;

    expect(of(`parentResourceId = "${row?.dimensions.parentResourceId}"`)).toEqual([row]);
    expect(of('parentResourceId = "none"')).toEqual([]);
    const now = { startTime: new Date(NOW - 600_000).toISOString(), endTime: new Date(NOW + 600_000).toISOString() };
    expect(of("", now)[0]?.aggregatedDatapoints.map(({ timestamp }) => timestamp.slice(11, 16))).toEqual([
      "09:55",
      "10:00",
      "10:05",
    ]);
    const old = {
      startTime: new Date(MIDNIGHT - 40 * DAY).toISOString(),
      endTime: new Date(MIDNIGHT - 39 * DAY).toISOString(),
    };
    expect(of("", old)).toEqual([]);
    expect(ask(world, { namespace: "oci_vpn", query: "BytesSent[1h].sum()", ...old }).rows).toHaveLength(1);
  });

  it("answers for a compartment or the whole tenancy, and refuses what it cannot read or may not show", () => {
    const world = newWorld();
    const good = { namespace: "oci_vpn", query: "BytesSent[5m].sum()" };

    expect(ask(world, good, { compartment: compartmentId(TENANCY), subtree: "false" }).rows).toHaveLength(1);
    expect(ask(world, good, { subtree: "false" }).rows).toEqual([]);
    expect(ask(world, good, { compartment: "ocid1.compartment.oc1..none" })).toMatchObject({ statusCode: 404 });
    expect(ask(world, good, { realism: { deniedActions: ["oci:METRIC_READ"] } })).toMatchObject({ statusCode: 404 });
    for (const wrong of [
      { query: "BytesSent" },
      { query: "BytesSent[9x].sum()" },
      { query: "BytesSent[5m].median()" },
      { resolution: "never" },
      { endTime: new Date(MIDNIGHT - 2 * DAY).toISOString() },
    ])
      expect(ask(world, { ...good, ...wrong }), JSON.stringify(wrong)).toMatchObject({ statusCode: 400 });
  });
});
