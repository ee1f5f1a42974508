import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { type GcpProject, networkPath, projectIdOf } from "./project.ts";

/** `instances.list` of the Cloud SQL Admin API. */
export function sqlInstancesOf({ services, atlas }: World, { id }: GcpProject): RestAnswer {
  const items = [...services.services.values()]
    .filter((service) => service.cloud === "gcp" && service.kind === "cloud-sql" && projectIdOf(service) === id)
    .map((service) => {
      const network = atlas.networks.get(service.networkId ?? "");
      return {
        kind: "sql#instance",
        name: service.name,
        project: id,
        region: service.regionId,
        state: "RUNNABLE",
        databaseVersion: service.port === 3_306 ? "MYSQL_8_0" : "POSTGRES_16",
        selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${id}/instances/${service.name}`,
        connectionName: `${id}:${service.regionId}:${service.name}`,
        ...(service.dnsName !== undefined && { dnsName: `${service.dnsName}.` }),
        ipAddresses: [
          ...(service.address === undefined ? [] : [{ type: "PRIVATE", ipAddress: service.address }]),
          ...(service.publicAddress === undefined ? [] : [{ type: "PRIMARY", ipAddress: service.publicAddress }]),
        ],
        settings: {
          userLabels: service.tags,
          ipConfiguration: {
            ipv4Enabled: service.publicAddress !== undefined,
            ...(network && { privateNetwork: networkPath(network) }),
          },
        },
      };
    });
  return { statusCode: 200, body: { kind: "sql#instancesList", ...(items.length > 0 && { items }) } };
}
