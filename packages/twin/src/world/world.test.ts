import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../../test/support/seeded-random.ts";
import { smallEstate } from "../../../../test/support/small-estate.ts";
import { loadEstate } from "../estate/load-estate.ts";
import { FaultInput } from "./faults.ts";
import { policyLists } from "./router-policy.ts";
import { createWorld, type World } from "./world.ts";

function aWorld(estate = smallEstate()): World & { advance(ms: number): void } {
  let nowMs = 0;
  const world = createWorld(estate, { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return Object.assign(world, { advance });
}
const over = (world: World, from: string, to: string): string[] =>
  world.traceBetween(from, to).crossings.map(({ connection }) => connection.id);
const fault = (kind: string, more: object = {}): FaultInput =>
  FaultInput.parse({ kind, target: { connectionId: "dx" }, ...more });
const setStatic = (world: World, attachment: string): void =>
  world.change("test", () => world.routing.staticRoutes.set("tgw-rtb-main", new Map([["10.9.0.0/16", attachment]])));
const drain = (world: World): void =>
  world.change("test", () =>
    world.routing.prefixLists.set(
      `r1|${policyLists("dx").in.drain}`,
      new Map([[10, { action: "permit", prefix: "10.1.0.0/16", le: 32 }]]),
    ),
  );

describe("twin/world", () => {
  it("prefers Direct Connect on the cloud's side and local preference on the router's", () => {
    const world = aWorld();

    expect(over(world, "10.1.0.5", "10.9.0.5")).toEqual(["dx"]);
    expect(over(world, "10.9.0.5", "10.1.0.5")).toEqual(["dx"]);
  });

  it("decides each direction by itself: one half of a move leaves the other where it was", () => {
    const world = aWorld();

    setStatic(world, "tgw-attach-vpn");
    expect([over(world, "10.1.0.5", "10.9.0.5"), over(world, "10.9.0.5", "10.1.0.5")]).toEqual([["vpn"], ["dx"]]);
    drain(world);
    expect(over(world, "10.9.0.5", "10.1.0.5")).toEqual(["vpn"]);
  });

  it("pins a canary to its path in both directions, whatever moves the rest", () => {
    const world = aWorld();
    setStatic(world, "tgw-attach-vpn");
    drain(world);

    expect([over(world, "10.255.1.5", "10.254.0.1"), over(world, "10.254.0.1", "10.255.1.5")]).toEqual([
      ["dx"],
      ["dx"],
    ]);
    expect([over(world, "10.255.1.21", "10.254.1.1"), over(world, "10.254.1.1", "10.255.1.21")]).toEqual([
      ["vpn"],
      ["vpn"],
    ]);
  });

  it("keeps a static route to a dead link: that is what a watchdog is for", () => {
    const world = aWorld();
    setStatic(world, "tgw-attach-vpn");
    world.addFault(FaultInput.parse({ kind: "cut", target: { connectionId: "vpn" } }));
    world.advance(200_000);

    expect(over(world, "10.1.0.5", "10.9.0.5")).toEqual(["vpn"]);
    expect(world.send("10.1.0.5", "10.9.0.5", 100).kind).toBe("lost");
  });

  it("leaves a cut link when the hold time is over, and with BFD in under a second", () => {
    const slow = aWorld();
    const fast = aWorld(
      smallEstate((raw) => ({
        ...raw,
        connections: raw.connections.map((one) => ({ ...one, bfd: { intervalMs: 300, detectMultiplier: 3 } })),
      })),
    );
    for (const world of [slow, fast]) world.addFault(fault("cut"));
    for (const world of [slow, fast]) world.advance(1_000);

    expect(over(slow, "10.1.0.5", "10.9.0.5")).toEqual(["dx"]);
    expect(over(fast, "10.1.0.5", "10.9.0.5")).toEqual(["vpn"]);
    slow.advance(90_000);
    expect(over(slow, "10.1.0.5", "10.9.0.5")).toEqual(["vpn"]);
  });

  it.each([
    ["blackhole", {}, "lost", "lost"],
    ["blackhole", { direction: "a-to-b" }, "lost", "arrives"],
    ["blackhole", { direction: "b-to-a" }, "arrives", "lost"],
    ["loss", { lossRatio: 1 }, "lost", "lost"],
  ])("%s %o loses packets while routing sees nothing", (kind, more, there, back) => {
    const world = aWorld();
    world.addFault(fault(kind, more));
    world.advance(600_000);

    expect(over(world, "10.1.0.5", "10.9.0.5")).toEqual(["dx"]);
    expect(world.send("10.1.0.5", "10.9.0.5", 100).kind).toBe(there);
    expect(world.send("10.9.0.5", "10.1.0.5", 100).kind).toBe(back);
  });

  it("adds latency, flaps, and dies slowly", () => {
    const late = aWorld();
    late.addFault(fault("latency", { addedMs: 50 }));
    const flapping = aWorld();
    flapping.addFault(fault("flap", { upMs: 1_000, downMs: 1_000 }));
    const dying = aWorld();
    dying.addFault(fault("slow-death", { durationMs: 1_000 }));

    expect(late.send("10.1.0.5", "10.9.0.5", 100)).toMatchObject({ kind: "arrives", delayMs: expect.closeTo(52, 0) });
    expect(flapping.send("10.1.0.5", "10.9.0.5", 100).kind).toBe("lost");
    flapping.advance(1_500);
    expect(flapping.send("10.1.0.5", "10.9.0.5", 100).kind).toBe("arrives");
    dying.advance(1_000);
    expect(dying.send("10.1.0.5", "10.9.0.5", 100).kind).toBe("lost");
  });

  it("ends a fault whose time is over, and breaks a Region or a carrier as one", () => {
    const world = aWorld();
    world.addFault(fault("blackhole", { durationMs: 1_000 }));
    world.advance(1_001);
    expect(world.faults()).toEqual([]);
    world.addFault(FaultInput.parse({ kind: "blackhole", target: { carrier: "carrier-a" } }));
    expect(world.send("10.1.0.5", "10.9.0.5", 1).kind).toBe("lost");
    setStatic(world, "tgw-attach-vpn");
    expect(world.send("10.1.0.5", "10.9.0.5", 1).kind).toBe("arrives");
    world.addFault(FaultInput.parse({ kind: "blackhole", target: { regionId: "dc1" } }));
    expect(world.send("10.1.0.5", "10.9.0.5", 1).kind).toBe("lost");
  });

  it("with stale forwarding takes route changes and goes on as before", () => {
    const world = aWorld();
    world.addFault(fault("stale-forwarding"));
    setStatic(world, "tgw-attach-vpn");

    expect(world.routing.staticRoutes.get("tgw-rtb-main")?.get("10.9.0.0/16")).toBe("tgw-attach-vpn");
    expect(over(world, "10.1.0.5", "10.9.0.5")).toEqual(["dx"]);
    expect(world.changes()).toEqual([]);
  });

  it("logs what moved packets, not what was asked for", () => {
    const world = aWorld();

    setStatic(world, "tgw-attach-vpn");
    setStatic(world, "tgw-attach-vpn");

    expect(world.changes()).toMatchObject([{ sequence: 1, prefix: "10.9.0.0/16", from: "dx", to: "vpn" }]);
  });

  it("counts what crosses a link, per direction", () => {
    const world = aWorld();

    world.send("10.1.0.5", "10.9.0.5", 100);

    expect(world.counters.get("dx")).toEqual({
      forwardPackets: 1,
      reversePackets: 0,
      forwardBytes: 100,
      reverseBytes: 0,
    });
  });

  it("loses what is offered above a link's bandwidth", () => {
    const world = aWorld(
      smallEstate((raw) => ({ ...raw, flows: raw.flows.map((flow) => ({ ...flow, monthlyGb: 3_285_000 })) })),
    );

    const fates = Array.from({ length: 400 }, () => world.send("10.1.0.5", "10.9.0.5", 1).kind);

    expect(fates.filter((kind) => kind === "lost").length / fates.length).toBeCloseTo(0.9, 1);
  });

  it("never lets a packet run for ever, whatever the routes", () => {
    const estate = loadEstate("globalcart");
    const attachments = estate.connections
      .flatMap(({ a, b }) => [a.attachmentId, b.attachmentId])
      .filter((one) => one !== undefined);
    const tables = estate.gateways.flatMap((gateway) => gateway.tables);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(...tables),
            fc.constantFrom(...estate.networks.flatMap(({ cidrs }) => cidrs)),
            fc.constantFrom(...attachments),
          ),
          { maxLength: 20 },
        ),
        fc.constantFrom(...estate.flows),
        (routes, flow) => {
          const world = aWorld(estate);
          for (const [table, prefix, attachment] of routes) {
            const known = world.routing.staticRoutes.get(table) ?? new Map<string, string>();
            world.routing.staticRoutes.set(table, known.set(prefix, attachment));
          }
          expect(world.traceBetween(flow.source, flow.destination).crossings.length).toBeLessThanOrEqual(16);
        },
      ),
      { numRuns: 40 },
    );
  });
});
