export * from "./alerts/index.ts";
export type { Deps } from "./deps.ts";
export * from "./failover/index.ts";
export * from "./health/index.ts";
export * from "./history/index.ts";
export * from "./paths/index.ts";
export * from "./policy/index.ts";
export * from "./regions/index.ts";
export * from "./topology/index.ts";
