import type { Connection, Policy } from "@skylane/core";

/** What the rules look at; a bandwidth that nobody knows keeps no promise. */
export type JudgedConnection = Pick<Connection, "isEncrypted" | "isPublic"> & {
  readonly id: string;
  readonly bandwidthMbps?: number | undefined;
};

/**
 * The rules of `policy` that traffic on `connection` would break, in words; empty if it is allowed. Hard constraints: they
 * hold in the normal case and after any failover.
 */
export function brokenRules(connection: JudgedConnection, policy: Policy): readonly string[] {
  const broken: string[] = [];
  if (policy.requireEncryption && !connection.isEncrypted) broken.push(`policy ${policy.id} requires encryption`);
  if (policy.forbidPublicInternet && connection.isPublic)
    broken.push(`policy ${policy.id} forbids the public internet`);
  const { bandwidthMbps } = connection;
  if (policy.minBandwidthMbps > (bandwidthMbps ?? 0))
    broken.push(
      `policy ${policy.id} requires ${policy.minBandwidthMbps} Mbps, ${connection.id} has ${bandwidthMbps ?? "an unknown bandwidth"}`,
    );
  return broken;
}
