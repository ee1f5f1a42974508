import type { SeenGateway, SeenNetwork } from "@skylane/core";
import type { ProjectAnswers } from "./read-project.ts";
import { keyOf, pathOf, regionOf } from "./self-link.ts";
import { clip, tagsOf } from "./words.ts";

/**
 * VPC networks with the ranges of their subnets, secondary ones too. A network is global; if all its subnets are in one
 * region, that region is given for it.
 */
export function networksOf({ projectId, networks, subnetworks, instances }: ProjectAnswers): SeenNetwork[] {
  const endpointCounts = new Map<string, number>();
  for (const { networkInterfaces } of instances)
    for (const { network } of networkInterfaces) {
      const path = pathOf(network ?? "");
      endpointCounts.set(path, (endpointCounts.get(path) ?? 0) + 1);
    }
  return networks.map((network) => {
    const path = pathOf(network.selfLink);
    const subnets = subnetworks.filter((subnet) => pathOf(subnet.network) === path);
    const ranges = subnets.flatMap(({ ipCidrRange, secondaryIpRanges }) => [
      ipCidrRange,
      ...secondaryIpRanges.map((range) => range.ipCidrRange),
    ]);
    const regions = new Set(subnets.map(({ selfLink }) => regionOf(selfLink)));
    const [only = ""] = regions;
    return {
      key: keyOf(network.selfLink),
      cloud: "gcp",
      accountId: projectId,
      regionId: regions.size === 1 ? only : "",
      nativeId: path,
      name: clip(network.name),
      tags: tagsOf(network),
      cidrs: [...new Set(ranges.flatMap((range) => range ?? []))].sort(),
      subnetCount: subnets.length,
      subnets: subnets.flatMap(({ selfLink, name, ipCidrRange: cidr }) =>
        cidr === undefined ? [] : [{ nativeId: pathOf(selfLink), name: clip(name), cidr }],
      ),
      endpointCount: endpointCounts.get(path) ?? 0,
    };
  });
}

/** Key of the router, or of the VPN gateway where there is no router, that a tunnel ends at. */
export function endOfTunnel(
  { routers, vpnGateways, targetVpnGateways }: Pick<ProjectAnswers, "routers" | "vpnGateways" | "targetVpnGateways">,
  tunnel: Pick<ProjectAnswers["tunnels"][number], "router" | "vpnGateway" | "targetVpnGateway">,
): string | undefined {
  const known = new Set([...routers, ...vpnGateways, ...targetVpnGateways].map(({ selfLink }) => pathOf(selfLink)));
  const ends = [tunnel.router, tunnel.vpnGateway, tunnel.targetVpnGateway].flatMap((url) => url ?? []);
  const end = ends.find((url) => known.has(pathOf(url))) ?? ends[0];
  return end === undefined ? undefined : keyOf(end);
}

/**
 * Cloud Routers with the addresses of the VPN gateways whose tunnels they serve, and VPN gateways that no router serves. A
 * router that only translates addresses is a NAT gateway.
 */
export function gatewaysOf(answers: ProjectAnswers): SeenGateway[] {
  const { projectId, routers, vpnGateways, targetVpnGateways, tunnels } = answers;
  const served = new Map<string, Set<string>>();
  for (const tunnel of tunnels) {
    const end = endOfTunnel(answers, tunnel);
    if (end === undefined || tunnel.vpnGateway === undefined) continue;
    served.set(end, (served.get(end) ?? new Set()).add(pathOf(tunnel.vpnGateway)));
  }
  const isServedByRouter = new Set(routers.flatMap(({ selfLink }) => [...(served.get(keyOf(selfLink)) ?? [])]));
  const common = (
    one: (typeof routers)[number] | (typeof vpnGateways)[number] | (typeof targetVpnGateways)[number],
  ) => ({
    key: keyOf(one.selfLink),
    cloud: "gcp" as const,
    accountId: projectId,
    regionId: regionOf(one.selfLink),
    nativeId: pathOf(one.selfLink),
    name: clip(one.name),
    tags: tagsOf(one),
    networkKeys: one.network === undefined ? [] : [keyOf(one.network)],
  });
  return [
    ...routers.map((router): SeenGateway => {
      const own = vpnGateways.filter(({ selfLink }) => served.get(keyOf(router.selfLink))?.has(pathOf(selfLink)));
      const isNat = router.nats.length > 0 && router.bgpPeers.length === 0 && router.interfaces.length === 0;
      return {
        ...common(router),
        kind: isNat ? "nat-gateway" : "cloud-router",
        ...(router.bgp?.asn !== undefined && router.bgp.asn > 0 && { asn: router.bgp.asn }),
        publicIps: addressesOf(own),
        ...(own[0] && { handles: { haVpnGateway: pathOf(own[0].selfLink) } }),
      };
    }),
    ...vpnGateways
      .filter(({ selfLink }) => !isServedByRouter.has(pathOf(selfLink)))
      .map((gateway): SeenGateway => ({ ...common(gateway), kind: "vpn-gateway", publicIps: addressesOf([gateway]) })),
    ...targetVpnGateways.map((gateway): SeenGateway => ({ ...common(gateway), kind: "vpn-gateway", publicIps: [] })),
  ];
}

const addressesOf = (gateways: ProjectAnswers["vpnGateways"]): string[] =>
  [
    ...new Set(gateways.flatMap(({ vpnInterfaces }) => vpnInterfaces.flatMap(({ ipAddress }) => ipAddress ?? []))),
  ].sort();
