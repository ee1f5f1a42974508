import { createHash } from "node:crypto";
import type { EstateGateway } from "../../estate/estate.ts";
import type {
  BuiltObject,
  GatewayTable,
  NetworkAttachment,
  NetworkPart,
  NetworkRange,
  Peering,
} from "./built-parts.ts";
import { type Shelf, shelf } from "./shelf.ts";
import type { TunnelEnd } from "./tunnel-end.ts";

/**
 * What API calls made, besides what the estate began with. Every part is plain data by id, so taking back a call leaves
 * exactly what was there before it. Ids are the makers' to choose: two clouds must not choose the same.
 */
export interface Built {
  /** Of the estate's own ids none: those cannot be built again. */
  readonly gateways: Shelf<EstateGateway>;
  /** By the table's id. */
  readonly tables: Shelf<GatewayTable>;
  /** By the network's id. */
  readonly attachments: Shelf<NetworkAttachment>;
  readonly ranges: Shelf<NetworkRange>;
  readonly parts: Shelf<NetworkPart>;
  readonly peerings: Shelf<Peering>;
  readonly tunnelEnds: Shelf<TunnelEnd>;
  /** By `<kind>|<id>`. */
  readonly objects: Shelf<BuiltObject>;
}

/** Nothing built yet; `changed` runs after each change that packets can meet. */
export const nothingBuilt = (changed: () => void): Built => ({
  gateways: shelf(changed),
  tables: shelf(changed),
  attachments: shelf(changed),
  ranges: shelf(changed),
  parts: shelf(changed),
  peerings: shelf(changed),
  tunnelEnds: shelf(changed),
  objects: shelf(() => undefined),
});

/** Takes all of it away. */
export function clearBuilt(built: Built): void {
  for (const part of Object.values(built) as Shelf<unknown>[]) part.clear();
}

/** All of it as plain JSON; of a pre-shared key its digest only. */
export const builtState = ({ tunnelEnds, ...parts }: Built): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, byId(part as Shelf<unknown>)])),
  tunnelEnds: byId(tunnelEnds, ({ presharedKey, ...end }) => ({
    ...end,
    presharedKeySha256: createHash("sha256").update(presharedKey).digest("hex"),
  })),
});

const byId = <T>(things: Shelf<T>, shown: (thing: T) => unknown = (thing) => thing) =>
  Object.fromEntries(things.ids().map((id) => [id, shown(things.get(id) as T)]));
