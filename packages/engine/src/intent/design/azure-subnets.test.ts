import { ProvisionStep } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { ENDPOINT_SUBNET, GATEWAY_SUBNET, subnetKey, subnetPlace } from "./azure-subnets.ts";
import { designConnections } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const bare: Place = { cloud: "azure", regionId: "eastus", n: 2, hasGateway: false };
const topology = placesTopology([use1, bare]);
const vnet = topology.networks[1] as (typeof topology.networks)[number];
const madeSubnet = (key: string, prefix: string) =>
  ProvisionStep.parse({
    id: "azure-subnet-made",
    resource: "azure.subnet",
    cloud: "azure",
    accountId: "1",
    regionId: "eastus",
    key,
    desired: { vnetId: vnet.nativeId, name: "made", prefix },
    summary: "a subnet",
    intentIds: ["in-other"],
  });

describe("engine/intent/design/azure-subnets", () => {
  it("puts a gateway and an endpoint side by side in a VNet that has neither subnet, whoever asks first", () => {
    const toSql = anIntent("a", aService(use1, 10), orderDb(bare));
    const toVm = anIntent("b", aService(use1, 10), aService(bare, 20));
    for (const intents of [[toSql], [toVm, toSql]])
      expect(
        designConnections(intents, connectWorld(topology))
          .steps.flatMap(({ resource, desired }) =>
            resource === "azure.subnet" ? [`${desired.name} ${desired.prefix}`] : [],
          )
          .sort(),
      ).toEqual(["GatewaySubnet 10.2.0.0/27", "skylane-endpoints 10.2.0.32/28"]);
  });

  it("leaves free what another run makes there, and keeps what it shares with it", () => {
    const elsewhere = madeSubnet("azure/subnet/other", "10.2.0.0/26");
    expect(subnetPlace(vnet, GATEWAY_SUBNET, [elsewhere])).toEqual({ prefix: "10.2.0.64/27" });
    expect(subnetPlace(vnet, ENDPOINT_SUBNET, [elsewhere])).toEqual({ prefix: "10.2.0.96/28" });

    const shared = madeSubnet(subnetKey(vnet, ENDPOINT_SUBNET), "10.2.9.0/28");
    expect(subnetPlace(vnet, ENDPOINT_SUBNET, [shared])).toEqual({ prefix: "10.2.9.0/28" });
  });

  it("uses a subnet of that name that stands, in any case, and finds no place where the VNet is full", () => {
    const id = `${vnet.nativeId}/subnets/gatewaysubnet`;
    const withGateway = { ...vnet, subnets: [{ nativeId: id, cidr: "10.2.255.0/27" }] };
    expect(subnetPlace(withGateway, GATEWAY_SUBNET, [])).toEqual({ subnetId: id, prefix: "10.2.255.0/27" });

    const full = { ...vnet, subnets: [{ nativeId: "all", name: "all", cidr: "10.2.0.0/16" }] };
    expect(subnetPlace(full, ENDPOINT_SUBNET, [])).toBeUndefined();
  });
});
