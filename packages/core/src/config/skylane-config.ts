import * as z from "zod";
import { Connection } from "../model/connection.ts";
import { AutomationLevel } from "../model/failover-plan.ts";
import { Flow } from "../model/flow.ts";
import { GroupId, NetworkId, VantageId } from "../model/ids.ts";
import { Cidr, CloudId, IpAddress, Network } from "../model/network.ts";
import { Path } from "../model/path.ts";
import { AccountRoles, checkAccountRoles } from "./account-roles.ts";
import { checkDrills } from "./check-drills.ts";
import { checkProbeTargets } from "./check-probe-target.ts";
import { checkReferences } from "./check-references.ts";
import { CostSettings } from "./costs.ts";
import { checkServices, DeclaredService } from "./declared-services.ts";
import { Drill } from "./drills.ts";
import { checkExceptions, IntentSettings } from "./intents.ts";
import { People } from "./people.ts";
import { Regions } from "./regions.ts";
import { RightsSettings } from "./rights.ts";
import { checkSlos, SloObjectives } from "./slos.ts";
import { checkStatus, StatusSettings } from "./status.ts";
import { Telemetry } from "./telemetry.ts";
import { FailbackSettings, FailoverSettings, Thresholds } from "./thresholds.ts";

/** Accounts of one cloud and the Regions Skylane may look at there. */
const CloudAccounts = z.strictObject({
  /** Roles to assume in every account, on AWS; absent = the credentials at hand are used. */
  roles: AccountRoles.optional(),
  accounts: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: z.string().min(1).optional(),
        /** Role to assume for reading, on AWS, in place of `roles.observer`. */
        readRoleArn: z.string().startsWith("arn:", "must be the ARN of a role").optional(),
        regions: z.array(z.string().min(1)).min(1),
      }),
    )
    .min(1),
});

/** A place probes are sent from. */
export const Vantage = z
  .strictObject({
    id: VantageId,
    networkId: NetworkId,
    /** `agent`: `skylane agent` probes from here, and no function is scheduled; one vantage has one prober. */
    runsAs: z.enum(["function", "agent"]).default("function"),
    /** Addresses of the machine that an agent runs on: as these it proves new connections. */
    addresses: z.array(IpAddress).min(1).max(64).optional(),
  })
  .refine(({ runsAs, addresses }) => runsAs === "agent" || addresses === undefined, {
    path: ["addresses"],
    error: "is for agents, and a function probes from here; set runsAs: agent, or remove it",
  });
export type Vantage = z.infer<typeof Vantage>;

/** One end of a group: a network and the knob that decides which path its packets take. */
export const Side = z.strictObject({
  id: z.string().min(1).max(40),
  networkId: NetworkId,
  steering: z
    .strictObject({
      /** `<cloud>.<knob>`, e.g. `aws.tgw-route`; the adapter checks `settings`. */
      actuator: z.string().regex(/^[a-z]+\.[a-z-]+$/, "must be <cloud>.<knob>, e.g. aws.tgw-route"),
      settings: z.record(z.string(), z.string()),
    })
    .optional(),
});
export type Side = z.infer<typeof Side>;

/** Two networks and every path between them, best first. */
export const ConnectionGroup = z.strictObject({
  id: GroupId,
  sides: z.tuple([Side, Side]),
  /** In order of preference. */
  paths: z.array(Path).min(1),
  // New groups say what they would do; a person turns them to `act`.
  automation: AutomationLevel.default("advise"),
  failback: FailbackSettings.prefault({}),
  policyId: z.string().min(1).optional(),
});
export type ConnectionGroup = z.infer<typeof ConnectionGroup>;

/** A network whose prefixes may be moved: never the default route, which would take along what nobody named. */
const OwnNetwork = Network.refine(({ cidrs }) => cidrs.every((cidr) => !cidr.endsWith("/0")), {
  path: ["cidrs"],
  error: "must not hold the default route: name the ranges that the network owns",
});

/** Rules a path must keep to carry traffic, in the normal case and after any failover. */
export const Policy = z.strictObject({
  id: z.string().min(1),
  requireEncryption: z.boolean().default(false),
  forbidPublicInternet: z.boolean().default(false),
  minBandwidthMbps: z.number().nonnegative().default(0),
  /** True: traffic goes over one link, and is not passed on by an own network in between. */
  forbidRelay: z.boolean().default(false),
  /** Residency of every place on the way, both ends included: `<cloud>:<region>`, where a `*` at the end stands for the rest; absent = anywhere. */
  allowedPlaces: z
    .array(z.string().regex(/^[a-z]+:[\w-]*\*?$/, "must be <cloud>:<region>, e.g. aws:eu-* or azure:westeurope"))
    .min(1)
    .optional(),
  /** Every link on the way must be approved for these, e.g. `pci-dss`. */
  requiredCompliance: z.array(z.string().min(1)).default([]),
  /** Every link on the way must carry packets of this size. */
  minMtuBytes: z.int().min(576).max(9_216).optional(),
  /** Round trip of the whole way. */
  maxRttMs: z.number().positive().optional(),
  /** Availability of the whole way, as promised or measured. */
  minAvailabilityRatio: z.number().min(0).max(1).optional(),
});
export type Policy = z.infer<typeof Policy>;

/** An incoming webhook, or a bot that answers in threads; and whose requests are taken. Secrets are named, never written here. */
const Slack = z
  .strictObject({
    webhookSecret: z.string().min(1).optional(),
    /** Token of a bot with `chat:write`; it posts where `channel` says. */
    botTokenSecret: z.string().min(1).optional(),
    channel: z.string().min(1).optional(),
    /** What Slack signs its requests with; absent = commands and buttons are refused. `<name>-previous` counts too, while it is changed. */
    signingSecret: z.string().min(1).optional(),
    /** Requests of other apps and workspaces are refused. */
    appId: z.string().min(1).optional(),
    teamId: z.string().min(1).optional(),
  })
  .refine(({ webhookSecret, botTokenSecret }) => webhookSecret !== undefined || botTokenSecret !== undefined, {
    error: "needs a webhookSecret or a botTokenSecret; name one of them",
  })
  .refine(({ botTokenSecret, channel }) => botTokenSecret === undefined || channel !== undefined, {
    path: ["channel"],
    error: "is needed beside botTokenSecret: a bot posts where it is told to",
  })
  .refine(
    ({ signingSecret, appId, teamId }) => signingSecret === undefined || (appId !== undefined && teamId !== undefined),
    { path: ["signingSecret"], error: "needs appId and teamId beside it, so that no other workspace is answered" },
  );

/** Who is told. Secrets are named, never written here. */
const Alerts = z.strictObject({
  slack: Slack.optional(),
  pagerduty: z.strictObject({ routingKeySecret: z.string().min(1) }).optional(),
  /** Address of the page, for links in messages. */
  pageUrl: z
    .url({ protocol: /^https?$/, error: "must be the address of the page, such as https://skylane.example.com" })
    .optional(),
});

/** What may be probed beside the declared networks. */
const Probing = z.strictObject({
  /** Ranges of canaries and of tunnels' own addresses (169.254.x.y/30); what is in a declared network need not be here. */
  allowedTargets: z
    .array(
      Cidr.refine((cidr) => Number(cidr.split("/")[1]) >= 8, {
        error: "is too wide for a list of own targets; name ranges of /8 or longer",
      }),
    )
    .max(256)
    .default([]),
  /** For a lab on one machine. */
  isLoopbackAllowed: z.boolean().default(false),
});

/** The whole of `skylane.yaml`, after parsing: durations are milliseconds, defaults are filled in, references hold. */
export const SkylaneConfig = z
  .strictObject({
    version: z.literal(1),
    estate: z.string().min(1),
    clouds: z.partialRecord(CloudId, CloudAccounts),
    networks: z.array(OwnNetwork).min(1),
    connections: z.array(Connection),
    vantages: z.array(Vantage),
    groups: z.array(ConnectionGroup),
    flows: z.array(Flow),
    /** What can be connected and no API tells of: hosts of data centres. */
    services: z.array(DeclaredService).max(10_000).default([]),
    policies: z.array(Policy).default([]),
    thresholds: Thresholds.prefault({}),
    failover: FailoverSettings.prefault({}),
    probing: Probing.prefault({}),
    regions: Regions.optional(),
    alerts: Alerts.prefault({}),
    /** Traces of incidents, for a backend of your own. */
    telemetry: Telemetry.prefault({}),
    people: People,
    rights: RightsSettings.prefault({}),
    /** Game days; none unless they are named. */
    drills: z.array(Drill).default([]),
    /** Connections that are asked for. */
    intents: IntentSettings.prefault({}),
    /** What is paid to clouds. */
    costs: CostSettings.prefault({}),
    /** What is promised of paths over weeks; absent = nothing. `{}` = 99.95 % in four weeks of each path. */
    slos: SloObjectives.optional(),
    /** A page that everybody may read; absent = none is published. */
    status: StatusSettings.optional(),
  })
  .superRefine(checkAccountRoles)
  .superRefine(checkReferences)
  .superRefine(checkServices)
  .superRefine(checkProbeTargets)
  .superRefine(checkDrills)
  .superRefine(checkExceptions)
  .superRefine(checkSlos)
  .superRefine(checkStatus);
export type SkylaneConfig = z.infer<typeof SkylaneConfig>;
