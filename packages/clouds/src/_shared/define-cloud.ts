import type { Actuator, CloudId, ConnectionKind, Discover, PathCounters, RegionRef } from "@skylane/core";

/** What an adapter may be told about the world it runs in: addresses only, never secrets. */
export interface CloudContext {
  /** Gateway in front of the routers' command lines: `{url}/{routerId}/run`. */
  readonly routerGatewayUrl: string | undefined;
  /** Control planes that are not at the vendor's public address, by cloud: sovereign clouds, private endpoints, proxies. */
  readonly endpoints?: Readonly<Partial<Record<CloudId, string>>>;
}

/** What a cloud can do today; what it lacks is absent, not stubbed. */
export type Capability = "steer" | "count-packets" | "discover";

/** A cloud described as data. Shared code asks this and never compares ids. */
export interface CloudProfile {
  readonly id: CloudId;
  readonly displayName: string;
  readonly capabilities: readonly Capability[];
}

/** Latitude and longitude of Regions, in degrees, by id. */
export type RegionPlaces = Readonly<Record<string, readonly [latitudeDeg: number, longitudeDeg: number]>>;

/** A list price of moving a gigabyte, where it is from and when. */
export interface TransferPrice {
  readonly usdPerGb: number;
  readonly source: string;
  readonly asOf: string;
}

/** An adapter: its profile and the parts behind its capabilities. */
export interface Cloud {
  readonly profile: CloudProfile;
  readonly actuators?: (context: CloudContext) => readonly Actuator[];
  /** Where its Regions are; one that is not here is in a place that is not known. */
  readonly regions?: RegionPlaces;
  /** What a gigabyte costs that leaves one of its Regions over a link of this kind; `undefined` = not known. */
  readonly transferPrice?: (kind: ConnectionKind, regionId: string, to: RegionRef) => TransferPrice | undefined;
  /** Loads what reads all there is and changes nothing. Loaded when it is wanted: the vendors' SDKs weigh more than all else. */
  readonly discover?: () => Promise<(context: CloudContext) => Discover>;
  /** The least-privilege policy that discovery needs, as text to paste: JSON, YAML or statements. */
  readonly readPolicy?: string;
  /** Counters, by the id of the actuator whose settings and handles they read. */
  readonly counters?: (context: CloudContext) => Readonly<Record<string, PathCounters>>;
}

/** The adapter as given; exists so that its type is checked where it is written. */
export const defineCloud = <const T extends Cloud>(cloud: T): T => cloud;
