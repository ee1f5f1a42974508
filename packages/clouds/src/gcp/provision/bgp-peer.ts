import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { pathOf } from "../discover/self-link.ts";
import { type GoogleObjects, nameTaken } from "./google-objects.ts";
import { Asn, ObjectName, RouterPath, TunnelPath } from "./words.ts";

const Desired = z.strictObject({
  router: RouterPath,
  /** Of the session, and of the interface it is on. */
  name: ObjectName,
  tunnel: TunnelPath,
  /** Google's address inside the tunnel, with its length: `169.254.21.2/30`. */
  ipRange: z.cidrv4(),
  peerIp: z.ipv4(),
  peerAsn: Asn,
  /** MED of what is announced; Google's default is 100. */
  advertisedRoutePriority: z.int().min(0).max(65_535).optional(),
});
type Desired = z.infer<typeof Desired>;

const Named = z.looseObject({ name: z.string() });
type Named = z.infer<typeof Named>;
const Router = z.looseObject({ interfaces: z.array(Named).default([]), bgpPeers: z.array(Named).default([]) });
type Router = z.infer<typeof Router>;

/**
 * A BGP session of a Cloud Router and the interface it is on. Both are entries of lists that are replaced as a whole and have
 * no fingerprint: they are read right before they are written, and not while another change of the router goes on.
 */
export function bgpPeer(objects: GoogleObjects): Provisioner {
  const read = async ({ router }: Desired): Promise<Router> => {
    const answer = await objects.get("compute/v1", router);
    if (answer === undefined)
      throw cloudError("ERR_CLOUD_NOT_FOUND", `${router} is not there; it must be made before its sessions`, {
        cloud: "gcp",
        path: router,
      });
    return Router.parse(answer);
  };
  /** What is read while somebody else's change goes on would undo it when it is written. */
  const isChanging = async (step: ResolvedStep, router: string): Promise<boolean> =>
    (await objects.lastOrder(step, router))?.state === "running";
  const write = (step: ResolvedStep, router: string, lists: Pick<Router, "interfaces" | "bgpPeers">) =>
    objects.begin(step, router, { method: "PATCH", body: lists }, "what was read");

  return {
    resource: "gcp.bgp-peer",
    desired: Desired,
    typicalMs: 30_000, // clouds.md 5.4: a patch takes 10 to 60 s
    async observe(step) {
      const wanted = wantedOf(step);
      const order = await objects.lastOrder(step, wanted.router);
      const seen = sessionIn(await read(wanted), wanted);
      if (seen || !order) return seen;
      return order.state === "running" ? notThere("pending", wanted) : notThere("failed", wanted, order.reason);
    },
    async ensure(step) {
      const wanted = wantedOf(step);
      const isBusy = await isChanging(step, wanted.router);
      const router = await read(wanted);
      const seen = sessionIn(router, wanted);
      if (seen?.differs.length === 0) return seen;
      if (seen) throw nameTaken(`${wanted.router}, session ${wanted.name}`, seen.differs, true);
      if (isBusy)
        throw cloudError(
          "ERR_RESOURCE_BUSY",
          `${wanted.router} is being changed; its sessions are written after that`,
          {
            cloud: "gcp",
            path: wanted.router,
          },
        );
      const written = entriesOf(wanted);
      await write(step, wanted.router, {
        interfaces: [...without(router.interfaces, wanted), written.interface],
        bgpPeers: [...without(router.bgpPeers, wanted), written.peer],
      });
      return notThere("pending", wanted);
    },
    async remove(step) {
      const wanted = wantedOf(step);
      if (await isChanging(step, wanted.router)) return "pending";
      const answer = await objects.get("compute/v1", wanted.router);
      if (answer === undefined) return "removed";
      const { interfaces, bgpPeers } = Router.parse(answer);
      if (![...interfaces, ...bgpPeers].some(({ name }) => name === wanted.name)) return "removed";
      await write(step, wanted.router, {
        interfaces: without(interfaces, wanted),
        bgpPeers: without(bgpPeers, wanted),
      });
      return "pending";
    },
  };
}

const wantedOf = (step: ResolvedStep): Desired => readDesired(Desired, step);
const without = (all: readonly Named[], { name }: Desired): Named[] => all.filter((one) => one.name !== name);

/** What is written of them. */
const entriesOf = ({ name, tunnel, ipRange, peerIp, peerAsn, advertisedRoutePriority }: Desired) => ({
  interface: { name, linkedVpnTunnel: tunnel, ipRange },
  peer: {
    name,
    interfaceName: name,
    ipAddress: ipRange.split("/")[0] ?? "",
    peerIpAddress: peerIp,
    peerAsn,
    ...(advertisedRoutePriority !== undefined && { advertisedRoutePriority }),
  },
});

/** The session as the router has it; they bear no marks, so it is this step's by its name. */
function sessionIn(router: Router, wanted: Desired): ObservedResource | undefined {
  const written = entriesOf(wanted);
  const peer = router.bgpPeers.find(({ name }) => name === wanted.name);
  const port = router.interfaces.find(({ name }) => name === wanted.name);
  if (!peer || !port) return undefined;
  return {
    state: "ready",
    isOurs: true,
    ids: { router: wanted.router, name: wanted.name },
    outputs: {},
    differs: [...differing(port, written.interface), ...differing(peer, written.peer)],
  };
}

const differing = (shown: Named, written: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(written)
    .filter(([field, value]) => {
      const there = shown[field];
      return there !== value && (typeof there !== "string" || pathOf(there) !== value);
    })
    .map(([field]) => field);

const notThere = (state: "pending" | "failed", { router, name }: Desired, reason?: string): ObservedResource => ({
  state,
  isOurs: true,
  ids: { router, name },
  outputs: {},
  differs: [],
  reason,
});
