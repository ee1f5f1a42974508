import { allowedKey, endNow } from "../world/announcements.ts";
import { mapByWorld } from "../world/kept-by-world.ts";
import { canonical } from "../world/prefix.ts";
import type { RoutingState } from "../world/routing-state.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { Circuit } from "./direct-connect.ts";
import { directConnectGatewayOf, isCoreEdge, ownerOf } from "./ec2/scope.ts";

type Body = Readonly<Record<string, unknown>>;

/** World time an update takes; real ones take minutes. */
const UPDATE_MS = 60;
/** The lists that associations will have when their updates are done. */
const updatesOf = mapByWorld<readonly string[]>();

/** Id of the association of a Direct Connect gateway with what lies behind it. */
export const associationOf = ({ connection }: Circuit): string => `dxassoc-${connection.id}`;

/** With a gateway, which is told what to announce; or with a core network, which announces all that it has. */
export function describeAssociation(world: World, circuit: Circuit, read: RoutingState): Body {
  const { connection, hub, own } = circuit;
  const wanted = updatesOf(world).get(associationOf(circuit));
  const allowed = wanted ?? endNow(read, connection, own).announces;
  return {
    associationId: associationOf(circuit),
    associationState: wanted === undefined ? "associated" : "updating",
    directConnectGatewayId: directConnectGatewayOf(connection),
    directConnectGatewayOwnerAccount: ownerOf(hub),
    ...(isCoreEdge(hub)
      ? {
          associatedCoreNetwork: {
            id: hub.providerId,
            ownerAccount: ownerOf(hub),
            ...(own.attachmentId !== undefined && { attachmentId: own.attachmentId }),
          },
        }
      : {
          associatedGateway: {
            id: hub.providerId,
            type: hub.vpcId === undefined ? "transitGateway" : "virtualPrivateGateway",
            ownerAccount: ownerOf(hub),
            region: hub.regionId,
          },
          allowedPrefixesToDirectConnectGateway: allowed.map((cidr) => ({ cidr })),
        }),
  };
}

/** Begins to change what may be announced: routers hear of it when it is done. @throws ApiError DirectConnectClientException */
export function updateAssociation(world: World, found: readonly Circuit[], body: Body): Body {
  const [circuit] = found;
  if (!circuit || body.associationId === undefined || isCoreEdge(circuit.hub))
    throw refusal(`Direct Connect Gateway Association ${String(body.associationId)} does not exist`);
  const { connection, hub, own } = circuit;
  const id = associationOf(circuit);
  const updates = updatesOf(world);
  if (updates.has(id)) throw refusal(`Direct Connect Gateway Association ${id} is being updated`);
  const removed = new Set(cidrsOf(body.removeAllowedPrefixesToDirectConnectGateway));
  const wanted = [
    ...new Set([
      ...endNow(world.routing, connection, own).announces.filter((prefix) => !removed.has(prefix)),
      ...cidrsOf(body.addAllowedPrefixesToDirectConnectGateway),
    ]),
  ];
  if (wanted.length === 0) throw refusal("At least one allowed prefix is required");
  updates.set(id, wanted);
  world.clock.after(UPDATE_MS, () => {
    // a reset of the world forgets what was under way
    if (updates.get(id) !== wanted) return;
    updates.delete(id);
    world.change("UpdateDirectConnectGatewayAssociation", () =>
      world.routing.allowedPrefixes.set(allowedKey(hub.id, connection.id), wanted),
    );
  });
  return { directConnectGatewayAssociation: describeAssociation(world, circuit, world.routing) };
}

const refusal = (message: string): ApiError => new ApiError("DirectConnectClientException", message);

function cidrsOf(filters: unknown): readonly string[] {
  if (filters === undefined || filters === null) return [];
  return (filters as readonly { readonly cidr?: unknown }[]).map(({ cidr }) => {
    if (typeof cidr === "string" && /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(cidr)) return canonical(cidr);
    throw refusal(`The prefix ${String(cidr)} is not valid`);
  });
}
