import type { VirtualNetworkGatewayConnection as Connection } from "@azure/arm-network";
import type { RouteChange, SkylaneError } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import type { CircuitReader } from "./circuit-reader.ts";

/**
 * Lets a circuit be switched off only where nobody is left without a path: the connection to take works and serves the
 * same VNet, and every other gateway of the resource group on the circuit has a circuit besides.
 * @throws ERR_PATH_LAST
 */
export async function checkOtherPaths(reader: CircuitReader, change: RouteChange, left: Connection): Promise<void> {
  const taken = await reader.connection(change.target.toConnectionId ?? "");
  if (circuitOf(taken) === circuitOf(left)) throw lastPath(change, `${taken.name} is on the same circuit`);
  if (!(await carries(reader, taken))) throw lastPath(change, `${taken.name} does not carry anything now`);
  if (!(await isBeside(reader, left, taken))) throw lastPath(change, `${taken.name} serves another VNet`);

  const all = await reader.connectionsBeside(change.target.connectionId ?? "");
  const onCircuit = all.filter((one) => circuitOf(one) === circuitOf(left) && gatewayOf(one) !== gatewayOf(left));
  for (const stranded of onCircuit) {
    const others = all.filter((one) => gatewayOf(one) === gatewayOf(stranded) && circuitOf(one) !== circuitOf(left));
    const working = await Promise.all(others.map(async ({ id = "" }) => carries(reader, await reader.connection(id))));
    if (!working.includes(true))
      throw lastPath(change, `the gateway of connection ${stranded.name} is on the circuit too, and has no other`);
  }
}

const gatewayOf = ({ virtualNetworkGateway1 }: Connection): string => virtualNetworkGateway1?.id?.toLowerCase() ?? "";
const circuitOf = ({ peer, connectionType }: Connection): string | undefined =>
  connectionType === "ExpressRoute" ? peer?.id?.toLowerCase() : undefined;

/** True if packets can take a connection: it is up, and where it is a circuit's, the peering is on. */
async function carries(reader: CircuitReader, connection: Connection): Promise<boolean> {
  if (connection.connectionStatus !== "Connected") return false;
  return circuitOf(connection) === undefined || (await reader.peering(connection)).state === "Enabled";
}

/** True if two connections serve one VNet: by one gateway, or by two in one subnet, as a VPN gateway beside that of circuits. */
async function isBeside(reader: CircuitReader, one: Connection, other: Connection): Promise<boolean> {
  if (gatewayOf(one) === gatewayOf(other)) return true;
  const [here, there] = await Promise.all([one, other].map((each) => reader.subnetsOf(gatewayOf(each))));
  return here?.some((subnet) => there?.includes(subnet)) === true;
}

const lastPath = ({ id }: RouteChange, why: string): SkylaneError =>
  cloudError("ERR_PATH_LAST", `${id}: ${why}. Nothing was written; bring another path up first`, { changeId: id });
