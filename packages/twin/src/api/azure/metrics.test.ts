import { describe, expect, it } from "vitest";
import { Estate } from "../../estate/estate.ts";
import { loadEstate } from "../../estate/load-estate.ts";
import { seededRandom } from "../../world/clock.ts";
import { createWorld, type World } from "../../world/world.ts";
import { Realism } from "../realism.ts";
import { azureApi } from "./index.ts";

const NOW = Date.UTC(2026, 10, 21, 10, 7, 30);
const MIDNIGHT = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const globalcart = loadEstate("globalcart");
const circuit = globalcart.connections.find(({ id }) => id === "er-eastus-1");

const worldOf = (estate: Estate): World =>
  createWorld(estate, { nowMs: () => NOW, after: () => () => undefined }, seededRandom(1));

interface Metrics {
  readonly value: readonly {
    readonly name: { readonly value: string };
    readonly unit: string;
    readonly timeseries: readonly {
      readonly metadatavalues: readonly { readonly name: { readonly value: string }; readonly value: string }[];
      readonly data: readonly { readonly timeStamp: string; readonly total?: number; readonly average?: number }[];
    }[];
  }[];
}

const groupPath = (world: World, regionId: string): string => {
  const place = world.atlas.estate.gateways.find((one) => one.cloud === "azure" && one.regionId === regionId);
  const subscription = place?.accountId ?? "00000000-0000-0000-0000-000000000000";
  return `/subscriptions/${subscription}/resourceGroups/rg-${world.atlas.estate.name}-${regionId}/providers/Microsoft.Network`;
};

const ask = (world: World, resource: string, query: Readonly<Record<string, string>>, realism: object = {}) => {
  const answer = azureApi.call(
    world,
    {
      method: "GET",
      path: `${resource}/providers/Microsoft.Insights/metrics`,
      query: new URLSearchParams({ "api-version": "2023-10-01", ...query }),
      headers: { authorization: "Bearer any" },
      body: {},
      origin: "http://x/azure",
    },
    { realism: Realism.parse(realism), isThrottled: false },
  );
  return { statusCode: answer.statusCode, ...(answer.body as Metrics) };
};
const spanOf = (fromMs: number, toMs: number): string =>
  `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`;
const sumOf = (values: readonly (number | undefined)[]): number =>
  values.reduce((sum: number, value) => sum + (value ?? 0), 0);

describe("twin/api/azure/metrics", () => {
  it("counts the bytes of a gateway's tunnels by connection, ten of them unless more are asked for", () => {
    const world = worldOf(globalcart);
    const gateway = `${groupPath(world, "eastus")}/virtualNetworkGateways/vng-eastus`;
    const query = {
      metricnames: "TunnelEgressBytes,TunnelIngressBytes",
      timespan: spanOf(MIDNIGHT - DAY, MIDNIGHT),
      interval: "PT1H",
      aggregation: "Total",
    };

    const split = ask(world, gateway, { ...query, $filter: "ConnectionName eq '*'", top: "100" });
    const [egress] = split.value;
    const ofAll = ask(world, gateway, query).value[0]?.timeseries[0]?.data ?? [];
    const perConnection = (egress?.timeseries ?? []).map(({ metadatavalues, data }) => ({
      name: metadatavalues[0]?.value ?? "",
      bytes: sumOf(data.map(({ total }) => total)),
    }));

    expect(egress).toMatchObject({ name: { value: "TunnelEgressBytes" }, unit: "Bytes" });
    expect(ofAll).toHaveLength(24);
    expect(sumOf(ofAll.map(({ total }) => total)) / sumOf(perConnection.map(({ bytes }) => bytes))).toBeCloseTo(1, 6);
    // the other side of each says the same of what it receives and sends
    for (const { name, bytes } of perConnection) {
      const connection = globalcart.connections.find(({ id, providerId }) => [id, providerId].includes(name));
      const isA = connection?.a.at === "vng-eastus";
      const sent = world.traffic.bytes(connection?.id ?? "", isA, MIDNIGHT - DAY, MIDNIGHT);
      expect(Math.abs(bytes - sent), name).toBeLessThan(24);
    }
    expect(perConnection.some(({ bytes }) => bytes > 1e9)).toBe(true);
    const few = ask(world, gateway, { ...query, $filter: "ConnectionName eq '*'" });
    expect(few.value[0]?.timeseries.length).toBe(Math.min(10, perConnection.length));
  });

  it("says bits a second of a circuit and of its connection, on average: whoever adds them up is wrong", () => {
    const world = worldOf(globalcart);
    const name = circuit?.providerId ?? "";
    const read = (type: string) =>
      ask(world, `${groupPath(world, "eastus")}/${type}/${name}`, {
        metricnames: "BitsOutPerSecond",
        timespan: spanOf(MIDNIGHT - DAY, MIDNIGHT),
        interval: "PT1M",
        aggregation: "Average",
      }).value[0]?.timeseries[0]?.data ?? [];

    const bits = read("connections");
    const bytes = sumOf(bits.map(({ average }) => ((average ?? 0) * 60) / 8));

    expect(bits).toHaveLength(1_440);
    expect(bytes / world.traffic.bytes(circuit?.id ?? "", true, MIDNIGHT - DAY, MIDNIGHT)).toBeCloseTo(1, 6);
    expect(bytes).toBeGreaterThan(1e10);
    expect(read("expressRouteCircuits")).toEqual(bits);
  });

  it("has moments without a value for what is to come, and counts no interval whose samples are not there yet", () => {
    const world = worldOf(globalcart);
    const data =
      ask(world, `${groupPath(world, "eastus")}/virtualNetworkGateways/vng-eastus`, {
        metricnames: "TunnelEgressBytes",
        timespan: spanOf(MIDNIGHT + 10 * 3_600_000, MIDNIGHT + 10 * 3_600_000 + 1_200_000),
        interval: "PT5M",
        aggregation: "Total",
      }).value[0]?.timeseries[0]?.data ?? [];

    expect(data.map(({ timeStamp }) => timeStamp.slice(11, 16))).toEqual(["10:00", "10:05", "10:10", "10:15"]);
    expect(data.map(({ total }) => total !== undefined)).toEqual([true, false, false, false]);
  });

  it("counts what a hub's gateways carry by connection", () => {
    const hub = (id: string, regionId: string) => ({
      cloud: "azure",
      kind: "router",
      service: "virtual-hub",
      id,
      regionId,
      providerId: id,
      asn: 65_515,
    });
    const link = (id: string, kind: string, announced: readonly string[]) => ({
      id,
      kind,
      a: { at: "hub-east", announces: ["10.4.0.0/16"] },
      b: { at: "r1", announces: announced },
      bandwidthMbps: 1_000,
      latencyMs: 5,
    });
    const world = worldOf(
      Estate.parse({
        version: 1,
        name: "wan",
        networks: [
          { id: "shop", cloud: "azure", regionId: "eastus", cidrs: ["10.4.0.0/16"], gatewayId: "hub-east" },
          { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16", "10.8.0.0/16"], gatewayId: "r1" },
        ],
        gateways: [
          hub("hub-east", "eastus"),
          { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
        ],
        connections: [link("tunnel", "vpn", ["10.8.0.0/16"]), link("circuit", "express-route", ["10.9.0.0/16"])],
        flows: [
          { id: "far", source: "10.4.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 3 },
          { id: "near", source: "10.4.0.5", destination: "10.8.0.5", port: 443, monthlyGb: 6 },
        ],
      }),
    );
    const read = (resource: string, metric: string, statistic: "total" | "average") =>
      ask(world, `${groupPath(world, "eastus")}/${resource}`, {
        metricnames: metric,
        timespan: spanOf(MIDNIGHT - DAY, MIDNIGHT),
        interval: "PT1H",
        aggregation: statistic,
        $filter: "ConnectionName eq '*'",
      }).value[0]?.timeseries.map(({ metadatavalues, data }) => ({
        name: metadatavalues[0]?.value,
        sumK: Math.round(sumOf(data.map((point) => point[statistic])) / 1e3),
      }));

    expect(read("vpnGateways/hub-east-vpn", "TunnelEgressBytes", "total")).toEqual([
      { name: "conn-site-hub-east-r1", sumK: 6e6 / 30 },
    ]);
    expect(read("expressRouteGateways/hub-east-er", "ErGatewayConnectionBitsOutPerSecond", "average")).toEqual([
      { name: "circuit", sumK: Math.round((3e6 / 30 / 3_600) * 8) },
    ]);
  });

  it.each([
    ["a grain finer than there is", { interval: "PT1M" }, 400],
    ["a metric of another type", { metricnames: "BitsOutPerSecond" }, 400],
    ["a span that is none", { timespan: "yesterday" }, 400],
    ["a dimension there is not", { $filter: "Colour eq '*'" }, 400],
    ["an aggregation there is not", { aggregation: "Median" }, 400],
  ])("refuses %s", (_, wrong, statusCode) => {
    const world = worldOf(globalcart);
    const query = {
      metricnames: "TunnelEgressBytes",
      timespan: spanOf(MIDNIGHT - DAY, MIDNIGHT),
      interval: "PT5M",
      aggregation: "Total",
    };
    const gateway = `${groupPath(world, "eastus")}/virtualNetworkGateways/vng-eastus`;

    expect(ask(world, gateway, query)).toMatchObject({ statusCode: 200 });
    expect(ask(world, gateway, { ...query, ...wrong })).toMatchObject({ statusCode });
  });

  it("answers 403 to whoever may not read metrics, and 404 for a gateway that is not there", () => {
    const world = worldOf(globalcart);
    const group = groupPath(world, "eastus");
    const denied = { deniedActions: ["azure:Microsoft.Insights/metrics/read"] };

    expect(ask(world, `${group}/virtualNetworkGateways/vng-eastus`, {}, denied)).toMatchObject({ statusCode: 403 });
    expect(ask(world, `${group}/virtualNetworkGateways/none`, {})).toMatchObject({ statusCode: 404 });
  });
});
