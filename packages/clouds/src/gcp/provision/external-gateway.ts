import * as z from "zod";
import type { GoogleObjects } from "./google-objects.ts";
import { wholeObject } from "./whole-object.ts";
import { ObjectName } from "./words.ts";

/** How Google names so many addresses of one device. @see https://cloud.google.com/network-connectivity/docs/vpn (read 2026-11) */
const REDUNDANCY: Readonly<Record<number, string>> = {
  1: "SINGLE_IP_INTERNALLY_REDUNDANT",
  2: "TWO_IPS_REDUNDANCY",
  4: "FOUR_IPS_REDUNDANCY",
};

const Desired = z.strictObject({
  name: ObjectName,
  /** Public addresses of the other side, in the order that tunnels name them by. */
  ips: z.array(z.ipv4()).refine((ips) => REDUNDANCY[ips.length] !== undefined, "must be 1, 2 or 4 addresses"),
});

/** What stands at the other end of tunnels that leave Google Cloud. */
export const externalGateway = (objects: GoogleObjects) =>
  wholeObject(objects, {
    resource: "gcp.external-gateway",
    desired: Desired,
    typicalMs: 15_000,
    collection: "externalVpnGateways",
    isGlobal: true,
    body: ({ ips }) => ({
      redundancyType: REDUNDANCY[ips.length],
      interfaces: ips.map((ipAddress, id) => ({ id, ipAddress })),
    }),
    outputs: (path) => ({ externalGateway: path }),
  });
