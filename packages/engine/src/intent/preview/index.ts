export { monthOf } from "./fixed-costs.ts";
export { planConnections } from "./plan-connections.ts";
