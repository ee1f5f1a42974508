import type { Place } from "../estate-index.ts";
import type { Bundle } from "./bundle.ts";
import type { Side } from "./columns.ts";
import type { Item, PlaceItems } from "./fold.ts";
import type { Box, Cubic } from "./geometry.ts";

export interface DrawnNode extends Box, Item {
  readonly placeId: string;
  readonly side: Side;
}
export interface DrawnPlace extends Box, Pick<PlaceItems, "canFold" | "isOpen"> {
  readonly place: Place;
  readonly side: Side;
}
export interface DrawnCloud extends Box {
  readonly cloud: string;
  readonly side: Side;
}
export interface DrawnEdge extends Bundle {
  readonly curves: readonly Cubic[];
}
/** What a gateway is attached to; not a link of its own. */
export interface Attachment {
  readonly gatewayKey: string;
  readonly nodeKey: string;
  readonly curves: readonly Cubic[];
}

/** The picture: what is drawn, and in what space. */
export interface Graph {
  readonly clouds: readonly DrawnCloud[];
  readonly places: readonly DrawnPlace[];
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  readonly attachments: readonly Attachment[];
  /** Box of each network, gateway and address. */
  readonly boxOf: ReadonlyMap<string, string>;
  readonly width: number;
  readonly height: number;
}
