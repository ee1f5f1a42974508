import * as z from "zod";
import type { EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { understood } from "./buildable.ts";
import { madeAt, Name, pathIn, putMade, removeMade } from "./built-objects.ts";
import { googleError, invalid, notFound } from "./google-error.ts";
import { beginOperation } from "./operations.ts";
import { type GcpProject, networkPath, peeringsOf } from "./project.ts";

const PEERING_SECONDS = 20;

const Add = z.looseObject({
  networkPeering: z.looseObject({ name: Name, network: z.string().min(1), exchangeSubnetRoutes: z.literal(true) }),
});
const Remove = z.strictObject({ name: Name });

interface Write {
  readonly requestId: string | null;
  readonly extraMs: number;
}

/** Path of one half of a peering. */
const halfPath = (network: EstateNetwork, name: string): string => `${networkPath(network)}/peerings/${name}`;

/** Halves of peerings that the API made, of one network. */
export const halvesOf = (world: World, network: EstateNetwork) =>
  world.built.objects.values().flatMap(({ kind, id }) => {
    const half = kind === "gcp:peering-half" ? madeAt(world, "peering-half", id) : undefined;
    return half?.networkId === network.id ? [half] : [];
  });

/** The half of the other network that looks back at this one. */
export const otherHalf = (world: World, half: { readonly networkId: string; readonly peerNetworkId: string }) => {
  const peer = world.atlas.networks.get(half.peerNetworkId);
  return peer && halvesOf(world, peer).find(({ peerNetworkId }) => peerNetworkId === half.networkId);
};

/** `networks.addPeering`: packets pass once the other network has its half too. */
export function addPeering(
  world: World,
  project: GcpProject,
  network: EstateNetwork,
  body: unknown,
  write: Write,
): RestAnswer {
  const read = understood(Add, body);
  if (!("value" in read)) return read;
  const { name, network: peerLink } = read.value.networkPeering;
  const peer = world.atlas.estate.networks.find(
    (one) => one.cloud === "gcp" && networkPath(one) === pathIn(peerLink) && one.id !== network.id,
  );
  if (!peer) return notFound(pathIn(peerLink));
  const names = [
    ...halvesOf(world, network).map((half) => [half.name, half.peerNetworkId]),
    ...peeringsOf(world, network).map((half) => [half.name, half.remote.id]),
  ];
  if (names.some(([known, peerId]) => known === name || peerId === peer.id))
    return googleError(
      409,
      "ALREADY_EXISTS",
      "alreadyExists",
      `There is already a peering '${name}' or to that network`,
    );
  const overlap = peer.cidrs.find((range) => network.cidrs.includes(range));
  if (overlap !== undefined)
    return invalid(`An IP range in the peer network (${overlap}) overlaps with an IP range in the local network.`);
  return begin(world, project, network, write, () => {
    const half = { name, networkId: network.id, peerNetworkId: peer.id };
    putMade(world, "peering-half", halfPath(network, name), half);
    if (otherHalf(world, half)) join(world, network.id, peer.id);
  });
}

/** `networks.removePeering`: the other half stays, and is inactive. */
export function removePeering(
  world: World,
  project: GcpProject,
  network: EstateNetwork,
  body: unknown,
  write: Write,
): RestAnswer {
  const read = understood(Remove, body);
  if (!("value" in read)) return read;
  const half = halvesOf(world, network).find(({ name }) => name === read.value.name);
  if (!half) return invalid(`There is no peering '${read.value.name}' of '${networkPath(network)}'.`);
  return begin(world, project, network, write, () => {
    world.built.peerings.remove(peeringId(half.networkId, half.peerNetworkId));
    removeMade(world, "peering-half", halfPath(network, half.name));
  });
}

const peeringId = (...networkIds: readonly [string, string]): string =>
  `gcp-peering-${[...networkIds].sort().join("-")}`;

function join(world: World, one: string, other: string): void {
  const id = peeringId(one, other);
  const [a = "", b = ""] = [one, other].sort();
  world.built.peerings.put(id, { id, kind: "peering", state: "active", a: { at: a }, b: { at: b } });
}

const begin = (world: World, { id }: GcpProject, network: EstateNetwork, write: Write, run: () => void): RestAnswer =>
  beginOperation(world, {
    ...write,
    scope: `projects/${id}/global`,
    type: "patch",
    targetPath: networkPath(network),
    realSeconds: PEERING_SECONDS,
    run() {
      run();
      return undefined;
    },
  });
