import * as z from "zod";
import { DEFAULT_PROVISIONING_SPEED } from "../world/provisioning.ts";

/** How much of a real cloud's temper the APIs show. */
export const Realism = z.strictObject({
  /** Time an API call takes, and how much it varies. */
  apiLatencyMs: z.number().min(0).max(10_000).default(40),
  apiJitterMs: z.number().min(0).max(10_000).default(20),
  /** Calls a second before RequestLimitExceeded; 0 = no limit. */
  callsPerSecond: z.number().min(0).max(10_000).default(0),
  /** How long a read may still show what was before a write. */
  consistencyMs: z.number().min(0).max(120_000).default(0),
  /** How many times faster than in the real clouds gateways, tunnels and the like are made; 1 = as slow as there. */
  provisioningSpeed: z.number().min(1).max(1_000_000).default(DEFAULT_PROVISIONING_SPEED),
  /** How long after its minute a metric has its point. */
  metricsLateMs: z.number().min(0).max(3_600_000).default(0),
  /** Operations the caller's policy denies, e.g. `ec2:CreateTransitGatewayRoute`; permissions it lacks, e.g. `gcp:compute.routers.update`. */
  deniedActions: z
    .array(
      z
        .string()
        .regex(
          /^((ce|cloudwatch|ec2|directconnect|lambda|rds|route53):[A-Za-z0-9]+|gcp:(bigquery|compute|dns|cloudsql|monitoring)\.[A-Za-z]+\.[A-Za-z]+|azure:Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+|oci:[A-Z][A-Z_]+)$/,
          "must look like ec2:CreateTransitGatewayRoute, gcp:compute.routers.update, azure:Microsoft.Network/connections/write or oci:DRG_ATTACHMENT_READ",
        ),
    )
    .default([]),
  /** Parts of a cloud the caller may not see, as `<cloud>:<region>`. */
  deniedScopes: z
    .array(z.string().regex(/^(aws|azure|gcp|oci|onprem):[a-z0-9-]+$/, "must look like azure:westeurope"))
    .default([]),
});
export type Realism = z.infer<typeof Realism>;

/** A token bucket: true while calls may be made. */
export function tokenBucket(nowMs: () => number): (perSecond: number) => boolean {
  let tokens = Number.POSITIVE_INFINITY;
  let lastMs = nowMs();
  return (perSecond) => {
    if (perSecond === 0) return true;
    tokens = Math.min(perSecond, Math.min(tokens, perSecond) + ((nowMs() - lastMs) / 1_000) * perSecond);
    lastMs = nowMs();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
