/** A network that was attached to a gateway, or whose attachment was changed: stands before what the estate says. */
export interface NetworkAttachment {
  readonly networkId: string;
  readonly gatewayId: string;
  readonly attachmentId?: string;
  /** Table of the gateway that decides for what the network sends; the gateway's first one by default. */
  readonly gatewayTableId?: string;
}

/** A range that was added to a network. */
export interface NetworkRange {
  readonly networkId: string;
  readonly cidr: string;
}

/** A part of a network, e.g. `GatewaySubnet`. */
export interface NetworkPart extends NetworkRange {
  readonly name: string;
  /** Its own route table, on AWS; the network's main one by default. */
  readonly routeTableId?: string;
}

/** A route table that was added to a gateway. */
export interface GatewayTable {
  readonly gatewayId: string;
  readonly tableId: string;
}

/** One side of a peering. */
export interface PeeringEnd {
  /** A network, or a gateway of a transit peering. */
  readonly at: string;
  readonly attachmentId?: string;
  readonly associatedTableId?: string;
}

/** A peering of two networks, or of two transit gateways. Nothing passes before the other side has accepted it. */
export interface Peering {
  readonly id: string;
  readonly kind: "peering" | "transit-peering";
  readonly state: "pending-acceptance" | "active";
  readonly a: PeeringEnd;
  readonly b: PeeringEnd;
  readonly providerId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** An object of a cloud that no packet meets (customer gateway, public address, local network gateway …), as plain JSON. */
export interface BuiltObject {
  /** `<cloud>:<type>`, e.g. `aws:customer-gateway`. */
  readonly kind: string;
  readonly id: string;
  readonly data: unknown;
}
