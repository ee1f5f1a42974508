import type { VirtualNetworkGatewayConnection as Connection } from "@azure/arm-network";
import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { cloudError } from "../../_shared/errors.ts";
import { armIdOf, partsOf } from "./arm-target.ts";
import type { AzureWriter } from "./azure-writer.ts";
import { fromAzureError } from "./from-azure-error.ts";
import { withoutKey } from "./without-key.ts";

const MAX_WEIGHT = 32_000;

const Settings = z.strictObject({
  /** What the connection to take is given: more than any other of the gateway has. */
  weight: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, "must be a whole number as text, such as '1000'")
    .refine((text) => Number(text) <= MAX_WEIGHT, `must be at most ${MAX_WEIGHT}`)
    .default("1000"),
});
const connectionId = armIdOf("connections");
const Handle = z.union([
  z.strictObject({ connectionId }),
  /** For a circuit of another subscription: the name of the secret that holds its authorization key, which no read shows. */
  z.strictObject({ connectionId, authorizationKeySecret: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/) }),
]);

const ID = "azure.connection-weight";
const READ = "Microsoft.Network/connections/read";
const WRITE = "Microsoft.Network/connections/write";

type Secrets = Pick<CloudContext, "secret">;

/**
 * Takes one ExpressRoute connection of a gateway before another by its weight: the higher wins for equal prefixes. The
 * weight holds for all that the connection carries, so there is one change whatever the prefixes. A connection is written
 * as a whole, as it was read, over the version that was read. Weights of VPN connections decide nothing, and are refused.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-optimize-routing (read 2026-11)
 */
export function connectionWeight(azure: AzureWriter, secrets: Secrets): Actuator {
  const readTaken = (change: RouteChange) => readConnection(azure, change.target.connectionId);
  const readBoth = (change: RouteChange) =>
    Promise.all([readTaken(change), readConnection(azure, change.target.fromConnectionId)]);
  return {
    id: ID,
    settings: Settings,
    handle: Handle,
    plan: planWeights,
    async snapshot(change) {
      const [taken, left] = await readBoth(change);
      checkMove(change, taken, left);
      await authorizationOf(change, taken, secrets);
      return { changeId: change.id, state: { routingWeight: String(weightOf(taken)) } };
    },
    async apply(change) {
      const [taken, left] = await readBoth(change);
      checkMove(change, taken, left);
      if (isAt(taken, desiredOf(change))) return "already";
      await write(azure, change, taken, desiredOf(change), secrets);
      return "applied";
    },
    async isApplied(change) {
      const [taken, left] = await readBoth(change);
      return isSettled(taken, desiredOf(change)) && weightOf(left) < weightOf(taken);
    },
    async restore(change, before) {
      const wanted = Number(before.state?.routingWeight ?? 0);
      // the move that is undone may still be under way, and its gateway takes nothing else until it is done
      const taken = await azure.look(
        () => readTaken(change),
        (seen) => isAt(seen, wanted) || !isUnderWay(seen),
      );
      if (isAt(taken, wanted)) return "already";
      if (isUnderWay(taken))
        throw cloudError(
          "ERR_CLOUD_UNAVAILABLE",
          `${change.id}: connection ${taken.name} is still ${taken.provisioningState}, and takes no other weight until that is done`,
          { changeId: change.id },
        );
      // a failed write may show either of the two
      if (![wanted, desiredOf(change)].includes(weightOf(taken)))
        throw cloudError(
          "ERR_CLOUD_CONFLICT",
          `${change.id}: connection ${taken.name} now has weight ${weightOf(taken)}, which Skylane did not set; look at it by hand`,
          { changeId: change.id },
        );
      await write(azure, change, taken, wanted, secrets);
      return "restored";
    },
    isRestored: async (change, before) => isSettled(await readTaken(change), Number(before.state?.routingWeight ?? 0)),
  };
}

/** One change: the weight of the connection to take. @throws ERR_ACTUATOR_UNKNOWN where both paths are one connection */
function planWeights({ groupId, sideId, prefixes, settings, from, to }: MoveRequest): readonly RouteChange[] {
  const { weight } = Settings.parse(settings);
  const { connectionId: fromConnectionId } = Handle.parse(from);
  const target: Readonly<Record<string, string>> = Handle.parse(to);
  const [taken, left] = [target.connectionId, fromConnectionId].map((id) => partsOf(id, "connections").name);
  if (target.connectionId?.toLowerCase() === fromConnectionId.toLowerCase())
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `${groupId}, side ${sideId}: both paths are connection ${taken}: a weight tells connections apart, nothing within one`,
      { groupId, sideId, actuator: ID },
    );
  return prefixes.slice(0, 1).map((prefix) => ({
    id: `${groupId}:${sideId}:weight`,
    sideId,
    cloud: "azure",
    actuator: ID,
    prefix,
    target: { ...target, fromConnectionId },
    desired: { routingWeight: weight },
    summary: `give ExpressRoute connection ${taken} the weight ${weight}, so that it is taken before ${left} for ${prefixes.join(", ")} and all else that both carry`,
  }));
}

const desiredOf = ({ desired }: RouteChange): number => Number(desired.routingWeight);
const weightOf = ({ routingWeight }: Connection): number => routingWeight ?? 0;
const isAt = (connection: Connection, weight: number): boolean =>
  weightOf(connection) === weight && connection.provisioningState !== "Failed";
const isSettled = (connection: Connection, weight: number): boolean =>
  weightOf(connection) === weight && connection.provisioningState === "Succeeded";

const isUnderWay = ({ provisioningState = "" }: Connection): boolean =>
  /^(Updating|Creating|Deleting)$/.test(provisioningState);

/** Whether a weight can do what is wanted of it. @throws ERR_ACTUATOR_UNKNOWN that says why it cannot */
function checkMove(change: RouteChange, taken: Connection, left: Connection): void {
  const refuse = (why: string) =>
    cloudError("ERR_ACTUATOR_UNKNOWN", `${change.id}: ${why}`, { changeId: change.id, actuator: ID });
  for (const one of [taken, left])
    if (one.connectionType !== "ExpressRoute")
      throw refuse(
        `connection ${one.name} is of type ${one.connectionType}, on which a weight has no effect: let the router at its other end prepend its AS number`,
      );
  const [here, there] = [taken, left].map((one) => one.virtualNetworkGateway1?.id?.toLowerCase());
  if (here !== there)
    throw refuse(`connections ${taken.name} and ${left.name} end at two gateways; weights are compared within one`);
  if (weightOf(left) >= desiredOf(change))
    throw refuse(
      `connection ${left.name} has weight ${weightOf(left)}, so that ${desiredOf(change)} would not beat it: raise settings.weight above that`,
    );
}

/** The key that has to be sent again with the connection. @throws ERR_CLOUD_DENIED if it is needed and not there */
async function authorizationOf(
  { id, target: { authorizationKeySecret: name } }: RouteChange,
  { name: connection, id: connectionId, peer }: Connection,
  { secret }: Secrets,
): Promise<string | undefined> {
  if (name !== undefined) {
    const key = await secret?.(name);
    if (key) return key;
    throw cloudError(
      "ERR_CLOUD_DENIED",
      `${id}: secret "${name}", the authorization key of ${connection}, is not set. Nothing was written: without it the circuit would be lost`,
      { changeId: id },
    );
  }
  const home = partsOf(connectionId, "connections").subscriptionId.toLowerCase();
  if (partsOf(peer?.id, "expressRouteCircuits").subscriptionId.toLowerCase() === home) return undefined;
  throw cloudError(
    "ERR_CLOUD_DENIED",
    `${id}: the circuit of ${connection} is in another subscription, and reading does not show its authorization key. Name the secret that holds it: authorizationKeySecret in the handle`,
    { changeId: id },
  );
}

const callOf = (resourceId: string, action: string) => ({
  subscriptionId: partsOf(resourceId, "connections").subscriptionId,
  resourceId,
  action,
});

function readConnection(azure: AzureWriter, id = ""): Promise<Connection> {
  const { group, name } = partsOf(id, "connections");
  return azure.ask(callOf(id, READ), (network, options) =>
    network.virtualNetworkGatewayConnections.get(group, name, options),
  );
}

/** Writes the connection as it was read, with another weight. @throws ERR_CLOUD_CONFLICT if it is another by now */
async function write(
  azure: AzureWriter,
  change: RouteChange,
  seen: Connection,
  routingWeight: number,
  secrets: Secrets,
): Promise<void> {
  const id = change.target.connectionId ?? "";
  const { group, name } = partsOf(id, "connections");
  const authorizationKey = await authorizationOf(change, seen, secrets);
  const wanted: Connection = { ...seen, routingWeight, ...(authorizationKey !== undefined && { authorizationKey }) };
  const headers = seen.etag === undefined ? {} : { "if-match": seen.etag };
  try {
    await azure.write(callOf(id, WRITE), (network, options) =>
      network.virtualNetworkGatewayConnections.createOrUpdate(group, name, wanted, {
        ...options,
        requestOptions: { headers },
      }),
    );
  } catch (error) {
    throw fromAzureError(withoutKey(error, authorizationKey, "[authorization key]"), WRITE, id);
  }
}
