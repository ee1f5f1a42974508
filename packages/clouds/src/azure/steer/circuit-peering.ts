import type {
  VirtualNetworkGatewayConnection as Connection,
  ExpressRouteCircuitPeering as Peering,
} from "@azure/arm-network";
import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { cloudError } from "../../_shared/errors.ts";
import { armIdOf, partsOf } from "./arm-target.ts";
import type { AzureWriter } from "./azure-writer.ts";
import { checkOtherPaths } from "./check-other-paths.ts";
import { circuitReader } from "./circuit-reader.ts";
import { fromAzureError } from "./from-azure-error.ts";
import { plannedSwitch } from "./planned-switch.ts";

const connectionId = armIdOf("connections");
const Handle = z.union([
  z.strictObject({ connectionId }),
  /** For a peering with an MD5 key: the name of the secret that holds it, which no read shows. */
  z.strictObject({ connectionId, sharedKeySecret: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/) }),
]);

const ID = "azure.circuit-peering";
const WRITE = "Microsoft.Network/expressRouteCircuits/peerings/write";
const PRIVATE_PEERING = "AzurePrivatePeering";

/** The peering of the connection to leave, with that connection. */
interface Switched {
  readonly connection: Connection;
  readonly peering: Peering;
}

/**
 * Takes a whole circuit off by disabling its private peering: every gateway that is connected to the circuit loses it, in
 * both directions, within ten seconds. A planned change, for a person to order; refused where a gateway has no other path.
 * The peering is written as a whole, as it was read, over the version that was read.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-howto-reset-peering (read 2026-11)
 */
export function circuitPeering(azure: AzureWriter, secrets: Pick<CloudContext, "secret">): Actuator {
  const reader = circuitReader(azure);
  return plannedSwitch<Switched>(azure, {
    id: ID,
    settings: z.strictObject({}),
    handle: Handle,
    property: "state",
    plan: planPeering,
    async read({ id, target }) {
      const connection = await reader.connection(target.connectionId ?? "");
      if (connection.connectionType !== "ExpressRoute")
        throw cloudError(
          "ERR_ACTUATOR_UNKNOWN",
          `${id}: connection ${connection.name} is of type ${connection.connectionType}: it has no circuit to switch off`,
          { changeId: id, actuator: ID },
        );
      return { connection, peering: await reader.peering(connection) };
    },
    nameOf: ({ connection }) => `the peering of circuit ${circuitOf(connection)}`,
    valueIn: ({ peering }) => peering.state ?? "",
    statesOf: ({ peering }) => [peering.provisioningState],
    async check(change, { connection }) {
      await keyOf(change, secrets);
      await checkOtherPaths(reader, change, connection);
    },
    async write(change, { connection, peering }, state) {
      const sharedKey = await keyOf(change, secrets);
      const wanted: Peering = { ...peering, state, ...(sharedKey !== undefined && { sharedKey }) };
      const resourceId = connection.peer?.id ?? "";
      const { subscriptionId, group, name } = partsOf(resourceId, "expressRouteCircuits");
      const headers = peering.etag === undefined ? {} : { "if-match": peering.etag };
      try {
        await azure.write({ subscriptionId, resourceId, action: WRITE }, (network, options) =>
          network.expressRouteCircuitPeerings.createOrUpdate(group, name, PRIVATE_PEERING, wanted, {
            ...options,
            requestOptions: { headers },
          }),
        );
      } catch (error) {
        // an error's words go to the log, and Azure may say again what it was sent
        if (sharedKey !== undefined && error instanceof Error)
          error.message = error.message.replaceAll(sharedKey, "[shared key]");
        throw fromAzureError(error, WRITE, resourceId);
      }
    },
  });
}

/** One change, however many prefixes. @throws ERR_ACTUATOR_UNKNOWN where both paths are one connection */
function planPeering({ groupId, sideId, prefixes, from, to }: MoveRequest): readonly RouteChange[] {
  const target: Readonly<Record<string, string>> = Handle.parse(from);
  const { connectionId: toConnectionId } = Handle.parse(to);
  const [left, taken] = [target.connectionId, toConnectionId].map((id) => partsOf(id, "connections").name);
  if (toConnectionId.toLowerCase() === target.connectionId?.toLowerCase())
    throw cloudError(
      "ERR_ACTUATOR_UNKNOWN",
      `${groupId}, side ${sideId}: both paths are connection ${left}: without its circuit neither is left`,
      { groupId, sideId, actuator: ID },
    );
  return prefixes.slice(0, 1).map((prefix) => ({
    id: `${groupId}:${sideId}:peering`,
    sideId,
    cloud: "azure",
    actuator: ID,
    prefix,
    target: { ...target, toConnectionId },
    desired: { state: "Disabled" },
    summary: `switch off the circuit of connection ${left} for every gateway on it, so that ${taken} is taken for ${prefixes.join(", ")} and all else that it carries`,
  }));
}

const circuitOf = ({ peer }: Connection): string => partsOf(peer?.id, "expressRouteCircuits").name;

/** The key that has to be sent again with the peering. @throws ERR_CLOUD_DENIED if it is named and not there */
async function keyOf(
  { id, target }: RouteChange,
  { secret }: Pick<CloudContext, "secret">,
): Promise<string | undefined> {
  const name = target.sharedKeySecret;
  if (name === undefined) return undefined;
  const key = await secret?.(name);
  if (key) return key;
  throw cloudError(
    "ERR_CLOUD_DENIED",
    `${id}: secret "${name}", the MD5 key of the peering, is not set. Nothing was written: without it the session would not come back`,
    { changeId: id },
  );
}
