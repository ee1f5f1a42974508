import type { ProvisionStep, SecurityEffect } from "@skylane/core";

/** Field that names the guard, by what writes its rules. */
const GUARD: Readonly<Record<string, string>> = {
  "aws.security-group-rule": "groupId",
  "azure.nsg-rule": "nsgId",
  "azure.sql-firewall-rule": "serverId",
  "gcp.firewall-rule": "network",
  "onprem.firewall-rule": "routerId",
};

/** Rules that the steps add; none is ever removed. */
export const securityEffects = (steps: readonly ProvisionStep[]): readonly SecurityEffect[] =>
  steps.flatMap(({ resource, desired, summary }): SecurityEffect[] => {
    const field = GUARD[resource];
    return field === undefined ? [] : [{ guard: String(desired[field]), change: "added", rule: summary }];
  });
