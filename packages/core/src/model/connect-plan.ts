import * as z from "zod";
import { IntentId } from "./ids.ts";
import { IntentIssue } from "./intent.ts";
import { CloudId } from "./network.ts";

/** JSON that a step's `desired` is made of. */
export const Json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Json), z.record(z.string(), Json)]),
);
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * One object in one cloud, as desired state. The provisioner named by `resource` gives `desired` its meaning. A string
 * `{{<step id>.<output>}}` in it stands for what that step put out, and makes it wait for that step.
 */
export const ProvisionStep = z.strictObject({
  /** Unique in its plan. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,119}$/, "must be lower-case letters, digits, . or -"),
  /** `<cloud>.<kind>`, e.g. `aws.vpn-connection`. */
  resource: z.string().regex(/^[a-z]+\.[a-z-]+$/),
  cloud: CloudId,
  accountId: z.string(),
  regionId: z.string(),
  /** Names the object over all plans: two plans with the same key mean one object. */
  key: z.string().min(3).max(400),
  desired: z.record(z.string(), Json),
  /** Steps that must be ready before, besides those it refers to. */
  needs: z.array(z.string()).default([]),
  /** Changes with the same lock are made one after the other, over all plans: a gateway, a router, a security group. */
  lock: z.string().max(400).optional(),
  /** One sentence for people. */
  summary: z.string().min(1).max(300),
  /** Intents that need it. */
  intentIds: z.array(IntentId).min(1),
});
export type ProvisionStep = z.infer<typeof ProvisionStep>;

/** What changes for packets, by the effective routes before and after. */
export const RouteEffect = z.strictObject({
  /** Key of the network or gateway whose table it is. */
  owner: z.string(),
  prefix: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type RouteEffect = z.infer<typeof RouteEffect>;

/** Who can reach whom afterwards that could not before. `isWanted`: an intent asks for it. */
export const ReachEffect = z.strictObject({
  from: z.string(),
  to: z.string(),
  ports: z.string(),
  isWanted: z.boolean(),
  because: z.string(),
});
export type ReachEffect = z.infer<typeof ReachEffect>;

/** A rule that lets packets through, added or removed. */
export const SecurityEffect = z.strictObject({
  guard: z.string(),
  change: z.enum(["added", "removed"]),
  rule: z.string(),
});
export type SecurityEffect = z.infer<typeof SecurityEffect>;

/** How one intent is met. */
export const PlannedWay = z.strictObject({
  intentId: IntentId,
  kind: z.enum(["existing-path", "new-vpn", "peering", "transit-peering", "interim-vpn", "public-endpoint"]),
  /** Connections that are there already, in the order packets cross them. */
  connectionIds: z.array(z.string()),
  /** Steps whose objects are the new connections. */
  stepIds: z.array(z.string()),
  /** Address packets go to: of the service, or of its private endpoint (then a reference to a step's output); of a public endpoint its name, for addresses behind it change. */
  destinationAddress: z.string(),
  isEncrypted: z.boolean(),
  isPublic: z.boolean(),
  /** From measurements where there are some, else from geography; absent = not known. */
  expectedRttMs: z.number().nonnegative().optional(),
  rttFrom: z.enum(["measured", "estimated"]).optional(),
  /** Other ways that were looked at, and why not. */
  notChosen: z.array(z.strictObject({ way: z.string(), because: z.string() })),
});
export type PlannedWay = z.infer<typeof PlannedWay>;

/** A rule of policy that a plan or a request breaks: which, why, and what would keep it. */
export const PolicyViolation = z.strictObject({
  intentId: IntentId,
  /** `<tag>.<rule>`, e.g. `pci-dss.encryption-in-transit`. */
  rule: z.string(),
  reason: z.string(),
  alternatives: z.array(z.strictObject({ id: z.string(), label: z.string() })),
  /** True if a change of the request alone mends it, e.g. to ask for encryption. */
  isFixable: z.boolean(),
});
export type PolicyViolation = z.infer<typeof PolicyViolation>;

/** A design for one or many intents together: what will be made, what that changes, costs, risks, and how it is undone. */
export const ConnectPlan = z.strictObject({
  intentIds: z.array(IntentId).min(1),
  madeAtMs: z.number(),
  /** Hash of all that was observed and matters to it: another world, another plan. */
  worldHash: z.string(),
  ways: z.array(PlannedWay),
  steps: z.array(ProvisionStep),
  routes: z.array(RouteEffect),
  reach: z.array(ReachEffect),
  security: z.array(SecurityEffect),
  /** USD a month: what is charged always and what by volume; a part that is not known is absent, and named in `unknown`. */
  cost: z.strictObject({
    fixedMonthlyUsd: z.number().nonnegative().optional(),
    transferMonthlyUsd: z.number().nonnegative().optional(),
    totalMonthlyUsd: z.number().nonnegative().optional(),
    /** Volume from which a dedicated circuit would be cheaper. */
    breakEvenGb: z.number().nonnegative().optional(),
    unknown: z.array(z.string()),
    /** List prices among the lines that no vendor and no dated third party bears out: each with its source and date. */
    unverified: z.array(z.string()).min(1).optional(),
    lines: z.array(z.strictObject({ what: z.string(), monthlyUsd: z.number().nonnegative() })),
  }),
  /** Clouds' typical time along the longest chain of steps. */
  expectedDurationMs: z.number().nonnegative(),
  risk: z.strictObject({ tier: z.enum(["auto", "one-approver", "two-approvers"]), reasons: z.array(z.string()) }),
  /** Intents whose connection nobody can measure from its source, for no prover stands there; absent = all can be. */
  unprovenIntentIds: z.array(IntentId).min(1).optional(),
  /** Intents that could not be designed, and why. */
  issues: z.array(z.strictObject({ intentId: IntentId, issue: IntentIssue })),
  violations: z.array(PolicyViolation),
  /** Circuits that people must order: Markdown, beside an interim way. */
  orders: z.array(z.strictObject({ title: z.string(), markdown: z.string() })),
  /** What undo does, one sentence a step, in its order. */
  undo: z.array(z.string()),
  /** SHA-256 over all but `madeAtMs`, `hash`, and what is measured anew by the minute (round trips, why other ways were not chosen); canonical JSON; what an approval signs. */
  hash: z.string(),
});
export type ConnectPlan = z.infer<typeof ConnectPlan>;
