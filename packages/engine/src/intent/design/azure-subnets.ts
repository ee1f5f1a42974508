import type { ProvisionStep, SeenNetwork } from "@skylane/core";
import { freeRange } from "./addresses.ts";

/** Name and size of a subnet that Skylane makes in a VNet. */
interface SubnetKind {
  readonly name: string;
  readonly bits: number;
}
/** Microsoft asks for a subnet of this name, /27 or larger. */
export const GATEWAY_SUBNET: SubnetKind = { name: "GatewaySubnet", bits: 27 };
/** Sixteen addresses, of which Azure takes five. */
export const ENDPOINT_SUBNET: SubnetKind = { name: "skylane-endpoints", bits: 28 };

/** Names a subnet over all plans. */
export const subnetKey = ({ key }: SeenNetwork, { name }: SubnetKind): string =>
  `azure/subnet/${key}/${name.toLowerCase()}`;

/** Where a subnet is, or goes: one that stands and is nobody's to keep, or the range of one to make or keep. `undefined` = the VNet is full. */
export type SubnetPlace = { readonly subnetId: string; readonly prefix: string } | { readonly prefix: string };

/**
 * Places of both subnets in a VNet, whether a plan needs one or both: the endpoints' leaves free what the gateway's would take, so
 * that neither hangs on who asks first. What other runs make there is taken.
 */
export function subnetPlace(
  network: SeenNetwork,
  kind: SubnetKind,
  made: readonly ProvisionStep[],
): SubnetPlace | undefined {
  const here = made.filter(
    ({ resource, desired }) => resource === "azure.subnet" && desired.vnetId === network.nativeId,
  );
  const own = here.find(({ key }) => key === subnetKey(network, kind));
  // what another run has made is kept as long as somebody needs it
  if (own) return { prefix: String(own.desired.prefix) };
  const there = network.subnets?.find(({ name, nativeId }) => labelOf(name, nativeId) === kind.name.toLowerCase());
  if (there) return { subnetId: there.nativeId, prefix: there.cidr };
  if (!network.subnets) return undefined;
  const gateway = kind === GATEWAY_SUBNET ? undefined : subnetPlace(network, GATEWAY_SUBNET, made);
  const taken = [...here.map(({ desired }) => String(desired.prefix)), ...(gateway ? [gateway.prefix] : [])];
  const prefix = freeRange(network, kind.bits, taken);
  return prefix === undefined ? undefined : { prefix };
}

const labelOf = (name: string | undefined, nativeId: string): string =>
  (name ?? nativeId.split("/").at(-1) ?? "").toLowerCase();
