import { machineLoad, meanLoad } from "../world/services/machine-load.ts";
import type { World } from "../world/world.ts";
import type { Gauge } from "./byte-samples.ts";
import { instanceIdOf } from "./ec2/describe-instances.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { servicesOf } from "./service-hosts.ts";

/** Finds the metric of a machine of the caller's Region and account: its processor's by EC2, its memory's by the agent in it. */
export function machineGauges(world: World, caller: Ec2Caller) {
  return (namespace: string, metricName: string, dimensions: ReadonlyMap<string, string>): Gauge | undefined => {
    const metric = `${namespace}/${metricName}`;
    const isCpu = metric === "AWS/EC2/CPUUtilization";
    if ((!isCpu && metric !== "CWAgent/mem_used_percent") || dimensions.size !== 1) return undefined;
    const id = dimensions.get("InstanceId");
    const host = servicesOf(world, caller, "ec2-instance").find(({ service }) => instanceIdOf(service) === id);
    if (!host) return undefined;
    const { cpuAt, memoryAt } = machineLoad(host.service, world.atlas.estate.traffic?.seed);
    const loadAt = isCpu ? cpuAt : memoryAt;
    return loadAt && { unit: "percent", mean: (fromMs, toMs) => 100 * meanLoad(loadAt, fromMs, toMs) };
  };
}
