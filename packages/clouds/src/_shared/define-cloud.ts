import type { Actuator, CloudId, Discover, PathCounters } from "@skylane/core";

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

/** An adapter: its profile and the parts behind its capabilities. */
export interface Cloud {
  readonly profile: CloudProfile;
  readonly actuators?: (context: CloudContext) => readonly Actuator[];
  /** Counters, by the id of the actuator whose settings and handles they read. */
  /** Reads what there is; changes nothing. */
  readonly discover?: (context: CloudContext) => Discover;
  /** The least-privilege policy that discovery needs, as text to paste: JSON, YAML or statements. */
  readonly readPolicy?: string;
  readonly counters?: (context: CloudContext) => Readonly<Record<string, PathCounters>>;
}

/** The adapter as given; exists so that its type is checked where it is written. */
export const defineCloud = <const T extends Cloud>(cloud: T): T => cloud;
