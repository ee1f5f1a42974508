import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolve } from "../../packages/twin/src/world/dns/resolve.ts";
import { anIntent } from "../support/connect-worlds.ts";
import { type DesignedTwin, seenService, startDesignedTwin } from "../support/designed-twin.ts";

const ACCOUNT = "111122223333";
const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const CLOUDS = [
  { cloud: "aws", regionId: "us-east-1", accountId: ACCOUNT, kind: "ec2-instance", prefix: "vpc-0" },
  { cloud: "azure", regionId: "eastus", accountId: SUBSCRIPTION, kind: "azure-vm", prefix: "vnet-" },
] as const;
const HOSTS = { aws: "stock.shop.corp.internal", azure: "ledger.books.corp.internal" } as const;
const SERVICES = { aws: ["carts", "stock"], azure: ["reports", "ledger"] } as const;

/** In either cloud two networks that nothing joins, with a machine in each. */
const twoPairs = (): Estate =>
  Estate.parse({
    version: 1,
    name: "two-pairs",
    networks: CLOUDS.flatMap(({ kind: _, prefix, ...place }, c) =>
      [1, 2].map((n) => ({
        ...place,
        id: `${place.cloud}-${n}`,
        providerId: `${prefix}${n}`,
        cidrs: [`10.${10 * c + n}.0.0/16`],
      })),
    ),
    gateways: [],
    connections: [],
    flows: [],
    sites: [],
    services: CLOUDS.flatMap(({ cloud, regionId, accountId, kind }, c) =>
      SERVICES[cloud].map((name, i) => ({
        cloud,
        regionId,
        accountId,
        kind,
        id: name,
        name,
        networkId: `${cloud}-${i + 1}`,
        address: `10.${10 * c + i + 1}.0.20`,
        port: 443,
        ...(cloud === "aws" && { securityGroupIds: [`sg-0${i + 1}`] }),
      })),
    ),
    guards: {
      securityGroups: [1, 2].map((n) => ({ id: `sg-0${n}`, name: `g${n}`, networkId: `aws-${n}`, rules: [] })),
    },
  });

describe("a host that a request says, in a network whose resolver does not know it", () => {
  let lab: DesignedTwin;
  beforeEach(async () => {
    lab = await startDesignedTwin(
      twoPairs(),
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
  const asks = (networkId: string, name: string) => {
    const { status, records } = resolve(lab.twin.world, networkId, name, "A");
    return [status, ...records.flatMap(({ values }) => values)];
  };

  it("resolves to its address there and nowhere else, no other name with it, and is forgotten with the plan", async () => {
    const hash = lab.stateHash();
    const topology = await lab.look();
    const intents = (["aws", "azure"] as const).map((cloud) => {
      const [source, destination] = SERVICES[cloud].map((name) => seenService(topology, name));
      if (!source || !destination) throw new Error(`no pair in ${cloud}`);
      const name = { host: HOSTS[cloud], addresses: asks(`${cloud}-1`, HOSTS[cloud]).slice(1) };
      return { ...anIntent(cloud, source, destination), name };
    });
    expect(intents.map(({ name }) => name.addresses)).toEqual([[], []]);
    const plan = lab.plan(topology, intents);
    expect(plan.issues).toEqual([]);
    const outputs = await lab.build(plan);

    expect(asks("aws-1", HOSTS.aws)).toEqual(["NOERROR", "10.2.0.20"]);
    expect(asks("azure-1", HOSTS.azure)).toEqual(["NOERROR", "10.12.0.20"]);
    for (const [networkId, host] of [
      ["aws-2", HOSTS.aws],
      ["azure-2", HOSTS.azure],
      ["aws-1", "other.shop.corp.internal"],
      ["azure-1", "other.books.corp.internal"],
    ] as const)
      expect(asks(networkId, host)).toEqual(["NXDOMAIN"]);

    await lab.unbuild(plan, outputs);
    expect(asks("aws-1", HOSTS.aws)).toEqual(["NXDOMAIN"]);
    expect(lab.stateHash()).toBe(hash);
  }, 60_000);
});
