import type { CloudId, ProvisionStep, SeenGateway, SeenNetwork, Topology } from "@skylane/core";
import { freeAsn } from "./asns.ts";
import { GATEWAY_SUBNET, subnetKey, subnetPlace } from "./azure-subnets.ts";
import { nameFor } from "./naming.ts";
import type { StepBook, StepPlace } from "./step-book.ts";

interface HubFacts {
  /** Of the gateway that is there, else made of what it will belong to. */
  readonly key: string;
  readonly at: StepPlace;
  readonly asn: number;
  /** In words, e.g. `aws us-east-1`. */
  readonly label: string;
  /** True if the gateway itself has to be made. */
  readonly isNew: boolean;
  /** Networks that stand behind it already. */
  readonly networkKeys: readonly string[];
}

/** What a tunnel ends at, there already or to be made: what each cloud needs of it to build upon it. */
export type Hub =
  | (HubFacts & {
      readonly cloud: "aws";
      readonly transitGatewayId: string;
      readonly routeTableId: string;
    })
  | (HubFacts & {
      readonly cloud: "azure";
      readonly resourceGroup: string;
      readonly gatewayId: string;
      /** Public address and ipConfiguration of its two instances, and the addresses each speaks BGP from (grows). */
      readonly instances: readonly [AzureInstance, AzureInstance];
    })
  | (HubFacts & {
      readonly cloud: "gcp";
      readonly network: string;
      readonly router: string;
      readonly gateway: string;
      readonly interfaceIps: readonly [string, string];
    })
  | (HubFacts & {
      readonly cloud: "onprem";
      readonly routerId: string;
      readonly publicIps: readonly string[];
      readonly announce: readonly string[];
    });
type AzureInstance = { readonly ip: string; readonly configurationId: string; readonly bgpAddresses: string[] };
export type HubOf<C extends Hub["cloud"]> = Extract<Hub, { readonly cloud: C }>;

/** Why nothing can be built at a network. */
export interface NoHub {
  readonly rule: string;
  readonly message: string;
  readonly example: string;
}

/** Finds or plans the gateway of a network, once for all who need it. */
export interface Hubs {
  /** Without writing a step: whether there will be one, and which. */
  identify(network: SeenNetwork): { readonly key: string; readonly seen: SeenGateway | undefined } | NoHub;
  of(network: SeenNetwork, intentIds: Parameters<StepBook["want"]>[1]): Hub | NoHub;
}

const GATEWAY_KIND: Partial<Record<CloudId, SeenGateway["kind"]>> = {
  aws: "transit-gateway",
  azure: "vpn-gateway",
  gcp: "cloud-router",
  onprem: "router",
};
const AZURE_SKU = "VpnGw2AZ";
const AZURE_ASN = 65_515;

export function hubsOf(topology: Topology, book: StepBook, madeBefore: readonly ProvisionStep[]): Hubs {
  const usedAsns = new Set(topology.gateways.flatMap(({ asn }) => asn ?? []));
  const planned = new Map<string, Hub>();
  const gatewayOf = (network: SeenNetwork): SeenGateway | undefined => {
    const kind = GATEWAY_KIND[network.cloud];
    const here = topology.gateways
      .filter((one) => one.kind === kind && one.accountId === network.accountId && one.cloud === network.cloud)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const inRegion = here.filter(({ regionId }) => regionId === network.regionId);
    return (
      inRegion.find(({ networkKeys }) => networkKeys.includes(network.key)) ??
      here.find(({ networkKeys }) => networkKeys.includes(network.key)) ??
      // a transit gateway takes any VPC of its account and Region; the gateways of other clouds belong to one network
      (network.cloud === "aws" ? inRegion[0] : undefined)
    );
  };
  const identify: Hubs["identify"] = (network) => {
    const seen = gatewayOf(network);
    if (seen) return { key: seen.key, seen };
    switch (network.cloud) {
      case "aws":
        return { key: `aws/transit-gateway/${network.accountId}/${network.regionId}`, seen };
      case "azure":
      case "gcp":
        return { key: `${network.cloud}/gateway/${network.key}/${network.regionId}`, seen };
      case "onprem":
        return noHub(
          network,
          "no router was seen that stands before it",
          "a network behind a router under clouds.onprem",
        );
      default:
        return noHub(
          network,
          `Skylane builds no gateways in ${network.cloud}; it uses connections that are there`,
          "a service in AWS, Azure, Google Cloud or on-premises, or a connection that is up",
        );
    }
  };
  return {
    identify,
    of(network, intentIds) {
      const found = identify(network);
      if ("rule" in found) return found;
      const { key, seen } = found;
      const label = `${network.cloud} ${network.regionId}`;
      const hub = planned.get(key);
      const asn = hub?.asn ?? seen?.asn ?? newAsn(network, usedAsns);
      usedAsns.add(asn);
      const facts: HubFacts = {
        key,
        at: { cloud: network.cloud, accountId: network.accountId, regionId: seen?.regionId || network.regionId },
        asn,
        label,
        isNew: seen === undefined,
        // a new transit gateway has nothing attached; the gateways of other clouds stand in their network
        networkKeys: seen?.networkKeys ?? (network.cloud === "aws" ? [] : [network.key]),
      };
      const made = makers[network.cloud as Hub["cloud"]]({
        book,
        intentIds,
        network,
        seen,
        facts,
        topology,
        made: madeBefore,
      });
      if ("rule" in made) return made;
      // the lists of addresses that tunnels add to are those of the first who asked
      if (hub) return hub;
      planned.set(key, made);
      return made;
    },
  };
}

interface Making {
  readonly book: StepBook;
  readonly intentIds: Parameters<StepBook["want"]>[1];
  readonly network: SeenNetwork;
  readonly seen: SeenGateway | undefined;
  readonly facts: HubFacts;
  readonly topology: Topology;
  /** Steps of other runs. */
  readonly made: readonly ProvisionStep[];
}

const makers: Readonly<Record<Hub["cloud"], (making: Making) => Hub | NoHub>> = {
  aws: awsHub,
  azure: azureHub,
  gcp: gcpHub,
  onprem: onpremHub,
};

function awsHub({ book, intentIds, network, seen, facts }: Making): Hub | NoHub {
  if (seen) {
    const routeTableId = seen.handles?.defaultRouteTableId;
    if (routeTableId === undefined) return unreadable(network, seen, "its default route table");
    return { ...facts, cloud: "aws", transitGatewayId: seen.nativeId, routeTableId };
  }
  const step = book.want(
    {
      resource: "aws.transit-gateway",
      at: facts.at,
      key: facts.key,
      desired: { name: nameFor(network.regionId, facts.key), asn: facts.asn },
      summary: `Transit gateway in ${network.regionId} with ASN ${facts.asn}`,
    },
    intentIds,
  );
  return {
    ...facts,
    cloud: "aws",
    transitGatewayId: step.output("transitGatewayId"),
    routeTableId: step.output("routeTableId"),
  };
}

/** Name of an Azure resource's group, from its id. */
export const resourceGroupOf = (id: string): string | undefined => /\/resourcegroups\/([^/]+)\//i.exec(id)?.[1];

interface AzureGateway {
  readonly name: string;
  readonly sku: string;
  readonly subnetId: string;
  readonly publicIpIds: readonly string[];
}

function azureHub(making: Making): Hub | NoHub {
  const { book, intentIds, network, seen, facts } = making;
  const resourceGroup = seen?.handles?.resourceGroup ?? resourceGroupOf(network.nativeId);
  if (resourceGroup === undefined)
    return noHub(network, "its resource group is not known", "a VNet with its full resource id");
  const instances: [string[], string[]] = [[], []];
  const built = seen ? seenAzureGateway(seen) : newAzureGateway();
  if ("rule" in built) return built;
  const key = `azure/vpn-gateway/${facts.key}`;
  const gateway = book.want(
    {
      resource: "azure.vpn-gateway",
      at: facts.at,
      key,
      desired: { resourceGroup, asn: facts.asn, ...built, bgpAddresses: instances },
      summary: seen
        ? `Addresses for BGP on the VPN gateway of ${network.regionId}`
        : `VPN gateway ${AZURE_SKU} in ${network.regionId} with ASN ${facts.asn}`,
      lock: key,
    },
    intentIds,
  );
  const instance = (n: 1 | 2): AzureInstance => ({
    ip: gateway.output(`ip${n}`),
    configurationId: gateway.output(`ipConfigurationId${n}`),
    bgpAddresses: instances[n - 1] as string[],
  });
  return {
    ...facts,
    cloud: "azure",
    resourceGroup,
    gatewayId: gateway.output("gatewayId"),
    instances: [instance(1), instance(2)],
  };

  function seenAzureGateway({ handles = {}, ...rest }: SeenGateway): AzureGateway | NoHub {
    const { name, sku, subnetId, publicIpId1, publicIpId2 } = handles;
    if (name === undefined || sku === undefined || subnetId === undefined)
      return unreadable(network, rest, "its size and subnet");
    if (publicIpId1 === undefined || publicIpId2 === undefined)
      return unreadable(network, rest, "two public addresses: it is not active-active");
    return { name, sku, subnetId, publicIpIds: [publicIpId1, publicIpId2] };
  }

  function newAzureGateway(): AzureGateway | NoHub {
    const subnet = gatewaySubnet(making, network, facts.at);
    if ("rule" in subnet) return subnet;
    const publicIps = [1, 2].map((n) => {
      const ipKey = `${facts.key}/public-ip/${n}`;
      return book.want(
        {
          resource: "azure.public-ip",
          at: facts.at,
          key: ipKey,
          desired: { resourceGroup, name: nameFor(`vpn-${network.regionId}-${n}`, ipKey) },
          summary: `Public address ${n} of the VPN gateway in ${network.regionId}`,
        },
        intentIds,
      );
    });
    return {
      name: nameFor(`vpn-${network.regionId}`, facts.key),
      sku: AZURE_SKU,
      subnetId: subnet.id,
      publicIpIds: publicIps.map((ip) => ip.output("publicIpId")),
    };
  }
}

function gatewaySubnet(
  { book, intentIds, made }: Making,
  network: SeenNetwork,
  at: StepPlace,
): { readonly id: string } | NoHub {
  if (!network.subnets) return noHub(network, "its subnets were not read", "a VNet whose subnets Skylane may read");
  const place = subnetPlace(network, GATEWAY_SUBNET, made);
  if (place === undefined)
    return noHub(network, "it has no free /27 for a GatewaySubnet", "a VNet with a further address space of /24");
  if ("subnetId" in place) return { id: place.subnetId };
  const step = book.want(
    {
      resource: "azure.subnet",
      at,
      key: subnetKey(network, GATEWAY_SUBNET),
      desired: { vnetId: network.nativeId, name: GATEWAY_SUBNET.name, prefix: place.prefix },
      summary: `GatewaySubnet ${place.prefix} in the VNet of ${network.regionId}`,
    },
    intentIds,
  );
  return { id: step.output("subnetId") };
}

function gcpHub({ book, intentIds, network, seen, facts }: Making): Hub {
  const routerKey = `gcp/router/${network.key}/${facts.at.regionId}`;
  const router = seen
    ? undefined
    : book.want(
        {
          resource: "gcp.router",
          at: facts.at,
          key: routerKey,
          desired: { network: network.nativeId, name: nameFor(network.regionId, routerKey), asn: facts.asn },
          summary: `Cloud Router in ${network.regionId} with ASN ${facts.asn}`,
        },
        intentIds,
      );
  const gatewayKey = `gcp/ha-vpn-gateway/${network.key}/${facts.at.regionId}`;
  const gateway = book.want(
    {
      resource: "gcp.ha-vpn-gateway",
      at: facts.at,
      key: gatewayKey,
      desired: { network: network.nativeId, name: nameFor(facts.at.regionId, gatewayKey) },
      summary: `HA VPN gateway in ${facts.at.regionId}`,
    },
    intentIds,
  );
  return {
    ...facts,
    cloud: "gcp",
    network: network.nativeId,
    router: router?.output("router") ?? (seen as SeenGateway).nativeId,
    gateway: gateway.output("gateway"),
    interfaceIps: [gateway.output("ip0"), gateway.output("ip1")],
  };
}

function onpremHub({ network, seen, facts, topology }: Making): Hub | NoHub {
  const publicIps = seen?.handles?.publicIp ? [seen.handles.publicIp] : (seen?.publicIps ?? []).slice(0, 2);
  if (!seen || publicIps.length === 0)
    return noHub(network, "its router has no public address", "a router with a public address");
  const behind = topology.networks.filter(({ key }) => seen.networkKeys.includes(key)).flatMap(({ cidrs }) => cidrs);
  return { ...facts, cloud: "onprem", routerId: seen.nativeId, publicIps, announce: [...new Set(behind)].sort() };
}

const newAsn = ({ cloud }: SeenNetwork, used: ReadonlySet<number>): number =>
  cloud === "azure" && !used.has(AZURE_ASN) ? AZURE_ASN : freeAsn(used);

const noHub = (network: SeenNetwork, why: string, example: string): NoHub => ({
  rule: "gateway.buildable",
  message: `Nothing can be built at ${network.cloud} ${network.regionId} ${slugged(network)}: ${why}.`,
  example,
});
const unreadable = (network: SeenNetwork, { key }: Pick<SeenGateway, "key">, what: string): NoHub =>
  noHub(network, `the gateway ${key.slice(0, 200)} does not show ${what}`, "a gateway that Skylane may read");
const slugged = ({ nativeId }: SeenNetwork): string => nativeId.slice(-60);
