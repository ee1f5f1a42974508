import * as z from "zod";
import type { FirewallRule } from "../../estate/guards.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { type Buildable, done, type Effect, understood } from "./buildable.ts";
import { description, Name, networkAt, pathIn } from "./built-objects.ts";
import { invalid, notFound } from "./google-error.ts";
import type { GcpProject } from "./project.ts";

/** Rules of VPC networks, which the data plane obeys. */
export const firewallBuildable: Buildable = {
  isGlobal: true,
  insertSeconds: 10,
  permissions: {
    insert: ["compute.firewalls.create", "compute.networks.updatePolicy"],
    remove: ["compute.firewalls.delete", "compute.networks.updatePolicy"],
  },
  insert: (world, project, path, body) => writeFirewall(world, project, path, body, undefined),
  patch(world, project, path, body) {
    const found = firewallAt(world, project, path);
    return found ? writeFirewall(world, project, path, body, found) : notFound(path);
  },
  remove(world, project, path) {
    const found = firewallAt(world, project, path);
    return found && done(() => void world.security.firewalls.get(found.networkId)?.delete(found.name));
  },
};

const Protocol = z.enum(["tcp", "udp", "icmp", "all"]);
const Firewall = z.strictObject({
  name: Name,
  description,
  network: z.string().min(1).transform(pathIn),
  priority: z.int().min(0).max(65_535).default(1_000),
  direction: z.enum(["INGRESS", "EGRESS"]).default("INGRESS"),
  sourceRanges: z.array(z.cidrv4()).default([]),
  sourceTags: z.array(Name).default([]),
  destinationRanges: z.array(z.cidrv4()).default([]),
  targetTags: z.array(Name).default([]),
  allowed: z.array(z.strictObject({ IPProtocol: Protocol, ports: z.array(z.string()).default([]) })).default([]),
  denied: z.array(z.strictObject({ IPProtocol: Protocol, ports: z.array(z.string()).default([]) })).default([]),
  disabled: z.boolean().default(false),
});

/** The rule of that path, of whichever network. */
function firewallAt(world: World, { networks }: GcpProject, path: string): FirewallRule | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return networks.flatMap(({ id }) => world.security.firewalls.get(id)?.get(name) ?? [])[0];
}

function writeFirewall(
  world: World,
  project: GcpProject,
  path: string,
  body: unknown,
  before: FirewallRule | undefined,
): Effect | RestAnswer {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const kept = before && firewallBody(before);
  const read = understood(Firewall, { ...kept, name, ...(body as object) });
  if (!("value" in read)) return read;
  const { value: wanted } = read;
  const network = networkAt(project, wanted.network) ?? project.networks.find(({ id }) => id === before?.networkId);
  if (!network) return notFound(wanted.network);
  if ((wanted.allowed.length === 0) === (wanted.denied.length === 0))
    return invalid("Invalid value for field 'resource': one of allowed and denied must be set.");
  const isIngress = wanted.direction === "INGRESS";
  const protocols = wanted.allowed.length > 0 ? wanted.allowed : wanted.denied;
  const rule: FirewallRule = {
    name,
    networkId: network.id,
    priority: wanted.priority,
    direction: isIngress ? "ingress" : "egress",
    action: wanted.allowed.length > 0 ? "allow" : "deny",
    protocols: protocols.map(({ IPProtocol, ports }) => ({ protocol: IPProtocol, ports })),
    ranges: isIngress ? wanted.sourceRanges : wanted.destinationRanges,
    sourceTags: wanted.sourceTags,
    targetTags: wanted.targetTags,
    isDisabled: wanted.disabled,
    description: wanted.description,
  };
  return done(() => {
    const rules = world.security.firewalls.get(network.id) ?? new Map<string, FirewallRule>();
    world.security.firewalls.set(network.id, rules.set(name, rule));
  });
}

/** A rule as its API words it, without its network. */
export function firewallBody({ priority, direction, action, protocols, ranges, ...rule }: FirewallRule) {
  const listed = protocols.map(({ protocol, ports }) => ({
    IPProtocol: protocol,
    ...(ports.length > 0 && { ports }),
  }));
  return {
    network: rule.networkId,
    description: rule.description,
    priority,
    direction: direction === "ingress" ? "INGRESS" : "EGRESS",
    ...(ranges.length > 0 && { [direction === "ingress" ? "sourceRanges" : "destinationRanges"]: ranges }),
    ...(rule.sourceTags.length > 0 && { sourceTags: rule.sourceTags }),
    ...(rule.targetTags.length > 0 && { targetTags: rule.targetTags }),
    [action === "allow" ? "allowed" : "denied"]: listed,
    disabled: rule.isDisabled,
  };
}
