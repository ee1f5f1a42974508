import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { anIntent } from "../support/connect-worlds.ts";
import { type DesignedTwin, seenService, startDesignedTwin } from "../support/designed-twin.ts";
import { NETWORK_ACCOUNT, OTHER_ACCOUNT } from "../support/provisioner-rows/aws-ground.ts";

const REGIONS = ["us-east-1", "us-west-2"] as const;
const account = (regionId: string): string => (regionId === "us-east-1" ? NETWORK_ACCOUNT : OTHER_ACCOUNT);
const place = (regionId: string) => ({ cloud: "aws", regionId, accountId: account(regionId) });
const vpc = (id: string, n: number, regionId: string) => ({
  ...place(regionId),
  id,
  providerId: `vpc-0${n}`,
  cidrs: [`10.${n}.0.0/16`],
  gatewayId: regionId,
  attachmentId: `tgw-attach-0${n}`,
});
const machine = (name: string, n: number, regionId: string) => ({
  ...place(regionId),
  id: name,
  name,
  kind: "ec2-instance",
  networkId: `v${n}`,
  address: `10.${n}.0.20`,
  port: 443,
  securityGroupIds: [`sg-0${n}`],
});
const VPCS = [
  [1, "us-east-1", "carts"],
  [2, "us-east-1", "orders"],
  [3, "us-west-2", "stock"],
  [4, "us-west-2", "prices"],
  [5, "us-west-2", "archive"],
] as const;

/** Two accounts, each with a transit gateway in a Region of its own, and VPCs attached that send it all they have; nothing joins the gateways. */
const twoHubs = (): Estate =>
  Estate.parse({
    version: 1,
    name: "two-hubs",
    networks: VPCS.map(([n, regionId]) => vpc(`v${n}`, n, regionId)),
    gateways: REGIONS.map((regionId, i) => ({
      ...place(regionId),
      id: regionId,
      kind: "tgw",
      providerId: `tgw-0${i + 1}`,
      asn: 64_512 + i,
      tables: [`tgw-rtb-0${i + 1}`],
    })),
    connections: [],
    flows: [],
    sites: [],
    services: VPCS.map(([n, regionId, name]) => machine(name, n, regionId)),
    guards: {
      securityGroups: VPCS.map(([n]) => ({ id: `sg-0${n}`, name: `g${n}`, networkId: `v${n}`, rules: [] })),
    },
  });

const PAIRS = [
  ["carts", "stock"],
  ["carts", "prices"],
  ["orders", "stock"],
] as const;
const ipOf = (name: string): string => `10.${VPCS.find((one) => one[2] === name)?.[0]}.0.20`;

describe("two transit gateways that many pairs of VPCs need", () => {
  let lab: DesignedTwin;
  beforeEach(async () => {
    const accounts = [NETWORK_ACCOUNT, OTHER_ACCOUNT];
    lab = await startDesignedTwin(
      twoHubs(),
      {
        aws: {
          accounts: accounts.map((id) => ({ id, roleArn: `arn:aws:iam::${id}:role/skylane-observer` })),
          regions: [...REGIONS],
        },
      },
      Object.fromEntries(accounts.map((id) => [id, { roleArn: `arn:aws:iam::${id}:role/skylane-provisioner` }])),
    );
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });
  const over = (from: string, to: string): string => {
    const way = lab.twin.world.traceBetween(ipOf(from), ipOf(to));
    return way.kind === "delivered" ? way.crossings.map(({ connection }) => connection.kind).join(",") : way.kind;
  };
  const isLetIn = (from: string, to: string): boolean =>
    lab.twin.world.admits({ from: ipOf(from), to: ipOf(to), port: 443, protocol: "tcp" }).isAllowed;

  it("are peered with static routes on both sides; packets flow between whom the plan says, and nobody else", async () => {
    const hash = lab.stateHash();
    const topology = await lab.look();
    const intents = PAIRS.map(([from, to], i) =>
      anIntent(`p${i}`, seenService(topology, from), seenService(topology, to), {
        encryption: "required",
        monthlyGb: 100,
      }),
    );
    const plan = lab.plan(topology, intents);

    expect(plan.issues).toEqual([]);
    expect(plan.ways.map(({ kind, isEncrypted }) => [kind, isEncrypted])).toEqual(
      PAIRS.map(() => ["transit-peering", true]),
    );
    expect(plan.steps.filter(({ resource }) => resource === "aws.transit-gateway-peering")).toHaveLength(1);
    expect(plan.steps.filter(({ resource }) => resource === "aws.transit-route")).toHaveLength(4);
    expect(plan.cost.unknown).toEqual([]);

    const outputs = await lab.build(plan);
    for (const [from, to] of PAIRS) {
      await vi.waitFor(() => expect([over(from, to), over(to, from)]).toEqual(["transit-peering", "transit-peering"]));
      expect([isLetIn(from, to), isLetIn(to, from)]).toEqual([true, false]);
    }
    // these two meet because each has a route for another's sake: the preview says so
    const unwanted = plan.reach.filter(({ isWanted }) => !isWanted).map(({ from, to }) => `${from} ${to}`);
    expect(unwanted).toEqual(["aws/vpc-02 aws/vpc-04"]);
    expect(over("orders", "prices")).toBe("transit-peering");
    expect(over("orders", "archive")).not.toBe("transit-peering");

    // what is there now is used: another pair gets its routes, and no second peering
    const after = await lab.look();
    const another = lab.plan(after, [anIntent("p4", seenService(after, "orders"), seenService(after, "archive"))]);
    expect(another.ways).toMatchObject([{ kind: "existing-path", stepIds: [] }]);
    expect(another.ways[0]?.connectionIds).toHaveLength(1);
    expect(another.steps.map(({ resource }) => resource).sort()).toEqual([
      "aws.security-group-rule",
      "aws.security-group-rule",
      "aws.transit-route",
    ]);
    const more = await lab.build(another);
    await vi.waitFor(() => expect(over("orders", "archive")).toBe("transit-peering"));

    await lab.unbuild(another, more);
    await lab.unbuild(plan, outputs);
    expect(lab.stateHash()).toBe(hash);
  }, 60_000);

  it("stay apart where two VPCs alone need each other: those are peered", async () => {
    const topology = await lab.look();
    const one = anIntent("p", seenService(topology, "carts"), seenService(topology, "stock"));
    const plan = lab.plan(topology, [one]);

    expect(plan.ways).toMatchObject([{ kind: "peering" }]);
    await lab.build(plan);
    await vi.waitFor(() => expect([over("carts", "stock"), over("stock", "carts")]).toEqual(["peering", "peering"]));
  }, 60_000);
});
