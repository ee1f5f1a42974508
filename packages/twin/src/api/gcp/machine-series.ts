import { machineLoad, meanLoad } from "../../world/services/machine-load.ts";
import type { World } from "../../world/world.ts";
import { serviceInstanceOf, zoneOf } from "./networks.ts";
import type { GcpProject } from "./project.ts";

const CPU_UTILIZATION = "compute.googleapis.com/instance/cpu/utilization";
const MEMORY_USED = "agent.googleapis.com/memory/percent_used";
export const MACHINE_METRICS: ReadonlySet<string> = new Set([CPU_UTILIZATION, MEMORY_USED]);

/** How busy the machines of a project are: processors as a part, 0 to 1, and memory in percent, where the agent runs. */
export const machineSeries = (
  { services, atlas }: World,
  { id, networks }: GcpProject,
  type: string,
  hiddenRegions: readonly string[],
) =>
  networks.flatMap((network) =>
    [...services.services.values()]
      .filter(({ kind, networkId }) => kind === "gce-instance" && networkId === network.id)
      .filter(() => !hiddenRegions.includes(network.regionId))
      .flatMap((service) => {
        const { cpuAt, memoryAt } = machineLoad(service, atlas.estate.traffic?.seed);
        const isCpu = type === CPU_UTILIZATION;
        const loadAt = isCpu ? cpuAt : memoryAt;
        if (!loadAt) return [];
        const labels: Readonly<Record<string, string>> = isCpu ? { instance_name: service.name } : { state: "used" };
        const one = {
          labels: {
            metric: labels,
            resource: {
              type: "gce_instance",
              labels: {
                project_id: id,
                zone: zoneOf(network),
                instance_id: serviceInstanceOf(service, network).id,
              },
            },
          },
          mean: (fromMs: number, toMs: number): number => (isCpu ? 1 : 100) * meanLoad(loadAt, fromMs, toMs),
        };
        return [one];
      }),
  );
