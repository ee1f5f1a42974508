import * as z from "zod";
import { mapByWorld } from "../../world/kept-by-world.ts";
import { weightKey } from "../../world/select-azure.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError, unparsable } from "./arm-answer.ts";
import { shownAtOnce, staleVersion, startWrite, writeTo } from "./start-write.ts";
import type { GatewayEnd, ResourceGroup } from "./subscription.ts";

/** World time a write of a connection takes; a real gateway is busy for minutes. */
const WRITE_MS = 30;

const Reference = z.looseObject({ id: z.string().min(1) });
const ConnectionInput = z.object({
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.looseObject({
    connectionType: z.enum(["ExpressRoute", "IPsec", "Vnet2Vnet", "VPNClient"]),
    virtualNetworkGateway1: Reference,
    peer: Reference.optional(),
    routingWeight: z.int().min(0).max(32_000).default(0),
  }),
});
type ConnectionInput = z.infer<typeof ConnectionInput>;

/** What callers may write and no read ever shows. */
const WRITE_ONLY = ["authorizationKey", "sharedKey"];
/** What a read shows and no write decides. */
const READ_ONLY = [
  "provisioningState",
  "connectionStatus",
  "tunnelConnectionStatus",
  "ingressBytesTransferred",
  "egressBytesTransferred",
];

const writtenTo = mapByWorld<ConnectionInput>();

/** A connection as the last write left it: all that the write did not name is gone. */
export function asWritten(world: World, born: ArmResource): ArmResource {
  const pending = writeTo(world, born.id)?.wanted as ConnectionInput | undefined;
  const input = pending ?? writtenTo(world).get(born.id);
  if (!input) return born;
  const { tags, ...bare } = born;
  const live = Object.entries(born.properties).filter(([name]) => READ_ONLY.includes(name));
  const put = Object.entries(input.properties).filter(
    ([name]) => !READ_ONLY.includes(name) && !WRITE_ONLY.includes(name),
  );
  return {
    ...bare,
    ...(input.tags && { tags: input.tags }),
    properties: Object.fromEntries([
      ...live,
      ...put,
      ...(pending ? [["provisioningState", "Updating"] satisfies [string, string]] : []),
    ]),
  };
}

/** Replaces a connection by what the caller sends; only its weight moves packets. */
export function putConnection(
  group: ResourceGroup,
  found: ArmResource,
  { connection, gateway }: GatewayEnd,
  request: RestRequest,
): RestAnswer {
  const input = ConnectionInput.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const { properties } = input.data;
  if (properties.connectionType !== found.properties.connectionType)
    return armError(400, "ConnectionTypeCannotBeChanged", "The type of a connection cannot be changed.");
  if (properties.connectionType === "ExpressRoute" && properties.peer === undefined)
    return armError(400, "MissingPeer", "An ExpressRoute connection needs peer, the circuit.");
  const stale = staleVersion(request, found.etag);
  if (stale) return stale;
  const answer = startWrite(group, request, {
    lock: `gateway ${gateway.id}`,
    resourceId: found.id,
    wanted: input.data,
    action: "Microsoft.Network/connections/write",
    durationMs: WRITE_MS,
    commit: () => {
      writtenTo(group.world).set(found.id, input.data);
      group.world.routing.connectionWeights.set(weightKey(gateway.id, connection.id), properties.routingWeight);
    },
  });
  return shownAtOnce(answer, () => asWritten(group.world, found));
}
