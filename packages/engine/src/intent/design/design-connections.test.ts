import type { ProvisionStep } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { designConnections } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const usc1: Place = { cloud: "gcp", regionId: "us-central1", n: 4 };

const designOf = (a: Place, b: Place) =>
  designConnections([anIntent("one", aService(a, 10), aService(b, 20))], connectWorld(placesTopology([a, b])));
const countByResource = (steps: readonly ProvisionStep[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { resource } of steps) counts[resource] = (counts[resource] ?? 0) + 1;
  return counts;
};

describe("engine/intent/design", () => {
  it("prints", () => {
    const d = designOf(use1, { ...eastus, hasGateway: false });
    console.log(JSON.stringify(d.issues), countByResource(d.steps));
    for (const [a, b] of [
      [use1, usc1],
      [eastus, usc1],
      [use1, dc],
      [eastus, dc],
      [usc1, dc],
    ] as const) {
      const d = designOf(a, b);
      console.log(a.cloud, b.cloud, JSON.stringify(d.issues), countByResource(d.steps), d.ways);
    }
    const s = designConnections(
      [anIntent("one", aService(use1, 10, { kind: "lambda" }), orderDb(eastus))],
      connectWorld(placesTopology([use1, eastus])),
    );
    console.log(JSON.stringify(s, null, 1).slice(0, 15000));
    expect(1).toBe(1);
  });
});
