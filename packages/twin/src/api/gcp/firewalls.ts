import type { World } from "../../world/world.ts";
import { firewallBody } from "./build-firewall.ts";
import { type GcpProject, networkPath } from "./project.ts";
import { resource, selfLink } from "./resource.ts";

/** Rules of all VPC networks. The two that every network has without a rule (nothing in, everything out) are in no list. */
export const firewallsOf = ({ security }: World, { id, networks }: GcpProject) =>
  networks.flatMap((network) =>
    [...(security.firewalls.get(network.id)?.values() ?? [])].map((rule) => ({
      ...resource("firewall", `projects/${id}/global/firewalls/${rule.name}`),
      ...firewallBody(rule),
      network: selfLink(networkPath(network)),
      logConfig: { enable: false },
    })),
  );
