import type { SeenService } from "@skylane/core";
import type { Instance, SqlInstance } from "./answers.ts";
import type { ProjectAnswers } from "./read-project.ts";
import { keyOf, nameOf, pathOf, regionOf } from "./self-link.ts";
import { clip, tagsOf } from "./words.ts";

/** Ports that databases of Cloud SQL are asked at, by the beginning of their version's name. */
const PORTS: readonly (readonly [engine: string, port: number])[] = [
  ["POSTGRES", 5_432],
  ["MYSQL", 3_306],
  ["SQLSERVER", 1_433],
];

const LONGEST_SIZE = 100;
const LONGEST_NAME = 253; // RFC 1035 §2.3.4

/** Machines, each with the tags that firewall rules aim at, and databases. What a machine listens on no API tells. */
export const servicesOf = ({ projectId, instances, sqlInstances }: ProjectAnswers): SeenService[] => [
  ...instances.filter(({ status }) => status !== "TERMINATED").map((one) => machine(projectId, one)),
  ...sqlInstances.map((one) => database(projectId, one)),
];

function machine(projectId: string, instance: Instance): SeenService {
  const { selfLink, networkInterfaces, tags } = instance;
  const [first] = networkInterfaces;
  const size = nameOf(instance.machineType ?? "").slice(0, LONGEST_SIZE);
  return {
    key: keyOf(selfLink),
    kind: "gce-instance",
    cloud: "gcp",
    accountId: projectId,
    regionId: regionOf(selfLink),
    nativeId: pathOf(selfLink),
    ...(size !== "" && { size }),
    name: clip(instance.name ?? nameOf(selfLink)),
    tags: tagsOf(instance),
    ...(first?.network !== undefined && { networkKey: keyOf(first.network) }),
    subnetIds: networkInterfaces.flatMap(({ subnetwork }) => (subnetwork === undefined ? [] : [pathOf(subnetwork)])),
    addresses: networkInterfaces.flatMap(({ networkIP }) => networkIP ?? []),
    isPublic: networkInterfaces.some(({ accessConfigs }) => accessConfigs.some(({ natIP }) => natIP !== undefined)),
    guards: (tags?.items ?? []).map((id) => ({ kind: "network-tag", id: clip(id) })),
  };
}

function database(projectId: string, { name, region, databaseVersion, dnsName, ...rest }: SqlInstance): SeenService {
  const network = rest.settings?.ipConfiguration?.privateNetwork;
  const port = PORTS.find(([engine]) => databaseVersion?.startsWith(engine))?.[1];
  return {
    key: `gcp/projects/${projectId}/instances/${name}`,
    kind: "cloud-sql",
    cloud: "gcp",
    accountId: projectId,
    regionId: region ?? "",
    nativeId: `projects/${projectId}/instances/${name}`,
    name: clip(name),
    tags: tagsOf({ labels: rest.settings?.userLabels, description: undefined }),
    ...(network !== undefined && { networkKey: keyOf(network) }),
    subnetIds: [],
    addresses: rest.ipAddresses.flatMap(({ type, ipAddress }) => (type === "PRIVATE" ? (ipAddress ?? []) : [])),
    ...(port !== undefined && { port }),
    ...(dnsName !== undefined && dnsName.length <= LONGEST_NAME && { dnsName: dnsName.replace(/\.$/, "") }),
    isPublic: rest.settings?.ipConfiguration?.ipv4Enabled === true,
    guards: [],
  };
}
