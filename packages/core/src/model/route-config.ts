import * as z from "zod";
import { CloudId } from "./network.ts";

/** How one place shall prefer one of its links for a prefix: what a route configuration is generated from. */
export const RouteIntent = z.strictObject({
  /** Unique in its plan, stable over repeated runs. */
  id: z.string().min(1),
  cloud: CloudId,
  accountId: z.string(),
  regionId: z.string(),
  /** The gateway or router whose preference it is, as its cloud names it, and what it is. */
  gatewayId: z.string().min(1),
  gatewayKind: z.string().min(1),
  /** Table or network the preference stands in, where the gateway has several. */
  tableId: z.string().optional(),
  /** Addresses the traffic goes to (`outbound`), or own addresses that the other side shall answer over it (`inbound`). */
  prefixes: z.array(z.string()).min(1),
  direction: z.enum(["outbound", "inbound"]),
  /** Links of this place that can carry it, best first. */
  links: z
    .array(
      z.strictObject({
        connectionId: z.string().min(1),
        kind: z.string().min(1),
        /** As this end's cloud names it: attachment, gateway connection, tunnel, BGP peer … */
        nativeId: z.string().min(1),
        /** Further names of it at this end: attachment ids, interface names, circuit ids. */
        aliases: z.array(z.string()),
        /** BGP neighbor at the other end, and the AS numbers of both. */
        neighborIp: z.string().optional(),
        neighborAsn: z.int().optional(),
        localAsn: z.int().optional(),
        isDynamic: z.boolean(),
      }),
    )
    .min(1),
});
export type RouteIntent = z.infer<typeof RouteIntent>;

/** One call of a vendor's API, with what is read afterwards and what takes it back. */
export const RouteCall = z.strictObject({
  /** `<service>:<Operation>`, e.g. `ec2:CreateTransitGatewayRoute`. */
  operation: z.string().min(1),
  input: z.record(z.string(), z.unknown()),
  readBack: z.strictObject({ operation: z.string(), input: z.record(z.string(), z.unknown()), expect: z.string() }),
  undo: z.strictObject({ operation: z.string(), input: z.record(z.string(), z.unknown()) }),
});
export type RouteCall = z.infer<typeof RouteCall>;

/** The same change in three forms. A form that the mechanism does not have is absent. */
export const RouteConfig = z.strictObject({
  intentId: z.string(),
  cloud: CloudId,
  /** Mechanism of design, e.g. `tgw-route`, `dx-community`, `cloud-router-priority`. */
  mechanism: z.string().min(1),
  /** One sentence for people. */
  summary: z.string().min(1),
  /** Terraform JSON: a whole `.tf.json` document. */
  terraform: z.record(z.string(), z.unknown()).optional(),
  /** Commands of the vendor's CLI or router, and those that take them back. */
  scripts: z.array(
    z.strictObject({
      dialect: z.enum(["aws", "az", "gcloud", "oci", "frr", "ios-xe", "junos"]),
      apply: z.string(),
      undo: z.string(),
    }),
  ),
  calls: z.array(RouteCall),
  /** What a person must know before it is applied: scope, hazards, what the other side must do. */
  notes: z.array(z.string()),
});
export type RouteConfig = z.infer<typeof RouteConfig>;
