export { monthOf } from "./fixed-costs.ts";
export { planConnections } from "./plan-connections.ts";
export { sha256Of } from "./sha256.ts";
