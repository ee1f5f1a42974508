import type { EstateService } from "../../estate/estate.ts";
import type { FirewallRule } from "../../estate/guards.ts";
import { contains } from "../prefix.ts";
import { hasPort, type Packet } from "./packet.ts";
import type { SecurityState } from "./security-state.ts";

/**
 * True if the rules of a VPC network of Google let the packet in or out: the lowest number decides, a denial before a
 * permission of the same; what no rule names is let out, and not in.
 * @see https://cloud.google.com/firewall/docs/firewalls (read 2026-11)
 */
export function passesFirewall(
  { firewalls }: SecurityState,
  service: EstateService,
  direction: FirewallRule["direction"],
  packet: Packet,
  peer: EstateService | undefined,
): boolean {
  const deciding = [...(firewalls.get(service.networkId ?? "")?.values() ?? [])]
    .filter((rule) => rule.direction === direction && !rule.isDisabled && isMeant(rule, service, packet, peer))
    .sort(
      (one, other) =>
        one.priority - other.priority || Number(one.action === "allow") - Number(other.action === "allow"),
    )
    .at(0);
  return deciding ? deciding.action === "allow" : direction === "egress";
}

function isMeant(rule: FirewallRule, service: EstateService, packet: Packet, peer: EstateService | undefined): boolean {
  const isTarget = rule.targetTags.length === 0 || rule.targetTags.some((tag) => service.networkTags.includes(tag));
  const isNeighbour = peer !== undefined && peer.networkId === service.networkId;
  const isPeer =
    rule.ranges.some((range) => contains(range, rule.direction === "ingress" ? packet.from : packet.to)) ||
    (isNeighbour && rule.sourceTags.some((tag) => peer.networkTags.includes(tag)));
  return (
    isTarget &&
    isPeer &&
    rule.protocols.some(
      ({ protocol, ports }) =>
        protocol === "all" ||
        (protocol === packet.protocol && (ports.length === 0 || ports.some((range) => hasPort(range, packet.port)))),
    )
  );
}
