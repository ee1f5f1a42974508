import type { Route } from "@azure/arm-network";
import type { Actuator, MoveRequest, PreImage, RouteChange } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { armIdOf, partsOf } from "./arm-target.ts";
import type { AzureWriter } from "./azure-writer.ts";
import { azureStatus, fromAzureError } from "./from-azure-error.ts";

const Settings = z.strictObject({ routeTableId: armIdOf("routeTables") });
const Handle = z.discriminatedUnion("nextHopType", [
  /** The VNet's VPN gateway; Azure takes no address with it. */
  z.strictObject({ nextHopType: z.literal("VirtualNetworkGateway") }),
  z.strictObject({ nextHopType: z.literal("VirtualAppliance"), nextHopIpAddress: z.ipv4() }),
]);

const ID = "azure.user-route";
const READ = "Microsoft.Network/routeTables/routes/read";
const WRITE = "Microsoft.Network/routeTables/routes/write";
const DELETE = "Microsoft.Network/routeTables/routes/delete";
/** A table's version moves with every route in it: somebody else's write is a reason to look again, not yet to give up. */
const MAX_WRITES = 3;

/**
 * Sends a prefix from the subnets of a route table to the VPN gateway or to an appliance. Writes one route, never the
 * table: one for the prefix that is there is changed in place and put back by undo; else it is Skylane's own, which undo
 * deletes. It cannot choose a tunnel, and Azure refuses the gateway where ExpressRoute ends (clouds.md 4.4, Z7).
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview (read 2026-11)
 */
export function userRoute(azure: AzureWriter): Actuator {
  const find = (change: RouteChange): Promise<Route | undefined> => findRoute(azure, change);
  return {
    id: ID,
    settings: Settings,
    handle: Handle,
    plan: planUserRoutes,
    async snapshot(change) {
      const present = await find(change);
      return { changeId: change.id, state: present ? { routeName: present.name ?? "", ...hopOf(present) } : null };
    },
    async apply(change) {
      const present = await find(change);
      if (present && isShown(present, change.desired)) return "already";
      await put(azure, change, present?.name ?? ownName(change), change.desired, present);
      return "applied";
    },
    async isApplied(change) {
      const present = await find(change);
      return present?.provisioningState === "Succeeded" && isSameHop(hopOf(present), change.desired);
    },
    async restore(change, before) {
      const present = await find(change);
      if (isAsBefore(present, before)) return "already";
      if (present && !isOurs(present, change, before)) throw stranger(change, present);
      if (before.state === null) await remove(azure, change, present);
      else await put(azure, change, before.state.routeName ?? "", before.state, present);
      return "restored";
    },
    async isRestored(change, before) {
      const present = await find(change);
      return isAsBefore(present, before) && (present === undefined || present.provisioningState === "Succeeded");
    },
  };
}

/** One change per prefix: in this table, to the backup's next hop. @throws ERR_ACTUATOR_UNKNOWN where both paths have the same */
function planUserRoutes({ groupId, sideId, prefixes, settings, from, to }: MoveRequest): readonly RouteChange[] {
  const { routeTableId } = Settings.parse(settings);
  const desired: Readonly<Record<string, string>> = Handle.parse(to);
  if (isSameHop(from, desired))
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `${groupId}, side ${sideId}: both paths have the next hop ${namesOf(desired)}, so that no route can tell them apart: a route names a gateway or an appliance, never a tunnel. Choose another knob for this side`,
      { groupId, sideId, actuator: ID },
    );
  return prefixes.map((prefix) => ({
    id: `${groupId}:${sideId}:${prefix}`,
    sideId,
    cloud: "azure",
    actuator: ID,
    prefix,
    target: { routeTableId },
    desired,
    summary: `in route table ${partsOf(routeTableId, "routeTables").name} send ${prefix} to ${namesOf(desired)}`,
  }));
}

type Hop = Readonly<Record<string, string>>;

/** What a route of ours is called: by its prefix, for a table has one route a prefix. */
const ownName = ({ prefix }: RouteChange): string => `skylane-${prefix.replaceAll(/[^0-9a-f]/gi, "-")}`;
const hopOf = ({ nextHopType = "", nextHopIpAddress }: Route): Hop => ({
  nextHopType,
  ...(nextHopIpAddress && { nextHopIpAddress }),
});
const isSameHop = (one: Hop, other: Hop): boolean =>
  one.nextHopType === other.nextHopType && (one.nextHopIpAddress ?? "") === (other.nextHopIpAddress ?? "");
/** A route whose write failed shows what was wanted, and is not there. */
const isShown = (present: Route, hop: Hop): boolean =>
  isSameHop(hopOf(present), hop) && present.provisioningState !== "Failed";
const namesOf = ({ nextHopType, nextHopIpAddress }: Hop): string =>
  [nextHopType, nextHopIpAddress].filter(Boolean).join(" ");

const isAsBefore = (present: Route | undefined, { state }: PreImage): boolean =>
  present === undefined || state === null
    ? present === undefined && state === null
    : present.name === state.routeName && isShown(present, state);
/** Ours shows what we wanted, under the name that was there before or the one we give. A failed undo shows what was before. */
const isOurs = (present: Route, change: RouteChange, { state }: PreImage): boolean =>
  present.name === (state?.routeName ?? ownName(change)) &&
  (isSameHop(hopOf(present), change.desired) || (state !== null && isSameHop(hopOf(present), state)));

const stranger = (change: RouteChange, present: Route) =>
  cloudError(
    "ERR_CLOUD_CONFLICT",
    `${change.id}: route ${present.name} now sends the prefix to ${namesOf(hopOf(present))}, which Skylane did not set; look at it by hand`,
    { changeId: change.id },
  );

const callOf = (change: RouteChange, action: string) => {
  const resourceId = change.target.routeTableId ?? "";
  return { subscriptionId: partsOf(resourceId, "routeTables").subscriptionId, resourceId, action };
};

/** The route for exactly this prefix, whatever it is called. @throws ERR_ACTUATOR_UNKNOWN if it has several next hops */
async function findRoute(azure: AzureWriter, change: RouteChange): Promise<Route | undefined> {
  const { group, name } = partsOf(change.target.routeTableId, "routeTables");
  const routes = await azure.ask(callOf(change, READ), (network, options) =>
    Array.fromAsync(network.routes.list(group, name, options)),
  );
  const found = routes.find(({ addressPrefix }) => addressPrefix?.toLowerCase() === change.prefix.toLowerCase());
  if (found?.nextHop)
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `${change.id}: route ${found.name} in table ${name} has several next hops; Skylane moves routes with one only`,
      { changeId: change.id, actuator: ID },
    );
  return found;
}

const put = (azure: AzureWriter, change: RouteChange, routeName: string, hop: Hop, seen: Route | undefined) =>
  writeWhatWasSeen(azure, change, WRITE, seen, (present) => {
    const { group, name } = partsOf(change.target.routeTableId, "routeTables");
    const { nextHopType = "", nextHopIpAddress } = hop;
    const route: Route = {
      addressPrefix: change.prefix,
      nextHopType,
      ...(nextHopIpAddress !== undefined && { nextHopIpAddress }),
    };
    return azure.write(callOf(change, WRITE), (network, options) =>
      network.routes.createOrUpdate(group, name, routeName, route, { ...options, ...ifMatch(present) }),
    );
  });

const remove = (azure: AzureWriter, change: RouteChange, seen: Route | undefined) =>
  writeWhatWasSeen(azure, change, DELETE, seen, (present) => {
    const { group, name } = partsOf(change.target.routeTableId, "routeTables");
    return azure.write(callOf(change, DELETE), (network, options) =>
      network.routes.delete(group, name, present?.name ?? ownName(change), { ...options, ...ifMatch(present) }),
    );
  });

const ifMatch = (present: Route | undefined) =>
  present?.etag === undefined ? {} : { requestOptions: { headers: { "if-match": present.etag } } };

/** Writes over the version that was seen. Where the table has moved on, it is written again as long as this route has not. */
async function writeWhatWasSeen(
  azure: AzureWriter,
  change: RouteChange,
  action: string,
  seen: Route | undefined,
  write: (present: Route | undefined) => Promise<void>,
): Promise<void> {
  let present = seen;
  for (let tries = 1; ; tries += 1) {
    try {
      return await write(present);
    } catch (error) {
      const isStale = azureStatus(error) === 412;
      if (!isStale || tries === MAX_WRITES) throw fromAzureError(error, action, change.target.routeTableId ?? "");
      present = await findRoute(azure, change);
      if (present?.name !== seen?.name || !isSameHop(present ? hopOf(present) : {}, seen ? hopOf(seen) : {}))
        throw fromAzureError(error, action, change.target.routeTableId ?? "");
    }
  }
}
