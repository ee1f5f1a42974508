import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { oracleEstate } from "../../../../test/support/oracle-steering.ts";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import type { DrgCriterion, DrgStatement } from "./routing-state.ts";
import type { NextHop } from "./select-route.ts";
import { createWorld, type World } from "./world.ts";

let world: World;
let nowMs = 0;
const begin = (change?: Parameters<typeof oracleEstate>[0]) => {
  nowMs = 0;
  world = createWorld(oracleEstate(change), { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
};
beforeEach(() => begin());

const over = (to = "10.9.0.5", from = "10.20.0.5") => {
  const way = world.traceBetween(from, to);
  return way.kind === "delivered" ? way.crossings.map(({ connection }) => connection.id) : way.kind;
};
const drain = (...connectionIds: readonly string[]) =>
  world.change("test", () => {
    for (const id of connectionIds) world.routing.circuits.set(`drg|${id}`, { trafficMode: "DRAIN", writeCount: 1 });
  });
const importOnly = (...criteria: readonly (readonly DrgCriterion[])[]) =>
  world.change("test", () =>
    world.routing.drgStatements.set(
      "drg",
      new Map(criteria.map((one, i): [string, DrgStatement] => [`s${i}`, { id: `s${i}`, priority: i, criteria: one }])),
    ),
  );
const from = (placeId: string): readonly DrgCriterion[] => [{ kind: "attachment", placeId }];
const rule = (prefix: string, nextHop: NextHop) =>
  world.change("test", () => world.routing.drgRules.set("drg", new Map([["r", { id: "r", prefix, nextHop }]])));
const toRemote: NextHop = { kind: "connection", connectionId: "remote", attachmentId: "" };

describe("twin/world/select-oci", () => {
  it("takes FastConnect before a VPN, and a VPN before a remote peering, on equal prefixes", () => {
    expect(over()).toEqual(["fc-1"]);
    importOnly(from("vpn"), from("remote"), from("fc-2"));
    expect(over()).toEqual(["fc-2"]);
    importOnly(from("remote"), from("vpn"));
    expect(over()).toEqual(["vpn"]);
    importOnly(from("remote"));
    expect(over()).toEqual(["remote", "vpn-far"]);
  });

  it.each([
    // Oracle counts one more for a tunnel itself
    [1, ["fc-2"]],
    [2, ["vpn"]],
  ])("takes the shorter AS path before the type: circuits with %i more", (asPathPrepend, way) => {
    begin((estate) => ({
      ...estate,
      connections: estate.connections.map((one) => ({
        ...one,
        b: { ...one.b, ...(one.id === "fc-1" && { asPathPrepend: 3 }), ...(one.id === "fc-2" && { asPathPrepend }) },
      })),
    }));

    expect(over()).toEqual(way);
  });

  it("takes the longest prefix before all else, drained or not", () => {
    begin((estate) => ({
      ...estate,
      connections: estate.connections.map((one) =>
        one.id === "fc-2" ? { ...one, b: { ...one.b, announces: ["10.9.0.0/24"] } } : one,
      ),
    }));
    drain("fc-2");

    expect(over()).toEqual(["fc-2"]);
    expect(over("10.9.1.5")).toEqual(["fc-1"]);
  });

  it("takes a drained circuit after anything else, and before nothing", () => {
    drain("fc-1");
    expect(over()).toEqual(["fc-2"]);
    drain("fc-1", "fc-2");
    expect(over()).toEqual(["vpn"]);
    importOnly(from("fc-1"));
    expect(over()).toEqual(["fc-1"]);
  });

  it("leaves what comes from the data centre to its router", () => {
    const before = over("10.20.0.5", "10.9.0.5");
    drain("fc-1", "fc-2");
    importOnly(from("vpn"), [{ kind: "type", type: "VCN" }]);

    expect(over("10.20.0.5", "10.9.0.5")).toEqual(before);
  });

  it("takes a static rule before all that is heard for its prefix, and no longer one", () => {
    rule("10.9.0.0/16", toRemote);
    expect(over()).toEqual(["remote", "vpn-far"]);
    expect(over("10.8.0.5")).toEqual(["fc-1"]);
    rule("10.0.0.0/8", toRemote);
    expect(over()).toEqual(["fc-1"]);
    rule("10.9.0.0/16", { kind: "network", networkId: "ledger", attachmentId: "" });
    expect(over()).toBe("loop");
  });

  it("keeps a static rule whose target is dead", () => {
    rule("10.9.0.0/16", toRemote);
    world.addFault({ kind: "cut", target: { connectionId: "remote" } });
    nowMs += 120_000;

    expect(over()).toEqual(["remote", "vpn-far"]);
    expect(world.send("10.20.0.5", "10.9.0.5", 100)).toEqual({ kind: "lost" });
  });

  it("knows nothing of what no statement accepts", () => {
    importOnly([{ kind: "type", type: "VCN" }]);
    expect(over()).toBe("no-route");
    importOnly([]);
    expect(over()).toEqual(["fc-1"]);
    importOnly([{ kind: "all" }]);
    expect(over()).toEqual(["fc-1"]);
    importOnly([{ kind: "type", type: "IPSEC_TUNNEL" }]);
    expect(over()).toEqual(["vpn"]);
    expect(over("10.20.0.5", "10.9.0.5")).toBe("no-route");
    importOnly([...from("fc-1"), { kind: "type", type: "IPSEC_TUNNEL" }]);
    expect(over()).toBe("no-route");
  });

  it("shares the load of equal circuits where the table has ECMP, by address and always the same", () => {
    const ways = () => new Set(Array.from({ length: 40 }, (_, i) => over(`10.9.0.${i + 1}`)?.[0]));
    expect(ways()).toEqual(new Set(["fc-1"]));

    begin((estate) => ({
      ...estate,
      gateways: estate.gateways.map((one) => (one.id === "drg" ? { ...one, isEcmpEnabled: true } : one)),
    }));
    expect(ways()).toEqual(new Set(["fc-1", "fc-2"]));
    expect(over()).toEqual(over());
    drain("fc-1");
    expect(ways()).toEqual(new Set(["fc-2"]));
  });

  it("notes for each prefix what a drain moved, and nothing else", () => {
    drain("fc-1");

    expect(world.changes().map(({ prefix, from: left, to }) => [prefix, left, to])).toEqual([
      ["10.9.0.0/16", "fc-1", "fc-2"],
      ["10.8.0.0/16", "fc-1", "fc-2"],
    ]);
  });

  it("never takes a drained circuit, nor what is not imported, while it has another way", () => {
    const ids = ["fc-1", "fc-2", "vpn", "remote"];
    fc.assert(
      fc.property(fc.subarray(["fc-1", "fc-2"]), fc.subarray(ids), (drained, imported) => {
        begin();
        drain(...drained);
        importOnly(...imported.map(from));
        const way = over();

        if (imported.length === 0) return way === "no-route";
        const isBetter = imported.some((id) => !drained.includes(id));
        return imported.includes(way[0] ?? "") && !(isBetter && drained.includes(way[0] ?? ""));
      }),
    );
  });
});
