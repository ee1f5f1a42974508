import type { EstateService } from "../../estate/estate.ts";
import type { GroupRule } from "../../estate/guards.ts";
import { contains } from "../prefix.ts";
import type { Packet } from "./packet.ts";
import type { AclEntry, SecurityState } from "./security-state.ts";

/**
 * True if one of a service's security groups lets the packet in or out: they know no denial, and what none names is dropped.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (read 2026-11)
 */
export function passesGroups(
  { groupRules }: SecurityState,
  service: EstateService,
  direction: GroupRule["direction"],
  packet: Packet,
  peer: EstateService | undefined,
): boolean {
  const peerIp = direction === "ingress" ? packet.from : packet.to;
  return service.securityGroupIds
    .flatMap((groupId) => [...(groupRules.get(groupId)?.values() ?? [])])
    .some(
      (rule) =>
        rule.direction === direction &&
        isOfPort(rule, packet) &&
        ((rule.cidr !== undefined && contains(rule.cidr, peerIp)) ||
          (rule.groupId !== undefined && peer?.securityGroupIds.includes(rule.groupId) === true)),
    );
}

/** Where a client's own port lies (RFC 6056 §3.2): answers go there. */
const CLIENT_PORT = 49_152;

/**
 * True if a VPC's ACL lets the packet pass, and what answers it the other way. A VPC whose ACL was never written lets all pass.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html (read 2026-11)
 */
export function passesAcl(
  { acls }: SecurityState,
  networkId: string,
  direction: AclEntry["direction"],
  packet: Packet,
): boolean {
  const entries = acls.get(networkId);
  if (!entries) return true;
  const peerIp = direction === "ingress" ? packet.from : packet.to;
  const isAllowed = (way: AclEntry["direction"], port: number): boolean =>
    [...entries.values()]
      .filter((entry) => entry.direction === way)
      .sort((one, other) => one.number - other.number)
      .find((entry) => isOfPort(entry, { ...packet, port }) && contains(entry.cidr, peerIp))?.action === "allow";
  return isAllowed(direction, packet.port) && isAllowed(direction === "ingress" ? "egress" : "ingress", CLIENT_PORT);
}

const isOfPort = (
  { protocol, fromPort = 0, toPort = 65_535 }: Pick<AclEntry, "protocol" | "fromPort" | "toPort">,
  packet: Packet,
): boolean => protocol === "all" || (protocol === packet.protocol && packet.port >= fromPort && packet.port <= toPort);
