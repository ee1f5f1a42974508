import type { EstateService } from "../../estate/estate.ts";
import { toNumber } from "../prefix.ts";
import { type Door, doorAt } from "../services/door-at.ts";
import type { ServicesState } from "../services/services-state.ts";
import type { Passage } from "../trace.ts";
import { passesFirewall } from "./judge-firewall.ts";
import { passesAcl, passesGroups } from "./judge-groups.ts";
import { decidingNsgRule } from "./judge-nsg.ts";
import { type ForwardedPacket, forwardRefusal } from "./nft/judge-nft.ts";
import type { Packet } from "./packet.ts";
import type { SecurityState } from "./security-state.ts";

/** Whether the rules of both places, and of routers on the way, let a conversation begin, and if not, whose rules drop it. */
export type Verdict =
  | { readonly isAllowed: true }
  /** The way there as far as this router; `isAnswer`: what comes back is dropped, not what begins it. */
  | {
      readonly isAllowed: false;
      readonly by: "router";
      readonly gatewayId: string;
      readonly isAnswer: boolean;
      readonly rule: string;
    }
  | { readonly isAllowed: false; readonly serviceId: string; readonly by: "source" | "target"; readonly rule: string };

/** What judging looks at. */
export interface Guarded {
  readonly services: ServicesState;
  readonly security: SecurityState;
  /** Ranges that Azure's tag VirtualNetwork stands for in a VNet: its own, those of its peers, those its gateway has heard of. */
  virtualNetworkOf(networkId: string): readonly string[];
  /** Address that the far side of the internet sees of a sender; `undefined` = it has no way there. */
  egressIpOf(address: string): string | undefined;
  /** Gateways that pass on what is sent from one address to another. */
  passagesBetween(from: string, to: string): readonly Passage[];
  /** Name of a router's interface to a connection or network. */
  interfaceOf(gatewayId: string, placeId: string): string;
}

const ALLOWED: Verdict = { isAllowed: true };

/** Judges the first packet of a conversation, and on routers its answer. Besides by routers only services are guarded; who asks and answers elsewhere in a network is not. */
export function admits(world: Guarded, packet: Packet): Verdict {
  const source = doorAt(world.services, packet.from);
  const target = doorAt(world.services, packet.to);
  const sender = source?.kind === "own" ? source.service : undefined;
  const refusal =
    sender && refusalOf(world, sender, "source", packet, target?.kind === "own" ? target.service : undefined);
  if (sender && refusal) return { isAllowed: false, serviceId: sender.id, by: "source", rule: refusal };
  const dropped = droppedOnWay(world, packet);
  if (dropped) return dropped;
  if (!target) return ALLOWED;
  const rule = doorRefusal(world, target, packet, sender);
  return rule === undefined ? ALLOWED : { isAllowed: false, serviceId: target.service.id, by: "target", rule };
}

/** Routers of data centres obey their rulesets, packet by packet; which conversations they have seen they remember. */
function droppedOnWay(world: Guarded, packet: Packet): Extract<Verdict, { by: "router" }> | undefined {
  const { from, to, port, protocol } = packet;
  const there = world.passagesBetween(from, to);
  const seenBy = new Set(there.map(({ gatewayId }) => gatewayId));
  for (const passage of there) {
    const rule = refusedAt(world, passage, { from, to, port, protocol, state: "new" });
    if (rule !== undefined)
      return { isAllowed: false, by: "router", gatewayId: passage.gatewayId, isAnswer: false, rule };
  }
  for (const passage of world.passagesBetween(to, from)) {
    // an answer to what a router has not seen is nothing to it: of TCP invalid, of UDP a packet like any other
    const state = seenBy.has(passage.gatewayId) ? "established" : protocol === "tcp" ? "invalid" : "new";
    const rule = refusedAt(world, passage, { from: to, to: from, protocol, state });
    if (rule !== undefined)
      return { isAllowed: false, by: "router", gatewayId: passage.gatewayId, isAnswer: true, rule };
  }
  return undefined;
}

function refusedAt(
  { security, interfaceOf }: Guarded,
  { gatewayId, cameFrom, wentTo }: Passage,
  packet: Omit<ForwardedPacket, "cameIn" | "goesOut">,
): string | undefined {
  const chains = security.routerChains.get(gatewayId);
  if (!chains) return undefined;
  const [cameIn, goesOut] = [interfaceOf(gatewayId, cameFrom), interfaceOf(gatewayId, wentTo)];
  return forwardRefusal(chains, { ...packet, cameIn, goesOut });
}

function doorRefusal(
  world: Guarded,
  door: Door,
  packet: Packet,
  sender: EstateService | undefined,
): string | undefined {
  switch (door.kind) {
    case "own":
      return refusalOf(world, door.service, "target", packet, sender);
    case "public":
      return publicRefusal(world, door.service, packet);
    case "private-endpoint":
      return door.endpoint.status === "approved" ? undefined : `private endpoint is ${door.endpoint.status}`;
  }
}

/** Why the rules around a service drop the packet; `undefined` = they do not. */
function refusalOf(
  world: Guarded,
  service: EstateService,
  side: "source" | "target",
  packet: Packet,
  peer: EstateService | undefined,
): string | undefined {
  const { security } = world;
  const isTarget = side === "target";
  const networkId = service.networkId ?? "";
  switch (service.cloud) {
    case "aws":
    case "oci": {
      const direction = isTarget ? "ingress" : "egress";
      if (!passesGroups(security, service, direction, packet, peer)) return `no security group allows ${direction}`;
      return passesAcl(security, networkId, direction, packet) ? undefined : `network ACL denies ${direction}`;
    }
    case "azure": {
      if (service.nsgId === undefined) return undefined;
      const direction = isTarget ? "inbound" : "outbound";
      const rule = decidingNsgRule(security, service.nsgId, direction, packet, world.virtualNetworkOf(networkId));
      return rule?.access === "allow" ? undefined : `network security group rule ${rule?.name}`;
    }
    case "gcp":
      // rules of a VPC network are for what stands in it; what Google runs for its owner does not
      if (service.kind !== "gce-instance") return undefined;
      return passesFirewall(security, service, isTarget ? "ingress" : "egress", packet, peer)
        ? undefined
        : "no firewall rule allows it";
    case "onprem":
      return undefined;
  }
}

/** The cloud's own firewall before a public endpoint knows addresses of the internet only. */
function publicRefusal({ security, egressIpOf }: Guarded, service: EstateService, packet: Packet): string | undefined {
  if (!security.publicEndpoints.get(service.id)?.isEnabled) return "public network access is disabled";
  const caller = egressIpOf(packet.from);
  if (caller === undefined) return "sender has no way to the internet";
  const isIn = [...(security.publicRanges.get(service.id)?.values() ?? [])].some(
    ({ startIp, endIp }) => toNumber(startIp) <= toNumber(caller) && toNumber(caller) <= toNumber(endIp),
  );
  return isIn ? undefined : `no firewall rule allows ${caller}`;
}
