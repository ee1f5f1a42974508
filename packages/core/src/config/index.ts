export { type AssumableRole, actuatorRoles, observerRole, observerRoleOf, provisionerRoles } from "./account-roles.ts";
export { BuiltGroup, pathIdsOf, withBuiltGroups } from "./built-groups.ts";
export { type ProbeTargetRules, probeTargetRules, whyNotProbed } from "./check-probe-target.ts";
export { type ChargeMatch, CostSettings, type ScopeRule, type SharedCharge, type TransferRule } from "./costs.ts";
export { Drill, MaintenanceWindow } from "./drills.ts";
export { IntentSettings, PolicyException, type ProverSettings } from "./intents.ts";
export { parseConfig } from "./parse-config.ts";
export { otherRegionOf, Regions, regionOfVantage } from "./regions.ts";
export { RightsSettings } from "./rights.ts";
export { ConnectionGroup, Policy, Side, SkylaneConfig, Vantage } from "./skylane-config.ts";
export { objectivesByPath, type PathObjectives, rtoByGroup, SLOW_BUDGET_RATIO, SloObjectives } from "./slos.ts";
export { StatusSettings } from "./status.ts";
export { Telemetry } from "./telemetry.ts";
export {
  ApprovalSettings,
  FailbackSettings,
  FailoverSettings,
  PROBE_SPREAD_RATIO,
  SloSettings,
  Thresholds,
} from "./thresholds.ts";
