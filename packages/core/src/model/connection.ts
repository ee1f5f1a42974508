import * as z from "zod";
import { ConnectionId, NetworkId } from "./ids.ts";

/** What a connection is made of. */
export const ConnectionKind = z.enum([
  "direct-connect",
  "express-route",
  "interconnect",
  "fastconnect",
  "vpn",
  "peering",
  "transit-peering",
  "internet",
]);
export type ConnectionKind = z.infer<typeof ConnectionKind>;

/** One link between two networks. */
export const Connection = z.strictObject({
  id: ConnectionId,
  kind: ConnectionKind,
  /** The two networks it joins. */
  ends: z.tuple([NetworkId, NetworkId]),
  bandwidthMbps: z.number().positive(),
  isEncrypted: z.boolean(),
  /** True if packets cross the public internet. */
  isPublic: z.boolean(),
  carrier: z.string().min(1).optional(),
  /** The id the cloud gave it, e.g. `dxcon-…` or `vpn-…`. */
  providerId: z.string().min(1).optional(),
  monthlyUsd: z.number().nonnegative().optional(),
});
export type Connection = z.infer<typeof Connection>;
