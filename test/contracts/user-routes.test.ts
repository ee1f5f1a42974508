import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anIntent } from "../support/connect-worlds.ts";
import { type DesignedTwin, seenService, startDesignedTwin } from "../support/designed-twin.ts";

const ACCOUNT = "111122223333";
const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const aws = { cloud: "aws", regionId: "us-east-1", accountId: ACCOUNT };
const azure = { cloud: "azure", regionId: "eastus", accountId: SUBSCRIPTION };
const CARTS = "10.1.0.20";
const REPORTS = "10.4.0.40";

/** A VPC and a VNet, and a tunnel between their gateways. */
const joined = (): Estate =>
  Estate.parse({
    version: 1,
    name: "joined",
    networks: [
      {
        ...aws,
        id: "shop",
        providerId: "vpc-01",
        cidrs: ["10.1.0.0/16"],
        gatewayId: "tgw",
        attachmentId: "tgw-attach-01",
      },
      { ...azure, id: "books", providerId: "vnet-books", cidrs: ["10.4.0.0/16"], gatewayId: "vng" },
    ],
    gateways: [
      { ...aws, id: "tgw", kind: "tgw", providerId: "tgw-01", asn: 64_512, tables: ["tgw-rtb-01"] },
      { ...azure, id: "vng", kind: "router", providerId: "vng-books", asn: 65_514, selects: "azure" },
    ],
    connections: [
      {
        id: "tunnel",
        kind: "vpn",
        a: {
          at: "tgw",
          announces: ["10.1.0.0/16"],
          attachmentId: "tgw-attach-vpn",
          propagatesTo: ["tgw-rtb-01"],
          peerIp: "169.254.107.1",
          publicIp: "203.0.113.1",
        },
        b: { at: "vng", announces: ["10.4.0.0/16"], peerIp: "169.254.107.2", publicIp: "203.0.113.9" },
        providerId: "vpn-01",
        bandwidthMbps: 1_000,
        latencyMs: 5,
        isEncrypted: true,
        isPublic: true,
      },
    ],
    flows: [],
    sites: [],
    services: [
      {
        ...aws,
        id: "carts",
        name: "carts",
        kind: "ec2-instance",
        networkId: "shop",
        address: CARTS,
        port: 443,
        securityGroupIds: ["sg-01"],
      },
      { ...azure, id: "reports", name: "reports", kind: "azure-vm", networkId: "books", address: REPORTS, port: 443 },
    ],
    guards: { securityGroups: [{ id: "sg-01", name: "g1", networkId: "shop", rules: [] }] },
  });

describe("a VNet whose route table loses what its gateway has a way for", () => {
  let lab: DesignedTwin;
  beforeEach(async () => {
    lab = await startDesignedTwin(
      joined(),
      {
        aws: { accounts: [{ id: ACCOUNT }], regions: ["us-east-1"] },
        azure: { accounts: [{ id: SUBSCRIPTION }], regions: ["eastus"] },
      },
      { [ACCOUNT]: { roleArn: `arn:aws:iam::${ACCOUNT}:role/skylane-provisioner` } },
    );
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });
  const over = (): string => {
    const way = lab.twin.world.traceBetween(REPORTS, CARTS);
    return way.kind === "delivered" ? way.crossings.map(({ connection }) => connection.id).join(",") : way.kind;
  };
  /** Somebody's own route, as the portal would write it. */
  const drop = async (tableId: string, prefix: string): Promise<void> => {
    const url = `${lab.twin.apiUrl}/azure${tableId}/routes/quarantine?api-version=2024-05-01`;
    const { status } = await fetch(url, {
      method: "PUT",
      headers: { authorization: "Bearer any", "content-type": "application/json" },
      body: JSON.stringify({ properties: { addressPrefix: prefix, nextHopType: "None" } }),
    });
    expect(status).toBeLessThan(300);
  };

  it("gets a route for the one host to its gateway, which goes with the plan; the owner's own route stays", async () => {
    const before = await lab.look();
    const tableId = before.networks
      .flatMap(({ subnets = [] }) => subnets)
      .find(({ routeTableId }) => routeTableId?.includes("rt-"))?.routeTableId;
    expect(over()).toBe("tunnel");
    await drop(tableId ?? "", "10.1.0.0/16");
    await vi.waitFor(() => expect(over()).not.toBe("tunnel"));
    const hash = lab.stateHash();

    const topology = await lab.look();
    const plan = lab.plan(topology, [
      anIntent("one", seenService(topology, "reports"), seenService(topology, "carts")),
    ]);
    expect(plan.issues).toEqual([]);
    expect(plan.ways).toMatchObject([{ kind: "existing-path" }]);
    expect(
      plan.steps.filter(({ resource }) => resource === "azure.user-route").map(({ desired }) => desired.prefix),
    ).toEqual([`${CARTS}/32`]);
    const outputs = await lab.build(plan);
    await vi.waitFor(() => expect(over()).toBe("tunnel"));

    await lab.unbuild(plan, outputs);
    await vi.waitFor(() => expect(over()).not.toBe("tunnel"));
    expect(lab.stateHash()).toBe(hash);
  }, 60_000);
});
