export { type ProbeTargetRules, probeTargetRules, whyNotProbed } from "./check-probe-target.ts";
export { parseConfig } from "./parse-config.ts";
export { Regions, regionOfVantage } from "./regions.ts";
export { ConnectionGroup, Policy, Side, SkylaneConfig, Vantage } from "./skylane-config.ts";
export { FailbackSettings, FailoverSettings, SloSettings, Thresholds } from "./thresholds.ts";
