import type { EstateConnection, EstateFlow } from "../../estate/estate.ts";
import type { World } from "../world.ts";

const DEDICATED: readonly EstateConnection["kind"][] = [
  "direct-connect",
  "express-route",
  "interconnect",
  "fastconnect",
];

/** A route that leads what is on a dedicated link over a VPN beside it, and who writes it. */
export interface Detour {
  readonly from: EstateConnection;
  readonly to: EstateConnection;
  readonly flowIds: readonly string[];
  readonly by: string;
  begin(): void;
  end(): void;
}

/** Routes that somebody could write, by the cloud's own means, and that lead the flows of a dedicated link over a VPN beside it. */
export function detoursOf(world: World, from: EstateConnection, flows: readonly EstateFlow[]): readonly Detour[] {
  if (!DEDICATED.includes(from.kind)) return [];
  const { estate, gateways } = world.atlas;
  const gateway = gateways.get(from.a.at);
  const [prefix] = from.b.announces;
  const network = estate.networks.find(({ gatewayId }) => gatewayId === from.a.at);
  if (!gateway || !network || prefix === undefined) return [];
  return estate.connections.flatMap((to): Detour[] => {
    if (to.kind !== "vpn" || to.a.at !== from.a.at || to.b.at !== from.b.at || to.b.announces.length === 0) return [];
    const flowIds = flows.map(({ id }) => id);
    const attachment = to.a.attachmentId;
    if (gateway.kind === "tgw" && attachment !== undefined) {
      const who = `arn:aws:sts::${gateway.accountId}:assumed-role/network-maintenance/change-window`;
      const write = (call: string, change: (routes: Map<string, string>) => void): void =>
        world.change(`${call} by ${who}`, () => {
          for (const table of gateway.tables) {
            const routes = world.routing.staticRoutes.get(table) ?? new Map<string, string>();
            change(routes);
            world.routing.staticRoutes.set(table, routes);
          }
        });
      return [
        {
          from,
          to,
          flowIds,
          by: who,
          begin: () => write("CreateTransitGatewayRoute", (routes) => void routes.set(prefix, attachment)),
          end: () => write("DeleteTransitGatewayRoute", (routes) => void routes.delete(prefix)),
        },
      ];
    }
    if (gateway.cloud !== "gcp") return [];
    const who = `network-maintenance@${network.accountId}.iam.gserviceaccount.com`;
    const name = `to-${to.id}`;
    const write = (call: string, change: (routes: Map<string, VpcRoute>) => void): void =>
      world.change(`${call} by ${who}`, () => {
        const routes = world.routing.vpcRoutes.get(network.id) ?? new Map<string, VpcRoute>();
        change(routes);
        world.routing.vpcRoutes.set(network.id, routes);
      });
    const route: VpcRoute = {
      name,
      prefix,
      priority: 100,
      connectionId: to.id,
      description: "",
      nextHopVpnTunnel: to.id,
    };
    return [
      {
        from,
        to,
        flowIds,
        by: who,
        begin: () => write("compute.routes.insert", (routes) => void routes.set(name, route)),
        end: () => write("compute.routes.delete", (routes) => void routes.delete(name)),
      },
    ];
  });
}

type VpcRoute = NonNullable<ReturnType<World["routing"]["vpcRoutes"]["get"]>> extends Map<string, infer R> ? R : never;
