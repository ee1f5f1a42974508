export type { GatewayRoute } from "./match-route.ts";
export type { ProxiedPrefix } from "./proxy.ts";
export { type GatewayOptions, gatewayListener, startGateway } from "./start-gateway.ts";
