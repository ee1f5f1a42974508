import * as z from "zod";
import { canonical, covers } from "../../world/prefix.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { googleError, invalid, notFound } from "./google-error.ts";
import { beginOperation } from "./operations.ts";
import { type GcpProject, networkPath } from "./project.ts";
import { routesOf } from "./routes.ts";
import { tunnelPath } from "./tunnels.ts";

const DEFAULT_PRIORITY = 1_000;

const Route = z.strictObject({
  name: z.string().regex(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/),
  network: z.string().min(1),
  destRange: z.cidrv4(),
  priority: z.int().min(0).max(65_535).default(DEFAULT_PRIORITY),
  description: z.string().max(2_048).default(""),
  nextHopVpnTunnel: z.string().min(1),
});

interface Write {
  readonly requestId: string | null;
  readonly extraMs: number;
}

/** `routes.insert`: a static route over a tunnel that has no BGP session; HA VPN, which always has one, takes none. */
export function insertRoute(world: World, project: GcpProject, body: unknown, write: Write): RestAnswer {
  const parsed = Route.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return invalid(`Invalid value for field 'resource.${issue?.path.join(".")}': ${issue?.message}.`);
  }
  const { name, destRange, priority, description, nextHopVpnTunnel } = parsed.data;
  const path = `projects/${project.id}/global/routes/${name}`;
  if (routesOf(world, project).some((route) => route.name === name))
    return googleError(409, "ALREADY_EXISTS", "alreadyExists", `The resource '${path}' already exists`);
  const network = project.networks.find((one) => parsed.data.network.endsWith(networkPath(one)));
  if (!network) return notFound(parsed.data.network);
  const link = project.tunnels.find(
    (one) => one.gateway.id === network.gatewayId && nextHopVpnTunnel.endsWith(tunnelPath(one)),
  );
  if (!link) return notFound(nextHopVpnTunnel);
  if (link.own.peerIp !== undefined)
    return invalid("Invalid value for field 'resource.nextHopVpnTunnel': the tunnel uses dynamic routing.");
  if (network.cidrs.some((range) => covers(range, destRange)))
    return invalid(`Invalid value for field 'resource.destRange': '${destRange}' lies in a subnet of the network.`);
  const route = {
    name,
    prefix: canonical(destRange),
    priority,
    description,
    connectionId: link.connection.id,
    nextHopVpnTunnel,
  };
  return beginOperation(world, {
    ...write,
    scope: `projects/${project.id}/global`,
    type: "insert",
    targetPath: path,
    run() {
      const routes = world.routing.vpcRoutes.get(network.id) ?? new Map();
      world.routing.vpcRoutes.set(network.id, routes.set(name, route));
    },
  });
}

/** `routes.delete`; the routes to subnets go with their subnets only. */
export function deleteRoute(world: World, project: GcpProject, name: string, write: Write): RestAnswer {
  const path = `projects/${project.id}/global/routes/${name}`;
  const holder = project.networks.find(({ id }) => world.routing.vpcRoutes.get(id)?.has(name));
  if (!holder)
    return routesOf(world, project).some((route) => route.name === name)
      ? invalid(`The route '${path}' is made by the network itself and cannot be deleted.`)
      : notFound(path);
  return beginOperation(world, {
    ...write,
    scope: `projects/${project.id}/global`,
    type: "delete",
    targetPath: path,
    run: () => void world.routing.vpcRoutes.get(holder.id)?.delete(name),
  });
}
