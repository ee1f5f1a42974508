import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  networkKeyOf,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { provisioningMs } from "../../../../clouds/src/_provisioning-times.gen.ts";
import { designConnections } from "./index.ts";

const aws = (n: number, regionId = "us-east-1", hasGateway = false): Place => ({
  cloud: "aws",
  regionId,
  n,
  hasGateway,
});
const azure = (n: number): Place => ({ cloud: "azure", regionId: "eastus", n, hasGateway: false });
const gcp = (n: number): Place => ({ cloud: "gcp", regionId: "us-central1", n, hasGateway: false });
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const TABLE = "/subscriptions/s/resourcegroups/rg-20/providers/microsoft.network/routetables/rt";

/** Wants one thing of each kind: VPNs between all clouds, peerings within each, an endpoint, names, rules, routes. */
function resourcesOfAllDesigns(): ReadonlySet<string> {
  const [a1, a2, a3, lone] = [aws(1, "us-east-1", true), aws(2), aws(11, "us-west-2", true), aws(31)];
  const [z1, z2] = [azure(20), azure(21)];
  const [g1, g2] = [gcp(40), gcp(41)];
  const topology = placesTopology([a1, a2, a3, lone, z1, z2, g1, g2, dc]);
  const world = connectWorld(
    {
      ...topology,
      networks: topology.networks.map((network) =>
        network.key === networkKeyOf(z1)
          ? {
              ...network,
              subnets: (network.subnets ?? []).map((one) => ({
                ...one,
                routeTableId: TABLE,
                isPropagationOff: true as const,
              })),
            }
          : network,
      ),
      gateways: topology.gateways.map((gateway) =>
        gateway.key === "aws/tgw-1" ? { ...gateway, networkKeys: [a1, a2].map(networkKeyOf) } : gateway,
      ),
    },
    {
      inventory: {
        networks: [{ id: "lan", cloud: "onprem", regionId: "dc1", cidrs: ["10.3.0.0/16"], egressIps: ["203.0.113.9"] }],
      },
    },
  );
  const bare = connectWorld(placesTopology([lone, dc]));
  const name = { host: "erp.corp.internal", addresses: [] };
  const pair = (id: string, from: Place, to: Place, more = {}) => ({
    ...anIntent(id, aService(from, 10), aService(to, 20)),
    ...more,
  });
  const all = [
    pair("a", a1, z1, { name }),
    pair("b", z1, dc, { name }),
    pair("c", g1, dc, { name }),
    pair("d", a1, g1),
    pair("e", a1, dc),
    pair("f", z1, z2),
    pair("g", g1, g2),
    pair("h", a1, lone),
    anIntent("i", aService(a1, 11), orderDb(z1)),
    anIntent("p", aService(dc, 12), orderDb(z1), { endpoint: "public" }),
  ];
  // a third pair of VPCs makes it worth to peer the two gateways
  const mesh = [pair("j", a1, a3), pair("k", a2, a3), pair("l", a3, a1), pair("m", aws(1), a3)];
  const third = aws(12, "us-west-2");
  const meshTopology = placesTopology([a1, a2, a3, third]);
  const hubs = connectWorld({
    ...meshTopology,
    gateways: meshTopology.gateways.map((gateway) => ({
      ...gateway,
      networkKeys: (gateway.key === "aws/tgw-1" ? [a1, a2] : [a3, third]).map(networkKeyOf),
    })),
  });
  const designs = [
    designConnections(all, world),
    designConnections([pair("n", lone, dc)], bare),
    designConnections([...mesh, pair("o", a1, third)], hubs),
  ];
  for (const { issues } of designs) expect(issues).toEqual([]);
  return new Set(designs.flatMap(({ steps }) => steps.map(({ resource }) => resource)));
}

describe("engine/intent/design, and what provisioners make", () => {
  it("wants what some provisioner makes, and leaves none of them unused", () => {
    const wanted = resourcesOfAllDesigns();
    const made = Object.keys(provisioningMs);

    expect([...wanted].filter((resource) => !made.includes(resource))).toEqual([]);
    expect(made.filter((resource) => !wanted.has(resource))).toEqual([]);
  });
});
