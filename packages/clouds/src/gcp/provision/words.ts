import * as z from "zod";

/** Paths of objects, as self links without their host. */
const path = (pattern: string, example: string) =>
  z.string().regex(new RegExp(`^projects/[a-z0-9:.-]+/${pattern}$`), `must be a path such as ${example}`);
const NAME = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
const regional = (collection: string) =>
  path(`regions/[a-z0-9-]+/${collection}/${NAME}`, `projects/p/regions/us-central1/${collection}/one`);

export const NetworkPath = path(`global/networks/${NAME}`, "projects/p/global/networks/prod");
export const ExternalGatewayPath = path(
  `global/externalVpnGateways/${NAME}`,
  "projects/p/global/externalVpnGateways/one",
);
export const RouterPath = regional("routers");
export const VpnGatewayPath = regional("vpnGateways");
export const TunnelPath = regional("vpnTunnels");
/** Name of a DNS zone, a tunnel, a rule … */
export const ObjectName = z.string().regex(new RegExp(`^${NAME}$`), "must be a name such as sky-1");
/** RFC 6996 §5, and the public ones; 0 and 23456 are nobody's. */
export const Asn = z.int().min(1).max(4_294_967_294);
