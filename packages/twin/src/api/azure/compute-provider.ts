import type { EstateService } from "../../estate/estate.ts";
import { machineLoad, meanLoad } from "../../world/services/machine-load.ts";
import { memoryBytesOf, sizeOf } from "../../world/services/machine-size.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError } from "./arm-answer.ts";
import type { CountedType } from "./counted-links.ts";
import { metricsOf } from "./metrics.ts";
import { isMetrics } from "./network-provider.ts";
import { groupId, type ResourceGroup, vnetsOf } from "./subscription.ts";

const MINUTE_MS = 60_000;
const CPU = "Percentage CPU";

/** Machines of a group, each with its resource id. */
const machinesOf = (group: ResourceGroup): readonly { readonly id: string; readonly service: EstateService }[] =>
  vnetsOf(group).flatMap((network) =>
    [...group.world.services.services.values()]
      .filter(({ kind, networkId }) => kind === "azure-vm" && networkId === network.id)
      .map((service) => ({
        id: `${groupId(group.world, network)}/providers/Microsoft.Compute/virtualMachines/${service.name}`,
        service,
      })),
  );

/** Machines of a group, as their list shows them. */
export const virtualMachines = (group: ResourceGroup): readonly ArmResource[] =>
  machinesOf(group).map(({ id, service }) => ({
    id,
    name: service.name,
    type: "Microsoft.Compute/virtualMachines",
    location: group.regionId,
    tags: service.tags,
    properties: { provisioningState: "Succeeded", hardwareProfile: { vmSize: sizeOf(service) } },
  }));

/** Of the provider Microsoft.Compute there are, of one group, the metrics of machines, and nothing else. */
export function computeInGroup(group: ResourceGroup, path: readonly string[], request: RestRequest): RestAnswer {
  const [type = "", name = "", ...rest] = path;
  const isMachine = type.toLowerCase() === "virtualmachines";
  const found = machinesOf(group).find(({ service }) => isMachine && service.name.toLowerCase() === name.toLowerCase());
  if (!isMetrics(rest))
    return armError(404, "InvalidResourceType", `The resource type could not be found for '${request.path}'.`);
  if (!found)
    return armError(404, "ResourceNotFound", `The Resource 'Microsoft.Compute/${type}/${name}' was not found.`);
  const { id, service } = found;
  const resource: ArmResource = { id, name: service.name, type: "Microsoft.Compute/virtualMachines", properties: {} };
  return metricsOf(group, metricsOfMachine(group, service), resource, request);
}

function metricsOfMachine({ world }: ResourceGroup, service: EstateService): CountedType {
  const { cpuAt, memoryAt } = machineLoad(service, world.atlas.estate.traffic?.seed);
  return {
    metrics: {
      [CPU]: { isOut: true, unit: "percent", unitName: "Percent", sampleMs: MINUTE_MS },
      "Available Memory Bytes": { isOut: true, unit: "level", unitName: "Bytes", sampleMs: MINUTE_MS },
    },
    dimensions: [],
    links: () => [
      {
        dimensions: {},
        bytes: () => 0,
        mean: (metric, fromMs, toMs) =>
          metric === CPU
            ? 100 * meanLoad(cpuAt, fromMs, toMs)
            : memoryAt && memoryBytesOf(service) * (1 - meanLoad(memoryAt, fromMs, toMs)),
      },
    ],
  };
}
