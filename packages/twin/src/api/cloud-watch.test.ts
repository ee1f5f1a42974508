import { describe, expect, it } from "vitest";
import { loadEstate } from "../estate/load-estate.ts";
import { seededRandom } from "../world/clock.ts";
import { createWorld, type World } from "../world/world.ts";
import { callCloudWatch } from "./cloud-watch.ts";

const DAY_SECONDS = 86_400;
const NOW = Date.UTC(2026, 10, 21, 10, 7, 30);
const HERE = { regionId: "us-east-1", accountId: "111122223333" };
const estate = loadEstate("globalcart");
const tgw = estate.gateways.find(({ id }) => id === "tgw-use1")?.providerId ?? "";
const circuit = estate.connections.find(({ id }) => id === "dx-use1-1");
const port = circuit?.providerId ?? "";
const attachment = circuit?.a.attachmentId ?? "";

const newWorld = (): { readonly world: World; pass(ms: number): void } => {
  let nowMs = NOW;
  const world = createWorld(estate, { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
  return {
    world,
    pass: (ms) => {
      nowMs += ms;
    },
  };
};

interface Asked {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly period: number;
  readonly stat?: string;
}

const queryOf = ({ name, dimensions, period, stat = "Sum" }: Asked, i: number) => {
  const at = name.lastIndexOf("/");
  return {
    Id: `m${i}`,
    MetricStat: {
      Metric: {
        Namespace: name.slice(0, at),
        MetricName: name.slice(at + 1),
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: stat,
    },
  };
};

interface Result {
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
  readonly StatusCode: string;
}

const ask = (world: World, asked: readonly Asked[], from: number, to: number, more: object = {}) =>
  callCloudWatch(world, HERE, "GetMetricData", {
    StartTime: from,
    EndTime: to,
    MetricDataQueries: asked.map(queryOf),
    ...more,
  }) as unknown as { readonly MetricDataResults: readonly Result[]; readonly NextToken?: string };

const one = (world: World, asked: Asked, from: number, to: number): Result =>
  ask(world, [asked], from, to).MetricDataResults[0] as Result;

const now = NOW / 1_000;
const midnight = Date.UTC(2026, 10, 21) / 1_000;
const DX_OUT = { ConnectionId: port };
const TGW_OUT = { TransitGateway: tgw, TransitGatewayAttachment: attachment };
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

describe("twin/api/cloud-watch", () => {
  it("counts bytes of an attachment and bits a second of its port, which are the same traffic", () => {
    const { world } = newWorld();
    const from = midnight - DAY_SECONDS;

    const bytes = one(world, { name: "AWS/TransitGateway/BytesOut", dimensions: TGW_OUT, period: 300 }, from, midnight);
    const bits = one(
      world,
      { name: "AWS/DX/ConnectionBpsEgress", dimensions: DX_OUT, period: 300, stat: "Average" },
      from,
      midnight,
    );

    expect(bytes.Values).toHaveLength(288);
    expect(bytes.Timestamps[0]).toBe(midnight - 300);
    expect(sum(bits.Values) * (300 / 8)).toBeCloseTo(sum(bytes.Values), -3);
    // whoever takes bits for bytes is wrong by eight
    expect(sum(bits.Values) * 300).toBeGreaterThan(sum(bytes.Values) * 7.9);
  });

  it("goes by hours and weekdays, and comes to what the flows send a month", () => {
    const { world } = newWorld();
    const ofDay = (day: number): number =>
      sum(
        one(
          world,
          { name: "AWS/TransitGateway/BytesOut", dimensions: TGW_OUT, period: 3_600 },
          midnight - day * DAY_SECONDS,
          midnight - (day - 1) * DAY_SECONDS,
        ).Values,
      );
    const hours = one(
      world,
      { name: "AWS/TransitGateway/BytesOut", dimensions: TGW_OUT, period: 3_600 },
      midnight - 2 * DAY_SECONDS,
      midnight - DAY_SECONDS,
    ).Values;
    const month = Array.from({ length: 30 }, (_, i) => ofDay(i + 1));
    const wanted = estate.flows
      .filter(({ source, destination }) =>
        world
          .traceBetween(source, destination)
          .crossings.some(({ connection, isForward }) => connection === circuit && isForward),
      )
      .reduce((all, { monthlyGb }) => all + monthlyGb * 1e9, 0);

    expect(Math.max(...hours) / Math.min(...hours)).toBeGreaterThan(1.3);
    // the 15th was a Sunday, the 18th a Wednesday
    expect(ofDay(6)).toBeLessThan(ofDay(3) * 0.95);
    expect(sum(month) / wanted).toBeGreaterThan(0.93);
    expect(sum(month) / wanted).toBeLessThan(1.07);
  });

  it("says the same again, for another world of that estate too, and has no points of what has not been", () => {
    const asked: Asked = { name: "AWS/TransitGateway/BytesOut", dimensions: TGW_OUT, period: 60 };
    const [first, second] = [newWorld(), newWorld()];
    const before = one(first.world, asked, now - 600, now + 600);

    expect(before.Values).toHaveLength(10);
    expect(one(first.world, asked, now - 600, now + 600)).toEqual(before);
    expect(one(second.world, asked, now - 600, now + 600)).toEqual(before);

    first.pass(120_000);
    expect(one(first.world, asked, now - 600, now + 600).Values).toHaveLength(12);
  });

  it("counts a way that changed from that moment on, and leaves what was before as it was", () => {
    const { world, pass } = newWorld();
    const vpn = estate.connections.find(
      ({ kind, a, b }) => kind === "vpn" && a.at === circuit?.a.at && b.at === circuit?.b.at,
    );
    const overVpn: Asked = {
      name: "AWS/VPN/TunnelDataOut",
      dimensions: { VpnId: vpn?.providerId ?? "" },
      period: 300,
    };
    const overPort: Asked = { name: "AWS/TransitGateway/BytesOut", dimensions: TGW_OUT, period: 300 };
    const start = Math.floor(now / 300) * 300;
    const before = [overVpn, overPort].map((asked) => one(world, asked, start - 900, start).Values);

    world.change("CreateTransitGatewayRoute by somebody", () => {
      for (const table of estate.gateways.find(({ id }) => id === "tgw-use1")?.tables ?? [])
        world.routing.staticRoutes.set(
          table,
          new Map((circuit?.b.announces ?? []).map((prefix) => [prefix, vpn?.a.attachmentId ?? ""])),
        );
    });
    pass(900_000);
    const [vpnAfter, portAfter] = [overVpn, overPort].map(
      (asked) => one(world, asked, start + 300, start + 900).Values,
    );

    expect(sum(before[1] ?? [])).toBeGreaterThan(0);
    expect(sum(portAfter ?? [])).toBe(0);
    expect(sum(vpnAfter ?? [])).toBeGreaterThan(sum(before[0] ?? []) / 3);
    expect([overVpn, overPort].map((asked) => one(world, asked, start - 900, start).Values)).toEqual(before);
  });

  it("has statistics over samples of a minute, of which a sum means something for bytes only", () => {
    const { world } = newWorld();
    const stat = (name: string, dimensions: Readonly<Record<string, string>>, what: string): number =>
      one(world, { name, dimensions, period: 900, stat: what }, midnight, midnight + 900).Values[0] ?? 0;
    const bytes = (what: string) => stat("AWS/TransitGateway/BytesOut", TGW_OUT, what);
    const bits = (what: string) => stat("AWS/DX/ConnectionBpsEgress", DX_OUT, what);

    expect(bytes("SampleCount")).toBe(15);
    expect(bytes("Sum")).toBeCloseTo(bytes("Average") * 15, -1);
    expect(bits("Sum")).toBeCloseTo(bits("Average") * 15, -1);
    expect(bytes("Maximum")).toBeGreaterThanOrEqual(bytes("Minimum"));
    expect(() => stat("AWS/DX/ConnectionBpsEgress", DX_OUT, "p99.9x")).toThrow(/Stat/);
  });

  it("tells pages, and keeps fine points for fifteen days and five minutes' for sixty-three", () => {
    const { world } = newWorld();
    const asked: Asked = { name: "AWS/TransitGateway/BytesOut", dimensions: TGW_OUT, period: 300 };
    const whole = ask(world, [asked, asked], midnight - 3_600, midnight);
    const pages: (readonly number[])[] = [];
    let token: string | undefined;
    do {
      const page = ask(world, [asked, asked], midnight - 3_600, midnight, {
        MaxDatapoints: 5,
        ...(token !== undefined && { NextToken: token }),
      });
      pages.push(page.MetricDataResults.flatMap(({ Values }) => Values));
      token = page.NextToken;
    } while (token !== undefined);

    expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5, 4]);
    expect(pages.flat()).toEqual(whole.MetricDataResults.flatMap(({ Values }) => Values));
    const old = midnight - 20 * DAY_SECONDS;
    expect(one(world, { ...asked, period: 60 }, old, old + 3_600).Values).toHaveLength(0);
    expect(one(world, asked, old, old + 3_600).Values).toHaveLength(12);
    // there is no history before
    expect(one(world, { ...asked, period: 3_600 }, now - 90 * DAY_SECONDS, now - 70 * DAY_SECONDS).Values).toEqual([]);
  });

  it("knows tunnels by their address, of which the second carries nothing, and answers nothing of what there is not", () => {
    const { world } = newWorld();
    const vpn = estate.connections.find(
      ({ kind, a, id }) => kind === "vpn" && a.at === "tgw-use1" && !id.includes("zombie"),
    );
    const VpnId = vpn?.providerId ?? "";
    const over = (dimensions: Readonly<Record<string, string>>) =>
      sum(one(world, { name: "AWS/VPN/TunnelDataIn", dimensions, period: 300 }, midnight, midnight + 3_600).Values);

    expect(over({ VpnId, TunnelIpAddress: vpn?.a.publicIp ?? "" })).toBe(over({ VpnId }));
    expect(over({ VpnId, TunnelIpAddress: "192.0.2.99" })).toBe(0);
    expect(
      one(world, { name: "AWS/VPN/TunnelDataIn", dimensions: { VpnId: "vpn-none" }, period: 300 }, midnight, now)
        .Values,
    ).toEqual([]);
  });
});
