import type { SettingsView, SkylaneConfig } from "@skylane/core";

/** What the configuration says of how far Skylane goes and who may order it; pure. Nothing of accounts, keys or addresses. */
export function showSettings(config: SkylaneConfig): SettingsView {
  const { probeIntervalMs, probeTimeoutMs, failuresToDownCount, successesToUpCount, degradedRttRatio } =
    config.thresholds;
  const { on, quorumRatio, proofRequestCount, proofDeadlineMs, flapBudgetCount, flapWindowMs } = config.failover;
  return {
    estate: config.estate,
    groups: config.groups.map(({ id, automation, failback, policyId, paths }) => ({
      id,
      automation,
      failbackMode: failback.mode,
      stableWindowMs: failback.stableWindowMs,
      ...(policyId !== undefined && { policyId }),
      pathIds: paths.map((path) => path.id),
    })),
    detection: {
      probeIntervalMs,
      probeTimeoutMs,
      failuresToDownCount,
      successesToUpCount,
      degradedRttRatio,
      degradedLossRatio: config.thresholds.degradedLossRatio,
    },
    moves: { on, quorumRatio, proofRequestCount, proofDeadlineMs, flapBudgetCount, flapWindowMs },
    approval: config.failover.approval,
    policies: config.policies,
    people: config.people.map(({ id, role }) => ({ id, role })),
  };
}
