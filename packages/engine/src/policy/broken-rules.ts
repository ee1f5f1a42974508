import type { Connection, Policy } from "@skylane/core";

/**
 * The rules of `policy` that traffic on `connection` would break, in words; empty if it is allowed. Hard constraints: they
 * hold in the normal case and after any failover.
 */
export function brokenRules(connection: Connection, policy: Policy): readonly string[] {
  const broken: string[] = [];
  if (policy.requireEncryption && !connection.isEncrypted) broken.push(`policy ${policy.id} requires encryption`);
  if (policy.forbidPublicInternet && connection.isPublic)
    broken.push(`policy ${policy.id} forbids the public internet`);
  if (connection.bandwidthMbps < policy.minBandwidthMbps)
    broken.push(
      `policy ${policy.id} requires ${policy.minBandwidthMbps} Mbps, ${connection.id} has ${connection.bandwidthMbps}`,
    );
  return broken;
}
