import type { Flow, Topology } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aDiscovery, aGateway, aNetwork, aRoute, aSighting } from "../../../../../test/support/sightings.ts";
import { joinTopology } from "../join/join-topology.ts";
import { findDrift } from "./find-drift.ts";

const flow = (id: string, from: string, to: string) =>
  ({ id, source: { ip: from }, destination: { ip: to, port: 1 } }) as unknown as Flow;
const flows = [flow("a", "10.1.0.1", "10.9.0.1"), flow("b", "10.2.0.1", "10.8.0.1")];
const seen = {
  networks: [
    aNetwork({ key: "aws/vpc-1", cidrs: ["10.1.0.0/16"] }),
    aNetwork({ key: "aws/vpc-2", cidrs: ["10.2.0.0/16"] }),
  ],
  gateways: [aGateway({ key: "aws/tgw-1", networkKeys: ["aws/vpc-1"] })],
  links: [aSighting({ key: "aws/vpn-1", at: "aws/tgw-1", kind: "vpn" as const, receivedPrefixes: ["10.9.0.0/16"] })],
  routes: [aRoute({ owner: "aws/tgw-1", prefix: "10.9.0.0/16", next: { kind: "link", key: "aws/vpn-1" } })],
};
const topology = (more: Parameters<typeof aDiscovery>[0] = {}): Topology =>
  joinTopology([aDiscovery({ ...seen, ...more })], { estate: "small", networks: [], connections: [], flows: [] }, 0);

describe("engine/topology/drift", () => {
  it("says nothing of two equal looks", () => {
    expect(findDrift(topology(), topology(), flows)).toEqual([]);
  });

  it("says what changed, where, from what to what, and whom it touches", () => {
    const after = topology({
      routes: seen.routes.map((route) => ({ ...route, next: { kind: "none" as const }, isActive: false })),
    });

    expect(findDrift(topology(), after, flows)).toEqual([
      {
        kind: "changed",
        what: "route",
        subject: "aws/tgw-1 t1 10.9.0.0/16",
        cloud: "aws",
        changes: [
          { field: "next", before: "link aws/vpn-1", after: "none" },
          { field: "active", before: "true", after: "false" },
        ],
        flowIds: ["a"],
      },
    ]);
  });

  it("names what came and what went", () => {
    const after = topology({ links: [], networks: [...seen.networks, aNetwork({ key: "aws/vpc-3" })] });

    expect(findDrift(topology(), after, flows).map(({ kind, what, flowIds }) => [kind, what, flowIds])).toEqual([
      ["removed", "connection", ["a"]],
      ["added", "network", []],
    ]);
  });

  it("calls nothing removed where it could not look", () => {
    const gap = {
      cloud: "aws" as const,
      regionId: "r1",
      operation: "ec2:DescribeVpcs",
      reason: "denied" as const,
      message: "",
      todo: "",
    };

    expect(
      findDrift(
        topology(),
        topology({ networks: [], gateways: [], links: [], routes: seen.routes, gaps: [gap] }),
        flows,
      ),
    ).toEqual([]);
  });
});
