import type { World } from "../../../world/world.ts";
import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { type ArmResource, armError, unparsable } from "../arm-answer.ts";
import { shownAtOnce, staleVersion, startWrite } from "../start-write.ts";
import type { ResourceGroup } from "../subscription.ts";
import { badBgpAddress, customOf, GatewayInput, gatewayLock } from "./gateways.ts";
import { putRecord, recordAt, removeRecord } from "./records.ts";

/** What was added to a gateway of the estate: BGP addresses for tunnels, by the id of the instance's configuration. */
const TYPE = "Microsoft.Network/virtualNetworkGateways/customBgpIpAddresses";
/** A real gateway is busy for some minutes. */
const WRITE_MS = 3 * 60_000;

export const addedAddresses = (world: World, gatewayId: string, configurationId: string): readonly string[] =>
  (recordAt(world, TYPE, gatewayId)?.properties[configurationId] as readonly string[] | undefined) ?? [];

/** Replaces a gateway of the estate by what the caller sends; BGP addresses for tunnels may come and go, and nothing else. */
export function putBornGateway(
  group: ResourceGroup,
  found: ArmResource,
  request: RestRequest,
  again: () => ArmResource,
): RestAnswer {
  const { world } = group;
  const input = GatewayInput.safeParse(request.body);
  if (!input.success) return unparsable(input.error);
  const { properties } = input.data;
  const now = found.properties.bgpSettings as {
    readonly asn: number;
    readonly bgpPeeringAddresses: readonly Instance[];
  };
  if (properties.bgpSettings.asn !== now.asn || properties.activeActive !== found.properties.activeActive)
    return armError(400, "GatewayUpdateNotServed", "Of this gateway only custom BGP addresses can be changed here.");
  const isOld = (address: string): boolean =>
    now.bgpPeeringAddresses.some((one) => one.customBgpIpAddresses.includes(address));
  const bad = badBgpAddress(
    properties.bgpSettings.bgpPeeringAddresses.flatMap((one) => one.customBgpIpAddresses).filter((one) => !isOld(one)),
  );
  if (bad !== undefined)
    return armError(
      400,
      "InvalidCustomBgpIpAddress",
      `Custom BGP address ${bad} must be in 169.254.21.0 to 169.254.22.255, and of one instance only.`,
    );
  const wanted = new Map(
    now.bgpPeeringAddresses.map((one) => [one.ipconfigurationId, customOf(properties, one.ipconfigurationId)]),
  );
  const lost = now.bgpPeeringAddresses.flatMap((one) =>
    one.customBgpIpAddresses.filter(
      (address) =>
        !addedAddresses(world, found.id, one.ipconfigurationId).includes(address) &&
        !wanted.get(one.ipconfigurationId)?.includes(address),
    ),
  );
  const used = now.bgpPeeringAddresses
    .flatMap((one) =>
      one.customBgpIpAddresses.filter((address) => !wanted.get(one.ipconfigurationId)?.includes(address)),
    )
    .filter((address) => world.built.tunnelEnds.values().some(({ bgp }) => bgp?.localIp === address));
  if (lost.length + used.length > 0)
    return armError(
      400,
      "CustomBgpIpAddressInUse",
      `Custom BGP addresses ${[...lost, ...used].join(", ")} are in use by connections.`,
    );
  const stale = staleVersion(request, found.etag);
  if (stale) return stale;
  const added = now.bgpPeeringAddresses.map((one) => {
    const original = one.customBgpIpAddresses.filter(
      (address) => !addedAddresses(world, found.id, one.ipconfigurationId).includes(address),
    );
    const extra = wanted.get(one.ipconfigurationId)?.filter((address) => !original.includes(address)) ?? [];
    return [one.ipconfigurationId, extra] as const;
  });
  const answer = startWrite(group, request, {
    lock: gatewayLock(found.id),
    resourceId: found.id,
    wanted: found,
    action: "Microsoft.Network/virtualNetworkGateways/write",
    durationMs: () => world.provisioningMs(WRITE_MS),
    commit: () => {
      const record = { id: found.id, name: found.name, type: TYPE, properties: Object.fromEntries(added) };
      if (added.some(([, extra]) => extra.length > 0)) putRecord(world, record);
      else removeRecord(world, record);
    },
  });
  return shownAtOnce(answer, again);
}

interface Instance {
  readonly ipconfigurationId: string;
  readonly customBgpIpAddresses: readonly string[];
}
