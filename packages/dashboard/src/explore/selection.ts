import type { Finding, SeenGateway, SeenNetwork, TopologyConnection } from "@skylane/core";
import type { EstateIndex, Place } from "./estate-index.ts";

/** What the panel is about. */
export type Selection =
  | { readonly what: "connection"; readonly connection: TopologyConnection }
  | { readonly what: "network"; readonly network: SeenNetwork }
  | { readonly what: "gateway"; readonly gateway: SeenGateway }
  | { readonly what: "unseen"; readonly key: string }
  | { readonly what: "place"; readonly place: Place }
  | { readonly what: "finding"; readonly finding: Finding }
  | { readonly what: "bundle"; readonly connections: readonly TopologyConnection[] }
  | { readonly what: "nothing"; readonly key: string };

/** Key of several connections that are drawn as one line. */
export const bundleKey = (connectionIds: readonly string[]): string =>
  connectionIds.length === 1 && connectionIds[0] !== undefined
    ? connectionIds[0]
    : `links:${JSON.stringify([...connectionIds].sort())}`;

/** What a key of the address means in this estate; `nothing` for what is no longer, or never was, in it. */
export function selectionOf(index: EstateIndex, key: string): Selection {
  const connection = index.connectionById.get(key);
  if (connection) return { what: "connection", connection };
  const network = index.networkByKey.get(key);
  if (network) return { what: "network", network };
  const gateway = index.gatewayByKey.get(key);
  if (gateway) return { what: "gateway", gateway };
  if (index.placeIdOf.has(key)) return { what: "unseen", key };
  const place = index.placeById.get(key);
  if (place) return { what: "place", place };
  const finding = index.findingById.get(key);
  if (finding) return { what: "finding", finding };
  const connections = idsOf(key)
    .map((id) => index.connectionById.get(id))
    .filter((known) => known !== undefined);
  return connections.length > 0 ? { what: "bundle", connections } : { what: "nothing", key };
}

/** Keys of everything that is to be lit in the picture: the thing itself, what it ends at, what a finding is about. */
export function litKeys(index: EstateIndex, selection: Selection | undefined): ReadonlySet<string> {
  switch (selection?.what) {
    case "connection":
      return new Set([selection.connection.id, ...selection.connection.ends.map(({ at }) => at)]);
    case "bundle":
      return new Set(selection.connections.flatMap(({ id, ends }) => [id, ...ends.map(({ at }) => at)]));
    case "network":
      return around(index, selection.network.key);
    case "gateway":
      return around(index, selection.gateway.key);
    case "unseen":
      return around(index, selection.key);
    case "place": {
      const { networks, gateways, unseenKeys } = selection.place;
      const keys = [...networks.map(({ key }) => key), ...gateways.map(({ key }) => key), ...unseenKeys];
      return new Set(keys.flatMap((key) => [...around(index, key)]));
    }
    case "finding":
      return new Set(
        selection.finding.subjects.flatMap((subject) => {
          const ends = index.connectionById.get(subject)?.ends.map(({ at }) => at) ?? [];
          return [subject, ...ends];
        }),
      );
    default:
      return new Set();
  }
}

/** The places a selection lies in, so that nothing chosen is hidden in a fold. */
export function placesOf(index: EstateIndex, selection: Selection | undefined): readonly string[] {
  const own =
    selection?.what === "network"
      ? [selection.network.key]
      : selection?.what === "connection" || selection?.what === "finding"
        ? [...litKeys(index, selection)]
        : [];
  return own.map((key) => index.placeIdOf.get(key)).filter((place) => place !== undefined);
}

const around = (index: EstateIndex, key: string): ReadonlySet<string> =>
  new Set([key, ...(index.connectionsAt.get(key) ?? []).flatMap(({ id, ends }) => [id, ...ends.map(({ at }) => at)])]);

function idsOf(key: string): readonly string[] {
  if (!key.startsWith("links:")) return [];
  try {
    const ids: unknown = JSON.parse(key.slice("links:".length));
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}
