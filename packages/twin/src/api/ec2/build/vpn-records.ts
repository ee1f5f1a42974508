import type { World } from "../../../world/world.ts";
import { isOwn, type Scope } from "../scope.ts";

/** A customer gateway that was made. */
export interface CustomerGatewayRecord {
  readonly id: string;
  readonly regionId: string;
  readonly accountId: string;
  readonly ip: string;
  readonly asn: number;
  readonly deviceName: string;
}

/** A VPN connection that was made; its keys are with its tunnels' ends, not here. */
export interface VpnRecord {
  readonly id: string;
  readonly regionId: string;
  readonly accountId: string;
  /** Of the world, and as AWS names it. */
  readonly gatewayId: string;
  readonly transitGatewayId: string;
  readonly customerGatewayId: string;
  readonly customerIp: string;
  readonly customerAsn: number;
  readonly attachmentId: string;
  /** Table that it is associated with; `""` = none. */
  readonly tableId: string;
  readonly tunnels: readonly { readonly insideCidr: string; readonly outsideIp: string }[];
}

const CUSTOMER = "aws:customer-gateway";
const VPN = "aws:vpn-connection";

const recordsOf = <T extends { readonly regionId: string; readonly accountId: string }>(
  { built }: World,
  kind: string,
): readonly T[] => built.objects.values().flatMap((one) => (one.kind === kind ? [one.data as T] : []));

const isHere = (scope: Scope) => (one: { readonly regionId: string; readonly accountId: string }) =>
  one.regionId === scope.regionId && isOwn(one, scope);

export const customerGatewaysOf = (scope: Scope): readonly CustomerGatewayRecord[] =>
  recordsOf<CustomerGatewayRecord>(scope.world, CUSTOMER).filter(isHere(scope));
export const putCustomerGateway = ({ built }: World, record: CustomerGatewayRecord): void =>
  built.objects.put(`${CUSTOMER}|${record.id}`, { kind: CUSTOMER, id: record.id, data: record });
export const dropCustomerGateway = ({ built }: World, id: string): boolean => built.objects.remove(`${CUSTOMER}|${id}`);

export const builtVpnsOf = (scope: Scope): readonly VpnRecord[] =>
  recordsOf<VpnRecord>(scope.world, VPN).filter(isHere(scope));
export const putVpn = ({ built }: World, record: VpnRecord): void =>
  built.objects.put(`${VPN}|${record.id}`, { kind: VPN, id: record.id, data: record });
export const dropVpn = ({ built }: World, id: string): boolean => built.objects.remove(`${VPN}|${id}`);

/** Id of the end of a tunnel, the first or the second of its connection. */
export const tunnelEndId = (vpnId: string, i: number): string => `${vpnId}-${i + 1}`;
