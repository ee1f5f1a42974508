import { describe, expect, it } from "vitest";
import { awsEnd, buildAround, islandWorld } from "../../../../test/support/built-twin.ts";
import { FaultInput } from "./faults.ts";
import { stateHash, worldState } from "./world-state.ts";

describe("twin/world/state", () => {
  it("says which part differs", () => {
    const [one, other] = [islandWorld(), islandWorld()];
    other.routing.staticRoutes.set("tgw-rtb-main", new Map([["10.9.0.0/16", "tgw-attach-vpn"]]));

    const [here, there] = [stateHash(one), stateHash(other)];

    expect(there.hash).not.toBe(here.hash);
    expect({ ...there.parts, routing: here.parts.routing }).toEqual(here.parts);
  });

  it("knows nothing of faults, counters and what time it is", () => {
    const world = islandWorld();
    const before = stateHash(world);

    world.addFault(FaultInput.parse({ kind: "cut", target: { connectionId: "dx" } }));
    world.send("10.1.0.5", "10.9.0.5", 100);
    world.provisioningMs(60_000);
    world.advance(60_000);

    expect(stateHash(world)).toEqual(before);
  });

  it("takes an emptied table for none, but an emptied import list for one that imports nothing", () => {
    const world = islandWorld();
    const before = stateHash(world);

    world.routing.staticRoutes.set("tgw-rtb-main", new Map());
    world.routing.vpcRoutes.set("gvpc", new Map());
    world.routing.circuits.set("drg|fc", { trafficMode: "NORMAL", writeCount: 2 });
    expect(stateHash(world)).toEqual(before);
    world.routing.drgStatements.set("drg", new Map());

    expect(stateHash(world).parts.routing).not.toBe(before.parts.routing);
  });

  it("shows no key, and yet another digest for another key", () => {
    const [one, other] = [islandWorld(), islandWorld()];
    one.built.tunnelEnds.put("aws-end", awsEnd({ presharedKey: "very secret" }));
    other.built.tunnelEnds.put("aws-end", awsEnd({ presharedKey: "also secret" }));

    expect(JSON.stringify(worldState(one))).not.toContain("very secret");
    expect(stateHash(one).parts.built).not.toBe(stateHash(other).parts.built);
  });

  it("is that of the beginning after a reset", () => {
    const world = islandWorld();
    const before = stateHash(world);
    buildAround(world);
    world.built.tunnelEnds.put("aws-end", awsEnd());

    world.reset();

    expect(stateHash(world)).toEqual(before);
    expect(world.atlas.gateways.has("vng")).toBe(false);
  });
});
