import type { World } from "../../world/world.ts";
import { type Buildable, bodyOf, done, inUse } from "./buildable.ts";
import {
  ExternalGateway,
  gatewayIdOf,
  madeAt,
  madeIn,
  networkAt,
  putMade,
  Router,
  removeMade,
  routerAt,
  sessionsAt,
  VpnGateway,
  VpnTunnel,
} from "./built-objects.ts";
import { invalid, notFound } from "./google-error.ts";
import { documentationIp } from "./project.ts";
import { isTaken } from "./show-built.ts";
import { addressOf, beginEnd, endIdOf } from "./tunnel-ends.ts";

const ROUTERS_A_NETWORK = 5; // clouds.md 5.1: Cloud Routers of one network in one region

/** Routers, gateways and tunnels of an HA VPN. */
export const vpnBuildables: Readonly<Record<string, Buildable>> = {
  routers: {
    isGlobal: false,
    insertSeconds: 15,
    permissions: {
      insert: ["compute.routers.create", "compute.networks.updatePolicy"],
      remove: ["compute.routers.delete", "compute.networks.updatePolicy"],
    },
    insert: bodyOf(Router, (world, project, path, wanted) => {
      const network = networkAt(project, wanted.network);
      if (!network) return notFound(wanted.network);
      const regionId = /regions\/([^/]+)/.exec(path)?.[1] ?? "";
      return {
        run() {
          const others = madeIn(world, "router", project.id).filter(({ data }) => data.network === wanted.network);
          if (others.length >= ROUTERS_A_NETWORK)
            return {
              code: "QUOTA_EXCEEDED",
              message: `Quota 'ROUTERS' exceeded. Limit: ${ROUTERS_A_NETWORK}.0 in region ${regionId}.`,
              statusCode: 403,
            };
          const id = gatewayIdOf(path);
          putMade(world, "router", path, wanted);
          world.built.gateways.put(id, {
            id,
            kind: "router",
            cloud: "gcp",
            regionId,
            accountId: project.id,
            providerId: wanted.name,
            asn: wanted.bgp.asn,
            tables: [],
          });
          if (network.gatewayId === undefined)
            world.built.attachments.put(network.id, { networkId: network.id, gatewayId: id });
          return undefined;
        },
      };
    }),
    remove(world, project, path) {
      if (!madeAt(world, "router", path)) return undefined;
      const tunnel = madeIn(world, "vpn-tunnel", project.id).find(({ data }) => data.router === path);
      if (tunnel) return inUse(path, tunnel.path);
      return done(() => {
        const id = gatewayIdOf(path);
        for (const { networkId, gatewayId } of world.built.attachments.values())
          if (gatewayId === id) world.built.attachments.remove(networkId);
        removeMade(world, "router-sessions", path);
        removeMade(world, "router", path);
        world.built.gateways.remove(id);
      });
    },
  },
  vpnGateways: {
    isGlobal: false,
    insertSeconds: 10,
    permissions: { insert: ["compute.vpnGateways.create"], remove: ["compute.vpnGateways.delete"] },
    insert: bodyOf(VpnGateway, (world, project, path, wanted) => {
      if (!networkAt(project, wanted.network)) return notFound(wanted.network);
      return done(() =>
        putMade(world, "vpn-gateway", path, {
          ...wanted,
          ipAddresses: [freeAddress(world, path, "203.0.113"), freeAddress(world, path, "192.0.2")],
        }),
      );
    }),
    remove(world, project, path) {
      if (!madeAt(world, "vpn-gateway", path)) return undefined;
      const tunnel = madeIn(world, "vpn-tunnel", project.id).find(({ data }) => data.vpnGateway === path);
      return tunnel ? inUse(path, tunnel.path) : done(() => removeMade(world, "vpn-gateway", path));
    },
  },
  externalVpnGateways: {
    isGlobal: true,
    insertSeconds: 10,
    permissions: { insert: ["compute.externalVpnGateways.create"], remove: ["compute.externalVpnGateways.delete"] },
    insert: bodyOf(ExternalGateway, (world, _project, path, wanted) => {
      const count = { SINGLE_IP_INTERNALLY_REDUNDANT: 1, TWO_IPS_REDUNDANCY: 2, FOUR_IPS_REDUNDANCY: 4 }[
        wanted.redundancyType
      ];
      const ids = wanted.interfaces.map(({ id }) => id).sort();
      if (ids.length !== count || ids.some((id, i) => id !== i))
        return invalid(
          `Invalid value for field 'resource.interfaces': ${wanted.redundancyType} needs interfaces 0 to ${count - 1}.`,
        );
      return done(() => putMade(world, "external-gateway", path, wanted));
    }),
    remove(world, project, path) {
      if (!madeAt(world, "external-gateway", path)) return undefined;
      const tunnel = madeIn(world, "vpn-tunnel", project.id).find(({ data }) => data.peerExternalGateway === path);
      return tunnel ? inUse(path, tunnel.path) : done(() => removeMade(world, "external-gateway", path));
    },
  },
  vpnTunnels: {
    isGlobal: false,
    insertSeconds: 30,
    permissions: {
      insert: [
        "compute.vpnTunnels.create",
        "compute.vpnGateways.use",
        "compute.externalVpnGateways.use",
        "compute.routers.use",
      ],
      remove: ["compute.vpnTunnels.delete"],
    },
    insert: bodyOf(VpnTunnel, (world, project, path, { sharedSecret, ...wanted }) => {
      if (addressOf(world, project, wanted.vpnGateway, 0) === undefined) return notFound(wanted.vpnGateway);
      if (!routerAt(project, wanted.router)) return notFound(wanted.router);
      const far = madeAt(world, "external-gateway", wanted.peerExternalGateway);
      if (!far) return notFound(wanted.peerExternalGateway);
      if (!far.interfaces.some(({ id }) => id === wanted.peerExternalGatewayInterface))
        return invalid("Invalid value for field 'resource.peerExternalGatewayInterface': there is no such interface.");
      const twin = madeIn(world, "vpn-tunnel", project.id).find(
        ({ data }) =>
          data.vpnGateway === wanted.vpnGateway &&
          data.vpnGatewayInterface === wanted.vpnGatewayInterface &&
          data.peerExternalGateway === wanted.peerExternalGateway &&
          data.peerExternalGatewayInterface === wanted.peerExternalGatewayInterface,
      );
      if (twin) return invalid(`Invalid value for field 'resource.peerIp': '${twin.path}' goes there already.`);
      return done(() => {
        putMade(world, "vpn-tunnel", path, wanted);
        beginEnd(world, project, path, sharedSecret);
      });
    }),
    remove(world, _project, path) {
      const tunnel = madeAt(world, "vpn-tunnel", path);
      if (!tunnel) return undefined;
      const port = sessionsAt(world, tunnel.router).interfaces.find(({ linkedVpnTunnel }) => linkedVpnTunnel === path);
      if (port) return inUse(path, tunnel.router);
      return done(() => {
        world.built.tunnelEnds.remove(endIdOf(path));
        removeMade(world, "vpn-tunnel", path);
      });
    },
  },
};

/** A public address of that block that nobody has: the first free one after the one that the path stands for. */
function freeAddress(world: World, path: string, block: string): string {
  const first = Number(documentationIp(path, block).split(".").at(-1));
  for (let i = 0; i < 254; i += 1) {
    const address = `${block}.${1 + ((first - 1 + i) % 254)}`;
    if (!isTaken(world, address)) return address;
  }
  throw new Error(`${block}.0/24 has no address left`);
}
