import * as z from "zod";

const name = (what: string) =>
  z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
      `must be a ${what}: 1-64 lower-case letters, digits, ".", "_" or "-"`,
    );

/** Name of a network (VPC, VNet, data centre LAN) in configuration and topology. */
export const NetworkId = name("network id").brand<"NetworkId">();
export type NetworkId = z.infer<typeof NetworkId>;
/** Name of a connection: one link between two networks, whatever its kind. */
export const ConnectionId = name("connection id").brand<"ConnectionId">();
export type ConnectionId = z.infer<typeof ConnectionId>;
/** Name of a path: one way for traffic of a group, over exactly one connection. */
export const PathId = name("path id").brand<"PathId">();
export type PathId = z.infer<typeof PathId>;
/** Name of a connection group: two networks and every path between them; the unit that is moved and leased. */
export const GroupId = name("group id").brand<"GroupId">();
export type GroupId = z.infer<typeof GroupId>;
/** Name of an application flow. */
export const FlowId = name("flow id").brand<"FlowId">();
export type FlowId = z.infer<typeof FlowId>;
/** Name of a vantage: a place that probes are sent from. */
export const VantageId = name("vantage id").brand<"VantageId">();
export type VantageId = z.infer<typeof VantageId>;
/** Name of an incident: `fo-<groupId>-<epoch>`, also the name of its workflow execution. */
export const IncidentId = z
  .string()
  .regex(/^fo-[a-z0-9._-]{1,72}$/, "must be an incident id such as fo-use1-dc1-7")
  .brand<"IncidentId">();
export type IncidentId = z.infer<typeof IncidentId>;

/** Name of an intent: `in-<time>-<random>`. */
export const IntentId = z
  .string()
  .regex(/^in-[a-z0-9-]{1,60}$/, "must be an intent id such as in-20261121-7f3a9c")
  .brand<"IntentId">();
export type IntentId = z.infer<typeof IntentId>;
