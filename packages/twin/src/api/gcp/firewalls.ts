import type { EstateNetwork } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { type GcpProject, networkPath, projectIdOf } from "./project.ts";
import { resource, selfLink } from "./resource.ts";

/** The priority below every rule that an owner writes. */
const LAST_PRIORITY = 65_534;

/**
 * The rules that Google's console offers with a network whose subnets are its owner's: all within its own ranges, and ICMP.
 * The two that every network has without a rule (nothing in, everything out) are in no list.
 */
export const firewallsOf = (_world: World, { networks }: GcpProject) =>
  networks.flatMap((network) => [
    rule(network, "allow-custom", {
      description: "Allows connections between any two addresses of the network's own subnets.",
      sourceRanges: network.cidrs,
      allowed: [{ IPProtocol: "all" }],
    }),
    rule(network, "allow-icmp", {
      description: "Allows ICMP from any source to any instance of the network.",
      sourceRanges: ["0.0.0.0/0"],
      allowed: [{ IPProtocol: "icmp" }],
    }),
  ]);

const rule = (network: EstateNetwork, what: string, more: object) => ({
  ...resource("firewall", `projects/${projectIdOf(network)}/global/firewalls/${nameOf(network)}-${what}`),
  network: selfLink(networkPath(network)),
  priority: LAST_PRIORITY,
  direction: "INGRESS",
  logConfig: { enable: false },
  disabled: false,
  ...more,
});

const nameOf = ({ providerId, id }: EstateNetwork): string => providerId ?? id;
