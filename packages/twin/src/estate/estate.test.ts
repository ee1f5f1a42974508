import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { createWorld } from "../world/world.ts";
import { loadEstate, parseEstate } from "./load-estate.ts";

const globalcart = loadEstate("globalcart");
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const usdOf = (kind: string, prefix: RegExp): number[] =>
  globalcart.connections
    .filter((one) => one.kind === kind && one.isDeclared && prefix.test(one.id))
    .map(({ monthlyUsd = 0 }) => monthlyUsd);

describe("twin/estate", () => {
  it.each([
    ["aws", ["eu-west-1", "us-east-1", "us-west-2"], 412],
    ["azure", ["eastus", "westeurope"], 298],
    ["gcp", ["europe-west1", "us-central1"], 137],
  ])("globalcart has %s in %o with %i resources", (cloud, regions, resourceCount) => {
    const own = globalcart.networks.filter((network) => network.cloud === cloud);

    expect([...new Set(own.map(({ regionId }) => regionId))].sort()).toEqual(regions);
    expect(sum(own.map((network) => network.resourceCount))).toBe(resourceCount);
  });

  it("globalcart has three data centres and the one it has bought, 127 connections of which 38 are undeclared, and 12 zombie tunnels", () => {
    expect(globalcart.networks.filter(({ cloud }) => cloud === "onprem").map(({ id }) => id)).toEqual([
      "dc1",
      "dc2",
      "dc3",
      "fc-dc",
    ]);
    expect(globalcart.connections).toHaveLength(127);
    expect(globalcart.connections.filter(({ isDeclared }) => !isDeclared)).toHaveLength(38);
    expect(globalcart.connections.filter(({ isZombie, kind }) => isZombie && kind === "vpn")).toHaveLength(12);
  });

  it("globalcart has the circuits and tunnels of the story, at their prices", () => {
    expect(usdOf("direct-connect", /./)).toEqual([1_620, 1_620]);
    expect(usdOf("express-route", /./)).toEqual([1_748]);
    expect(usdOf("interconnect", /./)).toEqual([1_700]);
    const tunnels = usdOf("vpn", /./);
    expect([54, 146, 90].map((usd) => tunnels.filter((one) => one === usd).length)).toEqual([8, 6, 4]);
    expect([54, 146, 90].map((usd) => sum(tunnels.filter((one) => one === usd)))).toEqual([432, 876, 360]);
    expect(
      globalcart.connections.filter(
        ({ kind, bandwidthMbps }) =>
          ["direct-connect", "express-route", "interconnect"].includes(kind) && bandwidthMbps === 10_000,
      ),
    ).toHaveLength(4);
  });

  it("globalcart has 220 flows between the clouds as in the story", () => {
    const cloudOf = (address: string): string =>
      globalcart.networks.find(({ cidrs }) =>
        cidrs.some((range) => address.startsWith(`${range.split(".").slice(0, 2).join(".")}.`)),
      )?.cloud ?? "";
    const counts = new Map<string, number>();
    for (const { source, destination } of globalcart.flows) {
      const pair = [cloudOf(source), cloudOf(destination)].sort().join("-");
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }

    expect(Object.fromEntries(counts)).toEqual({
      "aws-onprem": 89,
      "aws-azure": 47,
      "aws-gcp": 23,
      "azure-gcp": 18,
      "azure-onprem": 31,
      "gcp-onprem": 12,
    });
  });

  const world = createWorld(globalcart, { nowMs: () => 0, after: () => () => undefined }, seededRandom(1));
  const wayOf = ({ source, destination }: { source: string; destination: string }) =>
    world.traceBetween(source, destination);

  it("globalcart delivers every flow in both directions, and sends exactly three over the public internet", () => {
    const both = globalcart.flows.flatMap((flow) => [
      wayOf(flow),
      wayOf({ source: flow.destination, destination: flow.source }),
    ]);

    expect(both.filter(({ kind }) => kind !== "delivered")).toEqual([]);
    expect(
      globalcart.flows.filter((flow) => wayOf(flow).crossings.some(({ connection }) => connection.kind === "internet")),
    ).toHaveLength(3);
  });

  it("globalcart has five links whose loss leaves a pair of sites without one: its single points of failure", () => {
    const direct = new Map<string, Set<string>>();
    for (const flow of globalcart.flows) {
      const [only, ...rest] = wayOf(flow).crossings;
      if (!only || rest.length > 0 || only.connection.kind === "internet") continue;
      const pair = [only.connection.a.at, only.connection.b.at].join("|");
      const links = globalcart.connections
        .filter((one) => !one.isZombie && [one.a.at, one.b.at].join("|") === pair)
        .map(({ id }) => id);
      direct.set(pair, new Set(links));
    }

    expect([...direct.values()].filter((links) => links.size === 1).map(([id]) => id).length).toBe(5);
  });

  it("no zombie carries a flow", () => {
    expect(
      globalcart.flows.filter((flow) => wayOf(flow).crossings.some(({ connection }) => connection.isZombie)),
    ).toEqual([]);
  });

  it.each<
    [
      string,
      (raw: Record<string, unknown> & { flows: object[]; connections: { a: object }[]; networks: object[] }) => unknown,
      string,
    ]
  >([
    ["an unknown key", (raw) => ({ ...raw, planet: "mars" }), `(top level): Unrecognized key: "planet"`],
    [
      "an address in no network",
      (raw) => ({ ...raw, flows: [{ ...raw.flows[0], destination: "172.16.0.1" }] }),
      "flows[0].destination: 172.16.0.1 lies in no network of the estate",
    ],
    [
      "a gateway that is not there",
      (raw) => ({ ...raw, networks: [{ ...raw.networks[0], gatewayId: "nope" }, ...raw.networks.slice(1)] }),
      `networks[0].gatewayId: names gateway "nope", which is not declared`,
    ],
    [
      "a link to nowhere",
      (raw) => ({
        ...raw,
        connections: [{ ...raw.connections[0], a: { ...raw.connections[0]?.a, at: "mars" } }, raw.connections[1]],
      }),
      `connections[0].a.at: names "mars", which is neither a gateway nor a network`,
    ],
    [
      "a loss of more than all",
      (raw) => ({ ...raw, connections: [{ ...raw.connections[0], lossRatio: 2 }, raw.connections[1]] }),
      "connections[0].lossRatio: Too big: expected number to be <=1",
    ],
  ])("refuses %s, with the field and the rule", (_, change, message) => {
    expect(() => smallEstate((raw) => change(raw as never))).toThrow(message);
  });

  it("refuses what is no YAML, and an estate nobody knows", () => {
    expect(() => parseEstate("a: [", "x")).toThrow("Estate x is no valid YAML");
    expect(() => loadEstate("mars")).toThrow(`There is no estate "mars"`);
  });
});
