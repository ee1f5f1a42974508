import type { ConnectionKind, PathStateName, SeenGateway, SeenNetwork, TopologyConnection } from "@skylane/core";

/** A box of a diagram: a gateway, networks that hang at the same gateways, or ends that were not seen. */
export type DiagramNode = {
  /** Made here, never text from outside: `n0`, `n1`, … in order. */
  readonly id: string;
  /** Index into the regions of its cloud; absent for what was not seen. */
  readonly place?: Place;
  /** Connections among its own members, which are told in it and not drawn. */
  readonly inside: readonly TopologyConnection[];
  readonly isSinglePoint: boolean;
} & (
  | { readonly kind: "gateway"; readonly gateways: readonly SeenGateway[] }
  | { readonly kind: "networks"; readonly networks: readonly SeenNetwork[] }
  | { readonly kind: "unseen"; readonly keys: readonly string[] }
);

/** Where a box stands. */
export interface Place {
  readonly cloud: string;
  readonly regionId: string;
}

/** Connections between the same two boxes that look the same. */
export interface DiagramEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: ConnectionKind;
  readonly isDeclared: boolean;
  readonly isZombie: boolean;
  readonly isSinglePoint: boolean;
  /** The worst of them. */
  readonly status: PathStateName;
  readonly members: readonly TopologyConnection[];
}

/** A gateway and the networks behind it. */
export interface DiagramAttachment {
  readonly from: string;
  readonly to: string;
}

/** What is drawn of a topology. */
export interface DiagramGraph {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  readonly attachments: readonly DiagramAttachment[];
  /** Gateways that no link ends at and nothing hangs at, by place: counted, not drawn. */
  readonly idleGateways: readonly { readonly place: Place; readonly count: number }[];
}
