export { StartError } from "./instance/child-process.ts";
export type { InstanceInfo } from "./instance/instance-file.ts";
export { readInstance } from "./instance/instance-file.ts";
export type { Instance, InstanceOptions } from "./instance/start-instance.ts";
export { startInstance } from "./instance/start-instance.ts";
export { startWorld, type World, worldEnv } from "./instance/start-world.ts";
