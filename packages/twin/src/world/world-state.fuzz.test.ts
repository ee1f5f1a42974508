import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awsEnd, azureEnd, type BuiltWorld, islandWorld } from "../../../../test/support/built-twin.ts";
import type { Built } from "./built/built.ts";
import type { Shelf } from "./built/shelf.ts";
import { stateHash, worldState } from "./world-state.ts";

/** What a call does, and how it is taken back: by what was there before it. */
type Call = (world: BuiltWorld) => () => void;

const put =
  <P extends keyof Built>(part: P, id: string, thing: Built[P] extends Shelf<infer T> ? T : never): Call =>
  (world) => {
    const place = world.built[part] as Shelf<typeof thing>;
    const before = place.get(id);
    place.put(id, thing);
    return () => {
      if (before === undefined) place.remove(id);
      else place.put(id, before);
    };
  };

/** Whatever is half built, a packet between two networks goes somewhere or nowhere. */
const WAYS = [
  ["10.1.0.5", "10.42.0.5"],
  ["10.42.0.5", "10.44.0.5"],
  ["10.43.0.5", "10.70.0.5"],
] as const;

const gatewayId = fc.constantFrom("g1", "g2", "vng");
const networkId = fc.constantFrom("vnet", "spoke", "gvpc");
const cidr = fc.constantFrom("10.70.0.0/16", "10.71.0.0/16", "10.42.255.0/27");
const calls: fc.Arbitrary<Call> = fc.oneof(
  fc
    .record({ id: gatewayId, asn: fc.integer({ min: 64_512, max: 65_534 }) })
    .map(({ id, asn }) =>
      put("gateways", id, { id, kind: "router", cloud: "azure", regionId: "eastus", providerId: id, asn, tables: [] }),
    ),
  fc
    .record({ gatewayId, tableId: fc.constantFrom("rtb-1", "rtb-2") })
    .map((table) => put("tables", table.tableId, table)),
  fc.record({ networkId, gatewayId }).map((attachment) => put("attachments", attachment.networkId, attachment)),
  fc.record({ networkId, cidr }).map((range) => put("ranges", `${range.networkId}|${range.cidr}`, range)),
  fc
    .record({ networkId, cidr, name: fc.constantFrom("GatewaySubnet", "default"), routeTableId: fc.constant("rtb-9") })
    .map((part) => put("parts", `${part.networkId}|${part.name}`, part)),
  fc
    .record({ a: networkId, b: networkId, state: fc.constantFrom("pending-acceptance" as const, "active" as const) })
    .map(({ a, b, state }) =>
      put("peerings", `${a}-${b}`, { id: `${a}-${b}`, kind: "peering", state, a: { at: a }, b: { at: b } }),
    ),
  fc
    .constantFrom(awsEnd(), azureEnd(), azureEnd({ presharedKey: "other" }))
    .map((end) => put("tunnelEnds", end.id, end)),
  fc
    .record({ id: fc.constantFrom("cgw-1", "cgw-2"), data: fc.jsonValue() })
    .map(({ id, data }) => put("objects", `aws:customer-gateway|${id}`, { kind: "aws:customer-gateway", id, data })),
  fc.constantFrom("to-vnet", "to-peer").map(
    (name): Call =>
      (world) => {
        const before = world.routing.vpcRoutes.get("gvpc");
        const route = {
          name,
          prefix: "10.70.0.0/16",
          priority: 100,
          connectionId: "vpn",
          description: "",
          nextHopVpnTunnel: "",
        };
        world.routing.vpcRoutes.set("gvpc", new Map(before).set(name, route));
        return () => void world.routing.vpcRoutes.set("gvpc", before ?? new Map());
      },
  ),
  fc.constantFrom("10.42.0.0/16", "10.43.0.0/16").map(
    (prefix): Call =>
      (world) => {
        const routes = world.routing.staticRoutes.get("tgw-rtb-main") ?? new Map<string, string>();
        const before = routes.get(prefix);
        world.routing.staticRoutes.set("tgw-rtb-main", routes.set(prefix, "tgw-attach-built"));
        return () => (before === undefined ? void routes.delete(prefix) : void routes.set(prefix, before));
      },
  ),
);

describe("twin/world/state", () => {
  it("is the same as before once everything built is taken back in reverse order", () => {
    fc.assert(
      fc.property(fc.array(calls, { minLength: 1, maxLength: 20 }), fc.nat(20), (sequence, advanceMs) => {
        const world = islandWorld();
        const [before, stateBefore] = [stateHash(world), worldState(world)];

        const undo: (() => void)[] = [];
        for (const call of sequence) {
          world.change("test", () => undo.push(call(world)));
          world.advance(advanceMs);
          for (const [from, to] of WAYS) world.traceBetween(from, to);
        }
        const built = stateHash(world);
        for (const back of undo.reverse()) world.change("test", back);

        expect(built.hash).not.toBe(before.hash);
        expect(stateHash(world)).toEqual(before);
        expect(worldState(world)).toEqual(stateBefore);
        expect(world.atlas.estate).toEqual(islandWorld().atlas.estate);
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on the order in which things were built", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 2 }), (ids) => {
        const [one, other] = [islandWorld(), islandWorld()];
        for (const id of ids) one.built.objects.put(id, { kind: "test:thing", id, data: { id } });
        for (const id of ids.toReversed()) other.built.objects.put(id, { kind: "test:thing", id, data: { id } });

        expect(stateHash(one)).toEqual(stateHash(other));
      }),
    );
  });
});
