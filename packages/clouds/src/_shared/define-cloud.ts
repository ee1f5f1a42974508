import type { Actuator, CloudId, PathCounters } from "@skylane/core";

/** What an adapter may be told about the world it runs in: addresses only, never secrets. */
export interface CloudContext {
  /** Gateway in front of the routers' command lines: `{url}/{routerId}/run`. */
  readonly routerGatewayUrl: string | undefined;
}

/** What a cloud can do today; what it lacks is absent, not stubbed. */
export type Capability = "steer" | "count-packets";

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
  readonly counters?: (context: CloudContext) => Readonly<Record<string, PathCounters>>;
}

/** The adapter as given; exists so that its type is checked where it is written. */
export const defineCloud = <const T extends Cloud>(cloud: T): T => cloud;
