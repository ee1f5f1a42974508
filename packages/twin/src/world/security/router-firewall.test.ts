import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { virtualClock } from "../../../../../test/support/virtual-clock.ts";
import { sendFirst } from "../../data-plane/first-packet.ts";
import { Estate } from "../../estate/estate.ts";
import { createWorld, type World } from "../world.ts";
import { parseRule } from "./nft/parse-rule.ts";

const router = (id: string, asn: number, cloud = "onprem") => ({
  id,
  kind: "router",
  cloud,
  regionId: id,
  providerId: id,
  asn,
});
const link = (id: string, a: string, b: string, announces: readonly [string[], string[]], localPreference = 100) => ({
  id,
  kind: "vpn",
  a: { at: a, announces: announces[0], localPreference },
  b: { at: b, announces: announces[1], localPreference },
  bandwidthMbps: 100,
  latencyMs: 1,
});
const ruleset = (...rules: readonly string[]) =>
  `table inet filter {
    chain skylane { }
    chain forward { type filter hook forward priority filter; policy drop; ${rules.join("\n")}
      jump skylane
    }
  }`;
const CANARY = "10.9.255.1";
const STATEFUL = "ct state established,related accept";

/** A cloud's network, and a data centre behind two routers in a row. */
const aWorld = (inner: string, outer: string): World =>
  createWorld(
    Estate.parse({
      version: 1,
      name: "walls",
      networks: [
        { id: "net", cloud: "gcp", regionId: "us-central1", cidrs: ["10.1.0.0/16"], gatewayId: "hub" },
        { id: "dc", cloud: "onprem", regionId: "inner", cidrs: ["10.9.0.0/16"], gatewayId: "inner" },
      ],
      gateways: [router("hub", 64_600, "gcp"), router("outer", 65_001), router("inner", 65_002)],
      connections: [
        link("far", "hub", "outer", [["10.1.0.0/16"], ["10.9.0.0/16"]]),
        link("near", "outer", "inner", [["10.1.0.0/16"], ["10.9.0.0/16"]]),
      ],
      flows: [],
      canaries: [{ address: CANARY, port: 7, gatewayId: "inner" }],
      guards: {
        routerRulesets: [
          { gatewayId: "inner", ruleset: inner },
          { gatewayId: "outer", ruleset: outer },
        ],
      },
    }),
    virtualClock(0),
    seededRandom(1),
  );
const inward = { from: "10.1.0.5", to: "10.9.0.5", port: 443, protocol: "tcp" } as const;
const outward = { from: "10.9.0.5", to: "10.1.0.5", port: 443, protocol: "tcp" } as const;

describe("twin/world/security of routers", () => {
  it("what no rule lets through is dropped at the first router that does so, and crosses nothing behind it", () => {
    const world = aWorld(ruleset(), ruleset(STATEFUL, "tcp dport 443 accept"));

    expect(world.admits(inward)).toEqual({
      isAllowed: false,
      by: "router",
      gatewayId: "inner",
      isAnswer: false,
      rule: "chain inet filter forward policy drop",
    });
    expect(sendFirst(world, inward, 100)).toEqual({ kind: "lost" });
    expect(sendFirst(world, outward, 100)).toEqual({ kind: "lost" });
    const packets = (id: string) => {
      const { forwardPackets, reversePackets } = world.counters.get(id) ?? { forwardPackets: 0, reversePackets: 0 };
      return [forwardPackets, reversePackets];
    };
    expect([packets("far"), packets("near")]).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it("a rule for one direction lets its answers back, and begins nothing in the other", () => {
    const rules = ruleset(STATEFUL, "ip saddr 10.1.0.0/16 tcp dport 443 accept");
    const world = aWorld(rules, rules);

    expect(world.admits(inward)).toEqual({ isAllowed: true });
    expect(sendFirst(world, inward, 100)).toMatchObject({ kind: "arrives" });
    expect(world.admits({ ...inward, port: 444 }).isAllowed).toBe(false);
    expect(world.admits(outward).isAllowed).toBe(false);
  });

  it("without a rule for answers none comes back, though the first packet arrives", () => {
    const rules = ruleset("ip saddr 10.1.0.0/16 tcp dport 443 accept");
    const world = aWorld(ruleset(STATEFUL, "accept"), rules);

    expect(world.admits(inward)).toMatchObject({ by: "router", gatewayId: "outer", isAnswer: true });
    expect(sendFirst(world, inward, 100)).toEqual({ kind: "lost" });
    expect(world.counters.get("near")).toMatchObject({ forwardPackets: 1, reversePackets: 0 });
  });

  it("sees the name of the interface that a packet comes by and leaves by", () => {
    const rules = ruleset(STATEFUL, 'iifname "near" oifname "lan0" accept');
    const world = aWorld(rules, ruleset("accept"));

    expect(world.admits(inward).isAllowed).toBe(true);
    expect(world.admits(outward).isAllowed).toBe(false);
  });

  it("a router that is asked itself passes nothing on: its forward chain is not met", () => {
    const world = aWorld(ruleset(), ruleset("accept"));

    expect(world.admits({ ...inward, to: CANARY })).toEqual({ isAllowed: true });
    expect(world.traceBetween("10.1.0.5", CANARY).passages.map(({ gatewayId }) => gatewayId)).toEqual(["hub", "outer"]);
  });

  it("a reset puts back what the estate says", () => {
    const world = aWorld(ruleset(), ruleset("accept"));
    const chains = world.security.routerChains.get("inner");
    const forward = chains?.get("inet filter forward");
    if (!chains || !forward) throw new Error("no chain");
    chains.set("inet filter forward", { ...forward, rules: [{ ...parseRule("accept"), handle: 9 }] });
    expect(world.admits(inward).isAllowed).toBe(true);

    world.reset();

    expect(world.admits(inward).isAllowed).toBe(false);
  });

  it("an estate whose ruleset nft would not load is refused, with nft's reason", () => {
    expect(() => aWorld(ruleset("tcp dport 70000 accept"), ruleset())).toThrow(
      "nft would not load it: Value 70000 exceeds valid range 0-65535",
    );
  });
});
