export { parseConfig } from "./parse-config.ts";
export { ConnectionGroup, Policy, Side, SkylaneConfig, Vantage } from "./skylane-config.ts";
export { FailbackSettings, FailoverSettings, Thresholds } from "./thresholds.ts";
