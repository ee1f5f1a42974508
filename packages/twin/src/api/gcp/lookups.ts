import type { EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { firewallsOf } from "./firewalls.ts";
import { attachmentOf, interconnectsOf } from "./interconnects.ts";
import type { Scoped } from "./lists.ts";
import { instanceOf, networkOf, serviceInstanceOf, subnetworkOf, zoneOf } from "./networks.ts";
import { operationsOf } from "./operations.ts";
import type { GcpProject } from "./project.ts";
import { resource, selfLink } from "./resource.ts";
import { routerOf } from "./routers.ts";
import { routesOf } from "./routes.ts";
import { madeExternalGateways, madeTunnels, madeVpnGateways } from "./show-built.ts";
import { externalVpnGatewaysOf, vpnGatewayOf, vpnTunnelOf } from "./tunnels.ts";

/** A kind of object: its name in the singular, and what there is of it. */
interface Lookup<T> {
  readonly kind: string;
  readonly all: (world: World, project: GcpProject) => readonly T[];
}

/** Objects that belong to no region. */
export const globalLookups: Readonly<Record<string, Lookup<unknown>>> = {
  networks: { kind: "network", all: (world, { networks }) => networks.map((network) => networkOf(world, network)) },
  routes: { kind: "route", all: routesOf },
  externalVpnGateways: {
    kind: "externalVpnGateway",
    all: (world, project) => [...externalVpnGatewaysOf(world, project), ...madeExternalGateways(world, project)],
  },
  interconnects: { kind: "interconnect", all: (_world, project) => interconnectsOf(project) },
  firewalls: { kind: "firewall", all: firewallsOf },
  // What a caller changes is an operation; sessions that fall are none.
  operations: {
    kind: "operation",
    all: (world, { id }) => operationsOf(world, (scope) => scope === `projects/${id}/global`).map(({ item }) => item()),
  },
  addresses: { kind: "address", all: () => [] },
};

const region = (gateway: { readonly regionId: string }): string => `regions/${gateway.regionId}`;

/** As many machines as a network has resources: its services among them, and others without a part in anything. */
function machinesOf({ services }: World, network: EstateNetwork): readonly Scoped[] {
  const own = [...services.services.values()].filter(
    ({ kind, networkId }) => kind === "gce-instance" && networkId === network.id,
  );
  const scope = `zones/${zoneOf(network)}`;
  return [
    ...own.map((service) => ({ scope, item: () => serviceInstanceOf(service, network) })),
    ...Array.from({ length: Math.max(0, network.resourceCount - own.length) }, (_, i) => ({
      scope,
      item: () => instanceOf(network, i + own.length),
    })),
  ];
}

/** Objects of a region or a zone. */
export const scopedLookups: Readonly<Record<string, Lookup<Scoped>>> = {
  subnetworks: {
    kind: "subnetwork",
    all: (_world, { networks }) =>
      networks.map((network) => ({ scope: region(network), item: () => subnetworkOf(network) })),
  },
  instances: {
    kind: "instance",
    all: (world, { networks }) => networks.flatMap((network) => machinesOf(world, network)),
  },
  vpnGateways: {
    kind: "vpnGateway",
    all: (world, project) => [
      ...project.haGateways.map((one) => ({ scope: region(one.gateway), item: () => vpnGatewayOf(world, one) })),
      ...madeVpnGateways(world, project),
    ],
  },
  targetVpnGateways: { kind: "targetVpnGateway", all: () => [] },
  vpnTunnels: {
    kind: "vpnTunnel",
    all: (world, project) => [
      ...project.tunnels.map((link) => ({
        scope: region(link.gateway),
        item: () => vpnTunnelOf(world, project, link),
      })),
      ...madeTunnels(world, project),
    ],
  },
  routers: {
    kind: "router",
    all: (world, project) =>
      project.gateways.map((gateway) => ({ scope: region(gateway), item: () => routerOf(world, project, gateway) })),
  },
  interconnectAttachments: {
    kind: "interconnectAttachment",
    all: (world, project) =>
      project.attachments.map((link) => ({
        scope: region(link.gateway),
        item: () => attachmentOf(world, project, link),
      })),
  },
  forwardingRules: { kind: "forwardingRule", all: () => [] },
  operations: {
    kind: "operation",
    all: (world, { id }) =>
      operationsOf(world, (scope) => scope.startsWith(`projects/${id}/regions/`)).map(({ scope, item }) => ({
        scope: scope.slice(`projects/${id}/`.length),
        item,
      })),
  },
  // Addresses of HA VPN gateways are Google's own and in no list.
  addresses: { kind: "address", all: () => [] },
};

/** What the caller's project has of Google's regions. */
export const regionsOf = ({ id, regions }: GcpProject) =>
  regions.map((name) => ({
    ...resource("region", `projects/${id}/regions/${name}`),
    description: name,
    status: "UP",
    zones: ["b", "c", "d"].map((letter) => selfLink(`projects/${id}/zones/${name}-${letter}`)),
  }));
