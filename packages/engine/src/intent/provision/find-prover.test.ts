import { type ProverSettings, type SkylaneConfig, Vantage } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aService } from "../../../../../test/support/intent-builders.ts";
import { findProver } from "./find-prover.ts";

const VNET = "azure//subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/one";
const VPC = "gcp/projects/p/global/networks/one";
const prover: ProverSettings = { networkKey: "aws/vpc-1", regionId: "us-east-1", subnetIds: ["subnet-1"] };
const inAzure: ProverSettings = { networkKey: VNET, regionId: "eastus", subnetIds: [`${VNET}/subnets/provers`] };
const inGoogle: ProverSettings = { networkKey: VPC, regionId: "us-central1", subnetIds: ["provers"] };

const inVpc = { networkKey: "aws/vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
const lambda = aService("orders", { ...inVpc, kind: "lambda" });
const machine = aService("orders", inVpc);
const vm = aService("pricing", { kind: "azure-vm", cloud: "azure", networkKey: VNET, addresses: ["10.4.0.9"] });
const instance = aService("index", { kind: "gce-instance", cloud: "gcp", networkKey: VPC, addresses: ["10.6.0.9"] });
const inDc = { cloud: "onprem", networkKey: "onprem/dc1/10.9.0.0/16" } as const;
const host = aService("erp", { ...inDc, addresses: ["10.9.10.10"] });
const database = aService("ledger", {
  kind: "rds",
  networkKey: "aws/vpc-2",
  guards: [{ kind: "security-group", id: "sg-1" }],
});
const cloudSql = aService("ledger", { kind: "cloud-sql", cloud: "gcp", networkKey: "gcp/net-1" });
const azureSql = aService("orderdb", { kind: "azure-sql", cloud: "azure" });

const agent = (more: object) => ({ id: "dc1", networkId: "dc1", runsAs: "agent" as const, ...more });
const find = (
  source: typeof machine,
  destination: typeof machine,
  provers: readonly ProverSettings[] | undefined,
  vantages: readonly object[] = [],
  endpoint?: "public",
) => {
  const networks = [
    { id: "dc1", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"] },
    {
      id: "vnet",
      cloud: "azure",
      regionId: "eastus",
      providerId: VNET.slice("azure/".length).toUpperCase(),
      cidrs: [],
    },
  ] as unknown as SkylaneConfig["networks"];
  return findProver(
    { source, destination, requirements: { compliance: [], ...(endpoint && { endpoint }) } },
    {
      networks,
      vantages: vantages.map((one) => Vantage.parse(one)),
      intents: { provers: provers && [...provers] },
    },
  );
};

describe("engine/intent/provision/find-prover", () => {
  it.each([
    ["all, where no networks are named", machine, database, undefined, { kind: "all" }],
    ["the one in the subnets that rules let in", lambda, database, [prover], { kind: "called", prover }],
    ["the one in the network, to a private endpoint that no rule guards", machine, azureSql, [prover], { prover }],
    ["the one in the network, to what stands in Google's own", machine, cloudSql, [prover], { prover }],
    ["the one in the VNet, which looks what it is asked", vm, azureSql, [inAzure], { kind: "asked", place: VNET }],
    ["the one in Google's network", instance, cloudSql, [inGoogle, prover], { kind: "asked", place: VPC }],
  ])("finds %s", (_, source, destination, provers, found) => {
    expect(find(source, destination, provers)).toMatchObject(found);
  });

  it.each([
    ["an AWS network none stands in", lambda, database, [], "aws/vpc-1; name one under aws.provers"],
    ["a VNet none stands in", vm, azureSql, [prover], `${VNET}; name one under azure.provers`],
    ["a network of Google's none stands in", instance, cloudSql, [], `${VPC}; name one under gcp.provers`],
    ["a data centre without an agent", host, database, [prover], "run skylane agent there"],
    [
      "other subnets than the source's",
      lambda,
      database,
      [{ ...prover, subnetIds: ["subnet-1", "subnet-9"] }],
      "name subnet-1, subnet-2 for it under aws.provers",
    ],
    ["a machine that is let in by its address", machine, database, [prover], "rules let in 10.1.0.9 alone"],
    ["a function whose subnets nobody has seen", { ...lambda, subnetIds: [] }, database, [prover], "10.1.0.9 alone"],
    ["a machine in Azure that is let in by its address", vm, database, [inAzure], "an agent on that machine"],
  ])("finds none for %s, and says what to do", (_, source, destination, provers, because) => {
    expect(find(source, destination, provers)).toEqual({ kind: "none", because: expect.stringContaining(because) });
  });

  it("finds the agent that has the source's address, whatever else stands there", () => {
    const asked = { kind: "asked", place: "agent/dc1" };

    expect(find(host, database, [], [agent({ addresses: ["10.9.10.9", "10.9.10.10"] })])).toEqual(asked);
    const onMachine = agent({ networkId: "vnet", addresses: ["10.4.0.9"] });
    expect(find(vm, database, [inAzure], [onMachine])).toEqual(asked);
    expect(find(vm, azureSql, [], [agent({ networkId: "vnet" })])).toEqual(asked);
  });

  it.each([
    ["with other addresses", agent({ addresses: ["10.9.10.11"] }), "the agent dc1 has another address"],
    ["of another network", agent({ networkId: "vnet", addresses: ["10.9.10.10"] }), "no agent stands in onprem/dc1"],
    ["that is a function", { ...agent({}), runsAs: "function" }, "no agent stands in onprem/dc1"],
  ])("takes no agent %s for a host: routers let its address through alone", (_, vantage, because) => {
    expect(find(host, database, [], [vantage])).toEqual({ kind: "none", because: expect.stringContaining(because) });
  });

  it("proves a public endpoint from the source's own subnets, for others leave by other addresses", () => {
    const beside = { ...prover, subnetIds: ["subnet-9"] };
    const withAddress = { ...machine, publicAddress: "198.51.100.9" };

    expect(find(machine, azureSql, [prover], [], "public")).toEqual({ kind: "called", prover });
    expect(find(machine, azureSql, [beside], [], "public")).toMatchObject({ kind: "none" });
    expect(find(withAddress, azureSql, [prover], [], "public")).toMatchObject({ kind: "none" });
    expect(find(machine, azureSql, [beside])).toEqual({ kind: "called", prover: beside });
  });
});
