export { planConnections } from "./plan-connections.ts";
