import * as z from "zod";
import type { GoogleObjects } from "./google-objects.ts";
import { wholeObject } from "./whole-object.ts";
import { NetworkPath, ObjectName } from "./words.ts";

const Desired = z.strictObject({ network: NetworkPath, name: ObjectName });
const Addressed = z.looseObject({
  vpnInterfaces: z.array(z.looseObject({ id: z.int(), ipAddress: z.ipv4().optional() })).default([]),
});

/** An HA VPN gateway: two interfaces, whose public addresses Google chooses. */
export const haVpnGateway = (objects: GoogleObjects) =>
  wholeObject(objects, {
    resource: "gcp.ha-vpn-gateway",
    desired: Desired,
    typicalMs: 15_000, // clouds.md 9.2: seconds
    collection: "vpnGateways",
    body: ({ network }) => ({ network }),
    stateOf: (shown) => ({ state: addressesOf(shown).length === 2 ? "ready" : "pending" }),
    outputs: (path, shown) => {
      const [ip0, ip1] = addressesOf(shown);
      return { gateway: path, ...(ip0 !== undefined && { ip0 }), ...(ip1 !== undefined && { ip1 }) };
    },
  });

const addressesOf = (shown: unknown): readonly string[] =>
  [...Addressed.parse(shown).vpnInterfaces]
    .sort((one, other) => one.id - other.id)
    .flatMap(({ ipAddress }) => ipAddress ?? []);
