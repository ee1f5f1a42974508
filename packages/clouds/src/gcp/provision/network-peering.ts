import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { cloudError } from "../../_shared/errors.ts";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { pathOf } from "../discover/self-link.ts";
import { type GoogleObjects, nameTaken } from "./google-objects.ts";
import { NetworkPath, ObjectName } from "./words.ts";

const Desired = z.strictObject({ network: NetworkPath, name: ObjectName, peerNetwork: NetworkPath });
type Desired = z.infer<typeof Desired>;
const Network = z.looseObject({
  peerings: z.array(z.looseObject({ name: z.string(), network: z.string() })).default([]),
});

/**
 * This network's half of a peering, with the routes that either side has of its own (`importCustomRoutes`). It is ready once
 * it is there: packets pass when the other half is made too.
 */
export function networkPeering(objects: GoogleObjects): Provisioner {
  const find = async (wanted: Desired): Promise<ObservedResource | undefined> => {
    const answer = await objects.get("compute/v1", wanted.network);
    if (answer === undefined)
      throw cloudError("ERR_CLOUD_NOT_FOUND", `${wanted.network} is not there, so it cannot be peered`, {
        cloud: "gcp",
        path: wanted.network,
      });
    const half = Network.parse(answer).peerings.find(({ name }) => name === wanted.name);
    return half && seen("ready", wanted, pathOf(half.network) === wanted.peerNetwork ? [] : ["peerNetwork"]);
  };
  const lastOrder = (step: ResolvedStep, { network }: Desired) => objects.lastOrder(step, network);
  const verb = (step: ResolvedStep, { network }: Desired, name: string, body: unknown) =>
    objects.begin(step, `${network}/${name}`, { method: "POST", body });

  return {
    resource: "gcp.network-peering",
    desired: Desired,
    typicalMs: 30_000,
    async observe(step) {
      const wanted = readDesired(Desired, step);
      const order = await lastOrder(step, wanted);
      const found = await find(wanted);
      if (found || !order) return found;
      return order.state === "running" ? seen("pending", wanted) : seen("failed", wanted, [], order.reason);
    },
    async ensure(step) {
      const wanted = readDesired(Desired, step);
      const isBusy = (await lastOrder(step, wanted))?.state === "running";
      const found = await find(wanted);
      if (found && found.differs.length > 0)
        throw nameTaken(`${wanted.network}, peering ${wanted.name}`, found.differs, true);
      if (found) return found;
      if (isBusy)
        throw cloudError("ERR_RESOURCE_BUSY", `${wanted.network} is being changed; it is peered after that`, {
          cloud: "gcp",
          path: wanted.network,
        });
      await verb(step, wanted, "addPeering", {
        networkPeering: {
          name: wanted.name,
          network: wanted.peerNetwork,
          exchangeSubnetRoutes: true,
          exportCustomRoutes: true,
          importCustomRoutes: true,
        },
      });
      return seen("pending", wanted);
    },
    async remove(step) {
      const wanted = readDesired(Desired, step);
      if ((await lastOrder(step, wanted))?.state === "running") return "pending";
      if (!(await find(wanted))) return "removed";
      await verb(step, wanted, "removePeering", { name: wanted.name });
      return "pending";
    },
  };
}

const seen = (
  state: ObservedResource["state"],
  { network, name }: Desired,
  differs: readonly string[] = [],
  reason?: string,
): ObservedResource => ({ state, isOurs: true, ids: { network, name }, outputs: {}, differs, reason });
