import type {
  Actuator,
  AssumableRole,
  CloudAlarm,
  CloudId,
  Discover,
  FaultTest,
  PathCounters,
  PriceQuery,
  PriceRow,
  Provisioner,
  RouteConfig,
  RouteIntent,
  SlaRow,
  TransferLeg,
} from "@skylane/core";
import type { Federation } from "./identity/federation.ts";
import type { RouteRefusal } from "./routes/decide.ts";

/** What an adapter may be told about the world it runs in: addresses, and where secrets are got from, never a secret itself. */
export interface CloudContext {
  /** Gateway in front of the routers' command lines: `{url}/{routerId}/run`. */
  readonly routerGatewayUrl: string | undefined;
  /** Control planes that are not at the vendor's public address, by cloud: sovereign clouds, private endpoints, proxies. */
  readonly endpoints?: Readonly<Partial<Record<CloudId, string>>>;
  /** Roles to assume to steer, by account; absent = the credentials at hand steer. */
  readonly actuatorRoles?: Readonly<Record<string, AssumableRole>> | undefined;
  /** Roles to assume to build, by account; absent = the credentials at hand build. */
  readonly provisionerRoles?: Readonly<Record<string, AssumableRole>> | undefined;
  /** A named secret, asked for at the moment it is sent and kept nowhere; `undefined` if it is not set. */
  readonly secret?: (name: string) => Promise<string | undefined>;
  /** Who Skylane is in Azure and Google Cloud, where it holds no key; absent = whoever the vendor's own chain of credentials says. */
  readonly federation?: Federation | undefined;
}

/** What a cloud can do today; what it lacks is absent, not stubbed. */
export type Capability = "steer" | "count-packets" | "discover" | "fault-test" | "provision";

/** A cloud described as data. Shared code asks this and never compares ids. */
export interface CloudProfile {
  readonly id: CloudId;
  readonly displayName: string;
  readonly capabilities: readonly Capability[];
}

/** Latitude and longitude of Regions, in degrees, by id. */
export type RegionPlaces = Readonly<Record<string, readonly [latitudeDeg: number, longitudeDeg: number]>>;

/** What a cloud asks for its links: the rows of its price list, and which of them a packet meets. */
export interface Tariff {
  readonly rows: readonly PriceRow[];
  /** What is charged by volume for a packet that leaves one of its Regions; `undefined` = it is not known what is. */
  readonly transferItems: (leg: TransferLeg) => readonly PriceQuery[] | undefined;
  /** What a packet costs that arrives in one of its Regions, where the receiver pays: peerings. */
  readonly arrivalItems?: (leg: TransferLeg) => readonly PriceQuery[];
}

/** For which Regions prices are wanted, and what day it is. */
export interface PriceRequest {
  readonly regions: readonly string[];
  readonly nowIso: string;
}

/** Rows as the vendor gives them today, and what it gave that was not understood, which is no row. */
export interface RefreshedPrices {
  readonly rows: readonly PriceRow[];
  readonly skipped: readonly SkippedPrice[];
}

export interface SkippedPrice {
  /** SKU, or the service and Region that were asked for. */
  readonly subject: string;
  readonly reason: string;
}

/** Asks a vendor's price API. Never rejects for what the vendor answers: that is skipped, with a reason. */
export type RefreshPrices = (request: PriceRequest) => Promise<RefreshedPrices>;

/** What is known of a cloud without asking it: small, and no vendor's SDK with it. */
export interface CloudFacts {
  readonly profile: CloudProfile;
  /** Where its Regions are; one that is not here is in a place that is not known. */
  readonly regions?: RegionPlaces;
  /** Where a network asks for names, by its first range. */
  readonly resolverIp?: (firstCidr: string) => string;
  /** Its price list, and which of its rows a packet meets. */
  readonly tariff?: Tariff;
  /** What it promises of its links. */
  readonly slas?: readonly SlaRow[];
  /** Understands a notice of one of its alarms; what it does not know is of kind `other`. Throws a ZodError for what is no such notice. */
  readonly readAlarm?: (notice: unknown) => CloudAlarm;
}

/** An adapter: what is known of a cloud, and the parts behind its capabilities. */
export interface Cloud extends CloudFacts {
  readonly actuators?: (context: CloudContext) => readonly Actuator[];
  /** Loads what asks the vendor's price API for rows of today; they go beside those of the tariff. */
  readonly refreshPrices?: () => Promise<RefreshPrices>;
  /** How a place of this cloud is told to prefer a link; `undefined` = this kind of place has no such knob. */
  readonly routeConfig?: (intent: RouteIntent) => RouteConfig | undefined;
  /** Why it has none. */
  readonly routeRefusal?: (intent: RouteIntent) => RouteRefusal | undefined;
  /** Loads what reads all there is and changes nothing. Loaded when it is wanted: the vendors' SDKs weigh more than all else. */
  readonly discover?: () => Promise<(context: CloudContext) => Discover>;
  /** The least-privilege policy that discovery needs, as text to paste: JSON, YAML or statements. */
  readonly readPolicy?: string;
  /** The least-privilege policy that each actuator and official test needs, by its id, as text to paste. */
  readonly steerPolicies?: Readonly<Record<string, string>>;
  /** What makes networks, tunnels, rules and names, one for each kind of object. */
  readonly provisioners?: (context: CloudContext) => readonly Provisioner[];
  /** The least-privilege policy that each provisioner needs, by what it makes, as text to paste. */
  readonly provisionPolicies?: Readonly<Record<string, string>>;
  /** What an account launches so that Skylane may look and steer there: path of the template from the root of the repository. */
  readonly accountTemplate?: string;
  /** The cloud's own failover tests. */
  readonly faultTests?: (context: CloudContext) => readonly FaultTest[];
  /** Counters, by the id of the actuator whose settings and handles they read. */
  readonly counters?: (context: CloudContext) => Readonly<Record<string, PathCounters>>;
}

/** The adapter as given; exists so that its type is checked where it is written. */
export const defineCloud = <const T extends Cloud>(cloud: T): T => cloud;
