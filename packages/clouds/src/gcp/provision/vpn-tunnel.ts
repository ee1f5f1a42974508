import type { ObservedResource } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { presharedKey } from "../../_shared/provision/preshared-key.ts";
import type { GoogleObjects } from "./google-objects.ts";
import { wholeObject } from "./whole-object.ts";
import { ExternalGatewayPath, ObjectName, RouterPath, VpnGatewayPath } from "./words.ts";

const Desired = z.strictObject({
  name: ObjectName,
  gateway: VpnGatewayPath,
  /** Which of the gateway's two addresses it begins at. */
  interface: z.int().min(0).max(1),
  externalGateway: ExternalGatewayPath,
  /** Which of the other side's addresses it ends at. */
  peerInterface: z.int().min(0).max(3),
  router: RouterPath,
  /** Name of the secret, which Google takes and never shows again. */
  presharedKeySecret: z.string().min(1),
});
const Stated = z.looseObject({ status: z.string().default(""), detailedStatus: z.string().default("") });

/** Being made; every other state has its tunnel, whatever the two sides have agreed on yet. */
const BEING_MADE = new Set(["PROVISIONING", "ALLOCATING_RESOURCES"]);
const BROKEN = new Set(["FAILED", "REJECTED"]);

/** A tunnel of an HA VPN, by IKEv2. It is ready once it is there: whether the sides agree is for the proof to say. */
export const vpnTunnel = (objects: GoogleObjects, context: Pick<CloudContext, "secret">) =>
  wholeObject(objects, {
    resource: "gcp.vpn-tunnel",
    desired: Desired,
    typicalMs: 60_000, // clouds.md 9.2
    collection: "vpnTunnels",
    body: (wanted) => ({
      vpnGateway: wanted.gateway,
      vpnGatewayInterface: wanted.interface,
      peerExternalGateway: wanted.externalGateway,
      peerExternalGatewayInterface: wanted.peerInterface,
      router: wanted.router,
      ikeVersion: 2,
    }),
    secrets: async ({ presharedKeySecret }) => ({ sharedSecret: await presharedKey(context, presharedKeySecret) }),
    outputs: (path) => ({ tunnel: path }),
    stateOf,
  });

function stateOf(shown: unknown): Pick<ObservedResource, "state" | "reason"> {
  const { status, detailedStatus } = Stated.parse(shown);
  if (BROKEN.has(status)) return { state: "failed", reason: detailedStatus };
  return { state: BEING_MADE.has(status) ? "pending" : "ready" };
}
