import type { EstateNetwork } from "../../estate/estate.ts";
import type { EstateService } from "../../estate/service.ts";
import { contains } from "../../world/prefix.ts";
import { machineLoad, meanLoad } from "../../world/services/machine-load.ts";
import { sizeOf } from "../../world/services/machine-size.ts";
import type { OciSeries } from "./counted-links.ts";
import { subnetId } from "./ids.ts";
import { ocid } from "./ocid.ts";
import { common, compartmentId, createdAt, type Locality } from "./tenancy.ts";

export const instanceOcid = ({ regionId, id }: EstateService): string => ocid("instance", regionId, "service", id);
const vnicId = ({ regionId, id }: EstateService): string => ocid("vnic", regionId, "service", id);

/** Machines of the estate, each with its network and the part of it that holds its address. */
const machinesOf = ({ world, networks }: Locality) =>
  [...world.services.services.values()].flatMap((service) => {
    const network = networks.find(({ id }) => id === service.networkId);
    if (service.kind !== "oci-instance" || !network || service.address === undefined) return [];
    return [{ service, address: service.address, subnetId: subnetId(network, subnetOf(network, service.address)) }];
  });

const subnetOf = ({ cidrs }: EstateNetwork, address: string): number =>
  cidrs.findIndex((cidr) => contains(cidr, address));

export const instances = (here: Locality) =>
  machinesOf(here).map(({ service }) => ({
    ...common(here, service.name, { tags: service.tags }),
    id: instanceOcid(service),
    availabilityDomain: `${service.regionId.toUpperCase()}-AD-1`,
    region: service.regionId,
    ...shapeOf(service),
    lifecycleState: "RUNNING",
  }));

function shapeOf(service: EstateService) {
  const [shape, ocpus, memoryInGBs] = sizeOf(service).split("/");
  return { shape, shapeConfig: { ocpus: Number(ocpus), memoryInGBs: Number(memoryInGBs) } };
}

/** How busy machines are, as the agent in them tells, by metric; some have none. */
export const machineGauges = (here: Locality, metric: string): readonly OciSeries[] =>
  machinesOf(here).flatMap(({ service }) => {
    const { cpuAt, memoryAt } = machineLoad(service, here.world.atlas.estate.traffic?.seed);
    const loadAt = metric === "CpuUtilization" ? cpuAt : metric === "MemoryUtilization" ? memoryAt : undefined;
    if (!loadAt) return [];
    const dimensions = { resourceId: instanceOcid(service), resourceDisplayName: service.name };
    return [{ dimensions, unit: "percent", mean: (fromMs, toMs) => 100 * meanLoad(loadAt, fromMs, toMs) }];
  });

/** Interfaces of machines, beside those that the estate only counts. */
export const instanceAttachments = (here: Locality) =>
  machinesOf(here).map(({ service, subnetId: id }) => ({
    compartmentId: compartmentId(here.tenancyId),
    displayName: `${service.name}-vnic`,
    timeCreated: createdAt({}),
    id: ocid("vnicattachment", service.regionId, "service", service.id),
    availabilityDomain: `${service.regionId.toUpperCase()}-AD-1`,
    instanceId: instanceOcid(service),
    vnicId: vnicId(service),
    subnetId: id,
    nicIndex: 0,
    lifecycleState: "ATTACHED",
  }));

/** Private addresses in one subnet. */
export const privateIpsIn = (here: Locality, wantedSubnetId: string | null) =>
  machinesOf(here)
    .filter((machine) => machine.subnetId === wantedSubnetId)
    .map(({ service, address, subnetId: id }) => ({
      ...common(here, `${service.name}-ip`, {}),
      id: ocid("privateip", service.regionId, "service", service.id),
      ipAddress: address,
      isPrimary: true,
      subnetId: id,
      vnicId: vnicId(service),
    }));
