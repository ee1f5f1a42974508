import type { EstateService, EstateStore } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import type { ArmResource } from "./arm-answer.ts";
import { groupsOf, type ResourceGroup } from "./subscription.ts";

/** Services of Azure that stand in no VNet, by kind: the type of their objects. */
const TYPES: Readonly<Record<string, string>> = {
  "azure-sql": "Microsoft.Sql/servers",
  storage: "Microsoft.Storage/storageAccounts",
};

const servicesIn = ({ world, subscriptionId, regionId }: ResourceGroup, kind: string): readonly EstateService[] =>
  [...world.services.services.values()].filter(
    (service) =>
      service.cloud === "azure" &&
      service.kind === kind &&
      service.regionId === regionId &&
      service.accountId === subscriptionId,
  );

const serviceId = ({ subscriptionId, name: groupName }: ResourceGroup, { kind, name }: EstateService): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${groupName}/providers/${TYPES[kind]}/${name}`;

/** The service of an object's id, in whatever letter case. */
export function serviceAt(world: World, id: string): EstateService | undefined {
  const [, , subscriptionId = ""] = id.split("/");
  return groupsOf(world, subscriptionId)
    .flatMap((group) =>
      Object.keys(TYPES).flatMap((kind) => servicesIn(group, kind).map((one) => [group, one] as const)),
    )
    .find(([group, one]) => serviceId(group, one).toLowerCase() === id.toLowerCase())?.[1];
}

/** SQL servers of a group. */
export const sqlServers = (group: ResourceGroup): readonly ArmResource[] =>
  servicesIn(group, "azure-sql").map((service) => {
    const id = serviceId(group, service);
    return {
      id,
      name: service.name,
      type: "Microsoft.Sql/servers",
      location: group.regionId,
      tags: service.tags,
      properties: {
        state: "Ready",
        version: "12.0",
        administratorLogin: "sqladmin",
        fullyQualifiedDomainName: service.dnsName,
        minimalTlsVersion: "1.2",
        publicNetworkAccess: isPublic(group, service) ? "Enabled" : "Disabled",
        restrictOutboundNetworkAccess: "Disabled",
        privateEndpointConnections: endpointsOf(group, service, id),
      },
    };
  });

/** What lies in a storage account, where the estate says. */
export const storeOf = ({ world, subscriptionId }: ResourceGroup, name: string): EstateStore | undefined =>
  world.atlas.estate.stores.find(
    (one) => one.cloud === "azure" && one.accountId === subscriptionId && one.name.toLowerCase() === name.toLowerCase(),
  );

/** Storage accounts of a group. */
export const storageAccounts = (group: ResourceGroup): readonly ArmResource[] =>
  servicesIn(group, "storage").map((service) => {
    const id = serviceId(group, service);
    return {
      id,
      name: service.name,
      type: "Microsoft.Storage/storageAccounts",
      location: group.regionId,
      tags: service.tags,
      sku: { name: storeOf(group, service.name) ? "Standard_LRS" : "Standard_ZRS", tier: "Standard" },
      properties: {
        provisioningState: "Succeeded",
        primaryLocation: group.regionId,
        primaryEndpoints: { blob: `https://${service.dnsName}/` },
        supportsHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        publicNetworkAccess: isPublic(group, service) ? "Enabled" : "Disabled",
        privateEndpointConnections: endpointsOf(group, service, id),
      },
    };
  });

const isPublic = ({ world }: ResourceGroup, { id }: EstateService): boolean =>
  world.security.publicEndpoints.get(id)?.isEnabled ?? false;

const endpointsOf = ({ world }: ResourceGroup, service: EstateService, id: string) =>
  [...world.services.privateEndpoints.values()]
    .filter((endpoint) => endpoint.serviceId === service.id)
    .map((endpoint) => ({
      id: `${id}/privateEndpointConnections/${endpoint.name}`,
      properties: {
        privateEndpoint: { id: endpoint.id },
        privateLinkServiceConnectionState: {
          status: "Approved",
          description: "Auto-Approved",
          actionsRequired: "None",
        },
        provisioningState: "Ready",
      },
    }));
