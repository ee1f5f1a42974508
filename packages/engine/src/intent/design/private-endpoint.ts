import type { ProvisionStep, SeenNetwork, SeenService } from "@skylane/core";
import { ENDPOINT_SUBNET, subnetKey, subnetPlace } from "./azure-subnets.ts";
import type { EndpointPlan, Ends, PrivateLink } from "./ends.ts";
import { resourceGroupOf } from "./hubs.ts";
import { nameFor } from "./naming.ts";
import type { StepBook, StepHandle, StepPlace } from "./step-book.ts";

/** Subnets that Azure keeps for one purpose. */
const RESERVED = /^(gatewaysubnet|azurebastionsubnet|azurefirewall\w*subnet|routeserversubnet)$/i;

/** Where an endpoint would go in a network: our own subnet, else a new one, else one that is there; `undefined` = nowhere. */
export function endpointPlace(
  network: SeenNetwork,
  kind: PrivateLink,
  made: readonly ProvisionStep[],
): EndpointPlan | undefined {
  const place = subnetPlace(network, ENDPOINT_SUBNET, made);
  if (place) return { kind, ...place };
  const [usual] = (network.subnets ?? [])
    .filter(({ name, nativeId }) => !RESERVED.test(name ?? nativeId.split("/").at(-1) ?? ""))
    .sort((a, b) => (a.nativeId < b.nativeId ? -1 : 1));
  return usual && { kind, subnetId: usual.nativeId, prefix: usual.cidr };
}

/** Networks an endpoint of the service may stand in: those of its subscription and Region, the fullest first. */
export const endpointNetworks = (
  { cloud, accountId, regionId }: SeenService,
  networks: readonly SeenNetwork[],
): readonly SeenNetwork[] =>
  networks
    .filter((one) => one.cloud === cloud && one.accountId === accountId && one.regionId === regionId)
    .sort((a, b) => b.endpointCount - a.endpointCount || (a.key < b.key ? -1 : 1));

/** Makes the endpoint and, in its own cloud, the name that leads to it. */
export function wantEndpoint(book: StepBook, { id, intent, destination }: Ends, plan: EndpointPlan): StepHandle {
  const service = intent.destination;
  const at: StepPlace = { cloud: "azure", accountId: destination.accountId, regionId: destination.regionId };
  const resourceGroup = resourceGroupOf(destination.nativeId) ?? "";
  const subnetId =
    plan.subnetId ??
    book
      .want(
        {
          resource: "azure.subnet",
          at,
          key: subnetKey(destination, ENDPOINT_SUBNET),
          desired: { vnetId: destination.nativeId, name: ENDPOINT_SUBNET.name, prefix: plan.prefix },
          summary: `Subnet ${plan.prefix} for private endpoints in the VNet of ${destination.regionId}`,
        },
        [id],
      )
      .output("subnetId");
  const key = `azure/private-endpoint/${destination.key.slice(-160)}/${service.key.slice(-160)}`;
  const endpoint = book.want(
    {
      resource: "azure.private-endpoint",
      at,
      key,
      desired: {
        resourceGroup,
        name: nameFor(`${plan.kind.groupId}-${service.name}`, key),
        subnetId,
        targetId: service.nativeId,
        groupId: plan.kind.groupId,
      },
      summary: `Private endpoint (${plan.kind.groupId}) in ${plan.prefix}`,
    },
    [id],
  );
  return endpoint;
}
