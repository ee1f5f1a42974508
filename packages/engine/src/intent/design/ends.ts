import type { IntentIssue, SeenNetwork, SeenService } from "@skylane/core";
import { cidrContains } from "../../topology/index.ts";
import type { NamedIntent } from "./world.ts";

/** Where an intent's packets start. */
export interface Start extends NamedIntent {
  readonly source: SeenNetwork;
  /** Ranges its packets come from: addresses of what keeps its addresses, subnets of what does not. */
  readonly sourcePrefixes: readonly string[];
  /** One address among them, to look for ways with. */
  readonly sourceIp: string;
}

/** Where an intent starts and ends, as far as packets see it. */
export interface Ends extends Start {
  /** Where the destination has its address, or will have that of its private endpoint. */
  readonly destination: SeenNetwork;
  /** One address there, to look for ways with. */
  readonly destinationIp: string;
  /** Set where packets go to a private endpoint that has to be made. */
  readonly endpoint?: EndpointPlan | undefined;
}

/** Where a private endpoint goes. */
export interface EndpointPlan {
  readonly kind: PrivateLink;
  /** A part of the network that is there. */
  readonly subnetId?: string | undefined;
  /** Range of the subnet; of a new one where there is no `subnetId`. */
  readonly prefix: string;
}

/** How a managed service is reached over a private address (Microsoft's private endpoint DNS values). */
export interface PrivateLink {
  readonly groupId: string;
  readonly zone: string;
}
export const privateLinks: Partial<Readonly<Record<SeenService["kind"], PrivateLink>>> = {
  "azure-sql": { groupId: "sqlServer", zone: "privatelink.database.windows.net" },
  storage: { groupId: "blob", zone: "privatelink.blob.core.windows.net" },
};

/** Services whose addresses change from one call to the next: their subnets stand for them. */
const WANDERING: ReadonlySet<SeenService["kind"]> = new Set(["lambda"]);

/** True of what is known by its subnets, for its addresses change. */
export const wanders = ({ kind, subnetIds }: Pick<SeenService, "kind" | "subnetIds">): boolean =>
  WANDERING.has(kind) && subnetIds.length > 0;

/** Ranges a service's packets come from; empty = it has no address in its network. */
export function prefixesOf(service: SeenService, network: SeenNetwork): readonly string[] {
  const subnets = (network.subnets ?? []).filter(({ nativeId }) => service.subnetIds.includes(nativeId));
  const hosts = service.addresses.map((address) => `${address}/32`);
  if (WANDERING.has(service.kind) && subnets.length > 0) return [...new Set(subnets.map(({ cidr }) => cidr))].sort();
  if (hosts.length > 0) return hosts.sort();
  return [...new Set(subnets.map(({ cidr }) => cidr))].sort();
}

/** The range of a network that an address or a range of it lies in. */
export const rangeAround = ({ cidrs }: SeenNetwork, inner: string): string | undefined =>
  cidrs.find((cidr) => cidrContains(cidr, inner));

export const issueOf = (field: string, rule: string, message: string, example: string): IntentIssue => ({
  field,
  rule,
  message: message.slice(0, 500),
  example: example.slice(0, 300),
});
