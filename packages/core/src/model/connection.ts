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
  /** Day until which it is paid whether it is used or not. */
  committedUntil: z.iso.date().optional(),
  /** Tariff of its data where its kind has several: ExpressRoute `metered`, `unlimited`, `local`; Direct Connect `flat`. */
  tariff: z.enum(["metered", "unlimited", "local", "flat"]).optional(),
  /** What it is approved for, e.g. `pci-dss`. */
  compliance: z.array(z.string().min(1)).optional(),
  /** Largest packet it carries. */
  mtuBytes: z.int().min(576).max(9_216).optional(),
  /** Building its ports are in. */
  site: z.string().min(1).optional(),
});
export type Connection = z.infer<typeof Connection>;
