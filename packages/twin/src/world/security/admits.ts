import type { EstateService } from "../../estate/estate.ts";
import { toNumber } from "../prefix.ts";
import { type Door, doorAt } from "../services/door-at.ts";
import type { ServicesState } from "../services/services-state.ts";
import { passesFirewall } from "./judge-firewall.ts";
import { passesAcl, passesGroups } from "./judge-groups.ts";
import { decidingNsgRule } from "./judge-nsg.ts";
import type { Packet } from "./packet.ts";
import type { SecurityState } from "./security-state.ts";

/** Whether the rules of both places let a conversation begin, and if not, whose rules drop it. */
export type Verdict =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly serviceId: string; readonly by: "source" | "target"; readonly rule: string };

/** What judging looks at. */
export interface Guarded {
  readonly services: ServicesState;
  readonly security: SecurityState;
  /** Ranges that Azure's tag VirtualNetwork stands for in a VNet: its own, those of its peers, those its gateway has heard of. */
  virtualNetworkOf(networkId: string): readonly string[];
  /** Address that the far side of the internet sees of a sender; `undefined` = it has no way there. */
  egressIpOf(address: string): string | undefined;
}

const ALLOWED: Verdict = { isAllowed: true };

/** Judges the first packet of a conversation. Only services are guarded; who asks and answers elsewhere in a network is not. */
export function admits(world: Guarded, packet: Packet): Verdict {
  const source = doorAt(world.services, packet.from);
  const target = doorAt(world.services, packet.to);
  const sender = source?.kind === "own" ? source.service : undefined;
  const refusal =
    sender && refusalOf(world, sender, "source", packet, target?.kind === "own" ? target.service : undefined);
  if (sender && refusal) return { isAllowed: false, serviceId: sender.id, by: "source", rule: refusal };
  if (!target) return ALLOWED;
  const rule = doorRefusal(world, target, packet, sender);
  return rule === undefined ? ALLOWED : { isAllowed: false, serviceId: target.service.id, by: "target", rule };
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
