import type { NetworkInterface, PrivateEndpoint } from "@azure/arm-network";
import type { SeenService } from "@skylane/core";
import * as z from "zod";
import { azureKey, clipped, commonOf, nativeId, sameId, vnetOfSubnet } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { Listed } from "./read-services.ts";

const SQL_PORT = 1_433;
const HTTPS_PORT = 443;

const resource = {
  id: z.string(),
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).default({}),
};

/** As far as it is needed. @see https://learn.microsoft.com/rest/api/sql/servers (read 2026-11) */
const SqlServer = z.looseObject({
  ...resource,
  properties: z.looseObject({
    fullyQualifiedDomainName: z.string().optional(),
    publicNetworkAccess: z.string().optional(),
  }),
});

/** A SQL server: reached by its public endpoint, by private endpoints, or both. */
export function seenSqlServer(listed: Listed, inventory: AzureInventory): SeenService {
  const { properties, ...server } = SqlServer.parse(listed);
  return {
    ...commonOf(server),
    name: clipped(server.name),
    kind: "azure-sql",
    ...standing(endpointsTo(server.id, inventory)),
    port: SQL_PORT,
    ...(properties.fullyQualifiedDomainName && { dnsName: properties.fullyQualifiedDomainName }),
    isPublic: properties.publicNetworkAccess !== "Disabled",
    guards: [{ kind: "sql-server", id: nativeId(server.id) }],
  };
}

/** As far as it is needed. @see https://learn.microsoft.com/rest/api/storagerp/storage-accounts (read 2026-11) */
const StorageAccount = z.looseObject({
  ...resource,
  sku: z
    .looseObject({ name: z.string().min(1).max(100) })
    .optional()
    .catch(undefined),
  properties: z.looseObject({
    primaryEndpoints: z.looseObject({ blob: z.string().optional() }).optional(),
    publicNetworkAccess: z.string().optional(),
  }),
});

/** A storage account, by its blobs. */
export function seenStorageAccount(listed: Listed, inventory: AzureInventory): SeenService {
  const { properties, sku, ...account } = StorageAccount.parse(listed);
  const blob = properties.primaryEndpoints?.blob;
  return {
    ...commonOf(account),
    name: clipped(account.name),
    kind: "storage",
    ...(sku && { size: sku.name }),
    ...standing(endpointsTo(account.id, inventory)),
    port: HTTPS_PORT,
    ...(blob !== undefined && URL.canParse(blob) && { dnsName: new URL(blob).hostname }),
    isPublic: properties.publicNetworkAccess !== "Disabled",
    guards: [],
  };
}

/** A virtual machine, known by its first interface: its name by its id, its tags by the interface's. */
export function seenMachine(first: NetworkInterface, inventory: AzureInventory): SeenService[] {
  const id = first.virtualMachine?.id;
  const interfaces = inventory.interfaces.filter(({ virtualMachine }) => sameId(virtualMachine?.id, id));
  if (id === undefined || interfaces[0] !== first) return [];
  const configurations = interfaces.flatMap(({ ipConfigurations = [] }) => ipConfigurations);
  const name = id.slice(id.lastIndexOf("/") + 1);
  return [
    {
      ...commonOf({ ...first, id, name }),
      name: clipped(name),
      kind: "azure-vm",
      ...standing(
        configurations.map(({ subnet, privateIPAddress }) => ({
          subnetId: subnet?.id,
          addresses: privateIPAddress === undefined ? [] : [privateIPAddress],
        })),
      ),
      isPublic: configurations.some(({ publicIPAddress }) => publicIPAddress !== undefined),
      guards: guardsOf(interfaces, inventory).map((guard) => ({ kind: "network-security-group", id: guard })),
    },
  ];
}

interface Standing {
  readonly subnetId: string | undefined;
  readonly addresses: readonly string[];
}

/** Private endpoints whose owner let them through to a service. */
const endpointsTo = (serviceId: string, { privateEndpoints }: AzureInventory): readonly Standing[] =>
  privateEndpoints
    .filter((endpoint) =>
      linksOf(endpoint).some((one) => sameId(one.privateLinkServiceId, serviceId) && isApproved(one)),
    )
    .map(({ subnet, customDnsConfigs = [] }) => ({
      subnetId: subnet?.id,
      addresses: customDnsConfigs.flatMap(({ ipAddresses = [] }) => ipAddresses),
    }));
const linksOf = ({ privateLinkServiceConnections = [], manualPrivateLinkServiceConnections = [] }: PrivateEndpoint) => [
  ...privateLinkServiceConnections,
  ...manualPrivateLinkServiceConnections,
];
const isApproved = ({ privateLinkServiceConnectionState }: ReturnType<typeof linksOf>[number]): boolean =>
  privateLinkServiceConnectionState?.status === "Approved";

/** Where something stands: in the first of its VNets, with its IPv4 addresses there. */
function standing(places: readonly Standing[]) {
  const vnetId = places.map(({ subnetId }) => vnetOfSubnet(subnetId)).find((id) => id !== undefined);
  const here = places.filter(({ subnetId }) => sameId(vnetOfSubnet(subnetId), vnetId));
  return {
    ...(vnetId !== undefined && { networkKey: azureKey(vnetId) }),
    subnetIds: [...new Set(here.flatMap(({ subnetId }) => (subnetId === undefined ? [] : [nativeId(subnetId)])))],
    addresses: [...new Set(here.flatMap(({ addresses }) => addresses))].filter((address) => !address.includes(":")),
  };
}

/** Both what guards the interface and what guards its subnet have to let a packet in. */
function guardsOf(interfaces: readonly NetworkInterface[], { vnets }: AzureInventory): readonly string[] {
  const subnetIds = interfaces.flatMap(({ ipConfigurations = [] }) => ipConfigurations.map(({ subnet }) => subnet?.id));
  const ofSubnets = vnets
    .flatMap(({ subnets = [] }) => subnets)
    .filter(({ id }) => subnetIds.some((one) => sameId(one, id)))
    .map(({ networkSecurityGroup }) => networkSecurityGroup?.id);
  const ofInterfaces = interfaces.map(({ networkSecurityGroup }) => networkSecurityGroup?.id);
  return [...new Set([...ofInterfaces, ...ofSubnets].flatMap((id) => (id === undefined ? [] : [nativeId(id)])))];
}
