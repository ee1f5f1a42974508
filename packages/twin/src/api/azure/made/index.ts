import type { RestAnswer, RestRequest } from "../../rest-api.ts";
import { armPage } from "../arm-answer.ts";
import type { ResourceGroup } from "../subscription.ts";
import { connections } from "./connections.ts";
import { gateways } from "./gateways.ts";
import { localGateways } from "./local-gateways.ts";
import { type MadePlace, type MadeType, madeObject } from "./made-type.ts";
import { peerings } from "./peerings.ts";
import { privateEndpoints } from "./private-endpoints.ts";
import { isRecordType, linksOf, privateZones, recordSet, zoneLinks } from "./private-zones.ts";
import { publicIps } from "./public-ips.ts";
import { groupPath } from "./records.ts";
import { subnets } from "./subnets.ts";

type Answer = (place: MadePlace, request: RestRequest) => RestAnswer | undefined;
const of =
  <I>(type: MadeType<I>): Answer =>
  (place, request) =>
    madeObject(type, place, request);

/** What calls can make, by type below Microsoft.Network in lower case. */
const types: ReadonlyMap<string, Answer> = new Map([
  ["publicipaddresses", of(publicIps)],
  ["localnetworkgateways", of(localGateways)],
  ["virtualnetworkgateways", of(gateways)],
  ["connections", of(connections)],
  ["privateendpoints", of(privateEndpoints)],
  ["privatednszones", of(privateZones)],
  ["virtualnetworks/subnets", of(subnets)],
  ["virtualnetworks/virtualnetworkpeerings", of(peerings)],
  ["privatednszones/virtualnetworklinks", of(zoneLinks)],
]);

/** Answers for an object that is, or can be, made by calls; `undefined` if it is none of these. */
export function madeWhole(
  group: ResourceGroup,
  typeName: string,
  name: string,
  request: RestRequest,
): RestAnswer | undefined {
  const parentId = groupPath(group);
  const id = `${parentId}/providers/Microsoft.Network/${typeName}/${name}`;
  return types.get(typeName.toLowerCase())?.({ group, id, name, parentId }, request);
}

/** The same for a part of one: a subnet, half of a peering, a link or a record set of a zone. */
export function madePart(
  group: ResourceGroup,
  [typeName = "", name = "", part = "", partName]: readonly string[],
  request: RestRequest,
): RestAnswer | undefined {
  const parentId = `${groupPath(group)}/providers/Microsoft.Network/${typeName}/${name}`;
  const isZone = typeName.toLowerCase() === "privatednszones";
  if (partName === undefined)
    return isZone && part.toLowerCase() === "virtualnetworklinks"
      ? armPage(linksOf(group.world, parentId), request)
      : undefined;
  const place = { group, id: `${parentId}/${part}/${partName}`, name: partName, parentId };
  if (isZone && isRecordType(part)) return recordSet(place, request);
  return types.get(`${typeName}/${part}`.toLowerCase())?.(place, request);
}
