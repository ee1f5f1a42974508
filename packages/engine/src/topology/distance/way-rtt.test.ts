import { describe, expect, it } from "vitest";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { findWay, wayGraph } from "../ways/index.ts";
import { wayRttPrior } from "./index.ts";

const { aws, azure, dc } = places;
const sites: Record<string, { latitudeDeg: number; longitudeDeg: number }> = {
  "us-east-1": { latitudeDeg: 39, longitudeDeg: -77.5 },
  eastus: { latitudeDeg: 37.4, longitudeDeg: -79.8 },
};
const inventory = anInventory({ flows: [aFlow("f", "aws", "dc")] });
const rttOf = (links: Parameters<typeof aTopology>[0], locate = (regionId: string) => sites[regionId]) => {
  const topology = aTopology(links);
  const graph = wayGraph(topology, inventory);
  const [placed] = graph.flows;
  const way = placed && findWay(graph, placed, { isDead: () => false, isPolicyKept: false });
  return wayRttPrior(topology, inventory.networks, { locate: (_, regionId) => locate(regionId) })(
    placed?.sourceKey,
    way ?? [],
  );
};

describe("engine/topology/distance/way-rtt", () => {
  const clear = rttOf([aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" })]);

  it("adds a millisecond for IPsec", () => {
    const tunnel = rttOf([{ ...aLink({ id: "vpn", from: aws, to: dc, kind: "vpn" }), isEncrypted: true }]);

    expect((tunnel?.p50Ms ?? 0) - (clear?.p50Ms ?? 0)).toBeCloseTo(1, 9);
  });

  it("takes longer over a third place, and is unsure by as much", () => {
    const over = rttOf([
      aLink({ id: "leg1", from: aws, to: azure, reaches: [["10.2.0.0/16", "10.3.0.0/16"], ["10.1.0.0/16"]] }),
      aLink({ id: "leg2", from: azure, to: dc, reaches: [["10.3.0.0/16"], ["10.1.0.0/16", "10.2.0.0/16"]] }),
    ]);

    expect(over?.p50Ms).toBeGreaterThan((clear?.p50Ms ?? 0) + 1);
    expect(over?.p10Ms).toBeLessThan(over?.p50Ms ?? 0);
    expect(over?.p90Ms).toBeGreaterThan(over?.p50Ms ?? 0);
  });

  it("is not known where a place is not, nor for no way at all", () => {
    expect(rttOf([aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" })], () => undefined)).toBeUndefined();
    expect(rttOf([])).toBeUndefined();
  });
});
