import { machineLoad, meanLoad } from "../../world/services/machine-load.ts";
import type { World } from "../../world/world.ts";
import { serviceInstanceOf, zoneOf } from "./networks.ts";
import type { GcpProject } from "./project.ts";

export const CPU_UTILIZATION = "compute.googleapis.com/instance/cpu/utilization";

/** How busy the machines of a project are that do something, 0 to 1. */
export const machineSeries = (
  { services, atlas }: World,
  { id, networks }: GcpProject,
  hiddenRegions: readonly string[],
) =>
  networks.flatMap((network) =>
    [...services.services.values()]
      .filter(({ kind, networkId }) => kind === "gce-instance" && networkId === network.id)
      .filter(() => !hiddenRegions.includes(network.regionId))
      .map((service) => {
        const { cpuAt } = machineLoad(service, atlas.estate.traffic?.seed);
        return {
          labels: {
            metric: { instance_name: service.name },
            resource: {
              type: "gce_instance",
              labels: {
                project_id: id,
                zone: zoneOf(network),
                instance_id: serviceInstanceOf(service, network).id,
              },
            },
          },
          mean: (fromMs: number, toMs: number): number => meanLoad(cpuAt, fromMs, toMs),
        };
      }),
  );
