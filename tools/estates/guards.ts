import { fastcheckoutHomes, fastcheckoutServices } from "./fastcheckout.ts";
import { globalcartHomes, globalcartServices } from "./globalcart-services.ts";
import { routerRulesets } from "./router-rulesets.ts";
import { type Home, providerId } from "./services.ts";
import type { EstateInput, EstateService } from "./types.ts";

const homes: readonly Home[] = [...globalcartHomes, ...fastcheckoutHomes];

/** Everything that listens or sends. */
export const allServices = (): EstateService[] => [...globalcartServices(), ...fastcheckoutServices()];

/** A group for each service in AWS: its own network may come in at its port, and all may go out. */
export function guards(): EstateInput["guards"] {
  const securityGroups = allServices().flatMap(({ id, cloud, name, networkId, port, securityGroupIds = [] }) => {
    const [groupId] = securityGroupIds;
    const home = homes.find((one) => one.networkId === networkId);
    if (cloud !== "aws" || !home || groupId === undefined) return [];
    const ingress = port === undefined ? [] : [{ fromPort: port, toPort: port, cidr: home.cidr }];
    return [
      {
        id: groupId,
        name: `${name}-sg`,
        networkId: home.networkId,
        description: `Guards ${name}`,
        rules: [
          { id: providerId("sgr", `${id}/egress`), direction: "egress", protocol: "all", cidr: "0.0.0.0/0" } as const,
          ...ingress.map((rule) => ({
            id: providerId("sgr", `${id}/ingress`),
            direction: "ingress" as const,
            protocol: "tcp" as const,
            ...rule,
          })),
        ],
      },
    ];
  });
  const publicAccess = allServices()
    .filter(({ publicAddress }) => publicAddress !== undefined)
    .map(({ id }) => ({
      serviceId: id,
      isEnabled: true,
      ranges: [{ name: "head-office", startIp: OFFICE_IP, endIp: OFFICE_IP }],
    }));
  return { securityGroups, routerRulesets: routerRulesets(), publicAccess };
}

/** From where the databases' owners work. */
const OFFICE_IP = "203.0.113.250";

/** One zone a cloud and owner, known to the owner's networks there, with the names of what listens in them. */
export function names(): EstateInput["names"] {
  const services = allServices();
  const zones = [...new Set(homes.map(({ zone }) => zone))].map((zone) => {
    const linked = homes.filter((home) => home.zone === zone);
    const { cloud = "onprem", accountId } = linked[0] ?? {};
    return {
      id: providerId("zone", zone),
      cloud,
      ...(accountId && { accountId }),
      name: zone,
      networkIds: linked.map(({ networkId }) => networkId),
      records: services.flatMap(({ dnsName, address }) =>
        dnsName?.endsWith(`.${zone}`) && address !== undefined
          ? [{ name: dnsName, type: "A" as const, ttlSeconds: 300, values: [address] }]
          : [],
      ),
    };
  });
  return { zones };
}
