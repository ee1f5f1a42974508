import { describe, expect, it } from "vitest";
import { awsEnd, azureEnd, type BuiltWorld, buildAround, islandWorld } from "../../../../test/support/built-twin.ts";
import { createApplications } from "../applications/create-applications.ts";
import { callLab } from "./lab.ts";
import { Realism } from "./realism.ts";

function aLab(): {
  readonly world: BuiltWorld;
  readonly ask: (call: string, body?: unknown) => Record<string, unknown>;
} {
  const world = islandWorld();
  const realism = { current: Realism.parse({}) };
  const applications = createApplications(
    world,
    () => 0.5,
    async () => true,
  );
  return {
    world,
    ask(call, body = {}) {
      const [method = "", address = ""] = call.split(" ");
      const { pathname: path, searchParams: query } = new URL(address, "http://lab");
      return callLab(world, realism, applications, { method, path, query, body }) as Record<string, unknown>;
    },
  };
}

const build = (world: BuiltWorld): void => {
  buildAround(world);
  world.change("test", () => {
    world.built.tunnelEnds.put("aws-end", awsEnd());
    world.built.tunnelEnds.put("azure-end", azureEnd({ presharedKey: "not.a.secret.but.long.enough" }));
  });
  world.advance(20);
};

describe("twin/api/lab", () => {
  it("shows what was built in the estate, among the links and on the way of a packet", () => {
    const { world, ask } = aLab();
    build(world);

    const status = world.tunnelStatus("aws-end");
    const id = status.state === "up" ? status.connectionId : "";

    expect(ask("GET /lab/estate")).toMatchObject({
      connectionCount: 3,
      builtCounts: { gateways: 1, peerings: 0, tunnelEnds: 2, tunnelsUp: 1 },
    });
    expect(ask("GET /lab/links")).toMatchObject({
      links: [
        { isBuilt: false },
        { isBuilt: false },
        { id, kind: "vpn", ends: ["tgw", "vng"], state: "up", isBuilt: true },
      ],
      tunnelEnds: [
        { id: "aws-end", status: { state: "up", connectionId: id } },
        { id: "azure-end", status: { state: "up" } },
      ],
    });
    expect(ask("GET /lab/trace?from=10.1.0.5&to=10.42.0.5")).toMatchObject({
      forward: { kind: "delivered", over: [id] },
      reverse: { kind: "delivered", over: [id] },
    });
    expect(ask("POST /lab/faults", { kind: "cut", target: { connectionId: id } })).toMatchObject({ kind: "cut" });
  });

  it("says by one hash whether the state is that of before, and by others where it is not", () => {
    const { world, ask } = aLab();
    const before = ask("GET /lab/state-hash");

    build(world);
    const [built, state] = [ask("GET /lab/state-hash"), JSON.stringify(ask("GET /lab/state"))];
    ask("POST /lab/reset");

    expect(built.hash).not.toBe(before.hash);
    expect(state).toContain("aws-end");
    expect(state).not.toContain("not.a.secret");
    expect(ask("GET /lab/state-hash")).toEqual(before);
  });

  it("says how long the clouds took, at the speed it was told", () => {
    const { world, ask } = aLab();
    ask("PUT /lab/realism", { provisioningSpeed: 60 });

    const tookMs = world.provisioningMs(30 * 60_000);
    world.advance(tookMs);

    expect(ask("GET /lab/provisioning")).toEqual({
      speed: 60,
      operationCount: 1,
      totalMs: 30_000,
      busyMs: 30_000,
      realMs: 1_800_000,
    });
    expect(() => ask("PUT /lab/realism", { provisioningSpeed: 0 })).toThrow(/provisioningSpeed/);
  });
});
