export { StartError } from "./instance/child-process.ts";
export type { InstanceInfo } from "./instance/instance-file.ts";
export { pageAddress, readInstance } from "./instance/instance-file.ts";
export type { Instance, InstanceOptions } from "./instance/start-instance.ts";
export { startInstance } from "./instance/start-instance.ts";
export type { RegionPair, RegionStack } from "./instance/start-regions.ts";
export { startRegions } from "./instance/start-regions.ts";
export { startWorld, type World, worldEnv } from "./instance/start-world.ts";
