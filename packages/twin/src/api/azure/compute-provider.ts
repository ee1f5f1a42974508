import type { EstateService } from "../../estate/estate.ts";
import { machineLoad, meanLoad } from "../../world/services/machine-load.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { type ArmResource, armError } from "./arm-answer.ts";
import type { CountedType } from "./counted-links.ts";
import { metricsOf } from "./metrics.ts";
import { isMetrics } from "./network-provider.ts";
import { groupId, type ResourceGroup, vnetsOf } from "./subscription.ts";

const MINUTE_MS = 60_000;

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

/** Of the provider Microsoft.Compute there are the metrics of machines, and nothing else. */
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
  const { cpuAt } = machineLoad(service, world.atlas.estate.traffic?.seed);
  return {
    metrics: { "Percentage CPU": { isOut: true, unit: "percent", unitName: "Percent", sampleMs: MINUTE_MS } },
    dimensions: [],
    links: () => [{ dimensions: {}, bytes: () => 0, percent: (fromMs, toMs) => 100 * meanLoad(cpuAt, fromMs, toMs) }],
  };
}
