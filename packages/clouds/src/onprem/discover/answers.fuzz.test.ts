import { CloudDiscovery } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { discoverOnprem } from "./discover-onprem.ts";
import { edgeRouter, fakeRouters } from "./fake-router.ts";

const commands = Object.keys(edgeRouter()).filter((command) => command !== "show version");
const look = async (printed: Readonly<Record<string, unknown>>, routerId = "dc1-r1") =>
  discoverOnprem(
    { routerGatewayUrl: undefined },
    fakeRouters({ [routerId]: printed }),
  )({ accounts: [{ id: routerId }], regions: ["dc1"], concurrency: 8, nowMs: () => 1_700_000_100_000 });

/** Replaces one value somewhere within a document. */
function spoil(value: unknown, at: number, by: unknown): unknown {
  let left = at;
  const visit = (node: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(node)) return node.map(visit);
    if (node === null || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(([name, one]) => [name, visit(one)]));
  };
  return visit(value);
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    "<script>alert(1)</script>",
    "\u202e\u0000\ud800",
    "999.1.1.1/33",
    "0.0.0.0/0",
    -1,
    1e300,
    "x".repeat(30_000),
  ),
);

describe("clouds/onprem/discover-anything", () => {
  it("maps whatever a router prints to something that fits the model", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...commands),
        fc.oneof(fc.jsonValue(), fc.string()),
        async (command, printed) => {
          CloudDiscovery.parse(await look({ ...edgeRouter(), [command]: printed }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("lets one odd value cost only itself: the router stays", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...commands), fc.nat(60), odd, async (command, at, by) => {
        const router = edgeRouter();
        const found = CloudDiscovery.parse(await look({ ...router, [command]: spoil(router[command], at, by) }));
        expect(found.gateways.map(({ key }) => key)).toEqual(["onprem/dc1-r1"]);
      }),
      { numRuns: 500 },
    );
  });

  it("takes any text for a router's name", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 400, unit: "binary" }), async (routerId) => {
        CloudDiscovery.parse(await look(edgeRouter(), routerId));
      }),
    );
  });
});
