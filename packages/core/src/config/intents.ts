import * as z from "zod";
import { PersonName } from "../model/person.ts";
import { Duration } from "../units/duration.ts";

/** `<cloud>:<region>`; a `*` at the end stands for the rest. */
const PlacePattern = z
  .string()
  .regex(/^[a-z]+:[\w-]*\*?$/, "must be <cloud>:<region>, e.g. aws:eu-* or azure:westeurope");

/** Where data of a class may be. */
const DataClass = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be lower-case letters, digits or -, e.g. customer-data"),
  /** Places its services and the gateways on its way may stand in. */
  allowedPlaces: z.array(PlacePattern).min(1).max(200),
});

/** A rule of policy that need not be kept, by whom, why and until when. */
export const PolicyException = z
  .strictObject({
    /** As violations name it, e.g. `gdpr.residency`; never a group of rules. */
    rule: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "must be a rule such as gdpr.residency"),
    /** What it holds for: the two services by key, or `*` for any. */
    scope: z.strictObject({ source: z.string().min(1).max(600), destination: z.string().min(1).max(600) }),
    owner: PersonName,
    approver: PersonName,
    reason: z.string().min(10, "must say why, in ten characters or more").max(500),
    /** Last day it holds. */
    expiresOn: z.iso.date("must be a day such as 2027-03-31"),
  })
  .refine(({ owner, approver }) => owner.toLowerCase() !== approver.toLowerCase(), {
    path: ["approver"],
    error: "is the owner: an exception takes two people; name somebody else",
  })
  .refine(({ scope }) => scope.source !== "*" || scope.destination !== "*", {
    path: ["scope"],
    error: "must name the source or the destination: an exception for everything would be no rule",
  });
export type PolicyException = z.infer<typeof PolicyException>;

/** Up to where a plan may be made by that many people. What is not known counts as above. */
const Tier = z.strictObject({
  maxMonthlyUsd: z.number().nonnegative(),
  maxResourceCount: z.int().nonnegative(),
  /** Pairs of networks that reach each other afterwards and did not before. */
  maxNewReachCount: z.int().nonnegative(),
});

/** A Git repository that documents of connections are pushed to. The token is named, never written here. */
const Documents = z.strictObject({
  repository: z
    .url({ protocol: /^https$/, error: "must be an https:// address of a Git repository" })
    .max(500)
    .refine((url) => /^https:\/\/[^/?#@]+\/[^?#@\s]+$/.test(url), {
      error: "must hold no user, password, query or fragment; the token goes into the secret that tokenSecret names",
    }),
  /** As `git check-ref-format` would take it. */
  branch: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][\w-]*([./][\w-]+)*$/, "must be the name of a branch, such as main")
    .refine((name) => !/\.lock(\/|$)/.test(name), { error: "must not end in .lock" })
    .default("main"),
  folder: z
    .string()
    .max(200)
    .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, "must be a folder of the repository, such as docs/connections")
    .refine((path) => !path.toLowerCase().split("/").includes(".git"), { error: "must not be Git's own folder" })
    .default("connections"),
  tokenSecret: z.string().min(1).max(100),
});

/** How connections that are asked for are judged, approved and built. */
export const IntentSettings = z
  .strictObject({
    dataClasses: z.array(DataClass).max(200).default([]),
    /** Places where something may be connected; absent = wherever the estate is. */
    allowedPlaces: z.array(PlacePattern).min(1).max(500).optional(),
    // Asked for or not: a tunnel costs little more than none, and what crosses the internet in the clear can be read.
    isPlainInternetAllowed: z.boolean().default(false),
    /** Where personal data may be by the GDPR without a further basis: Regions in the EEA, and in countries found adequate. */
    gdprPlaces: z
      .array(PlacePattern)
      .min(1)
      .default([
        "aws:eu-*",
        "azure:westeurope",
        "azure:northeurope",
        "azure:germany*",
        "azure:france*",
        "azure:sweden*",
        "azure:switzerland*",
        "azure:norway*",
        "azure:italynorth",
        "azure:polandcentral",
        "azure:spaincentral",
        "azure:uk*",
        "gcp:europe-*",
        "oci:eu-*",
        "oci:uk-*",
      ]),
    tiers: z
      .strictObject({
        // Nothing is made without a person unless this is raised: what is there already and costs nothing may be used.
        auto: Tier.prefault({ maxMonthlyUsd: 0, maxResourceCount: 0, maxNewReachCount: 0 }),
        // One gateway with its tunnels costs about 500 USD a month and is about 25 objects.
        oneApprover: Tier.prefault({ maxMonthlyUsd: 1_000, maxResourceCount: 60, maxNewReachCount: 10 }),
      })
      .prefault({}),
    /** off = requests are read, judged and planned, and nothing is made; a deployment says it by `provisioning` of its stage. */
    building: z.enum(["on", "off"]).default("on"),
    /**
     * Networks that a function stands in which can prove new connections from there, by key; a deployment says them by `aws.provers`,
     * `azure.provers` and `gcp.provers` of its stage. Absent = one function proves them all, by a proxy that sends from any address.
     */
    provers: z
      .array(
        z.strictObject({
          networkKey: z.string().min(1).max(600),
          regionId: z.string().min(1).max(32),
          /** Where it stands in its network, by native id: what lets in these lets it in. */
          subnetIds: z.array(z.string().min(1).max(600)).min(1).max(20),
        }),
      )
      .max(100)
      .optional(),
    // A working day: later the estate that was shown is another.
    approvalExpiresMs: Duration.prefault("24 hours").refine((ms) => ms > 0, { error: "must be more than 0" }),
    /** Centres a connection may be charged to; absent = any. */
    costCentres: z.array(z.string().min(1).max(64)).min(1).max(1_000).optional(),
    /** Where documents of connections are pushed to; absent = they are in the store alone. */
    documents: Documents.optional(),
    exceptions: z.array(PolicyException).max(1_000).default([]),
  })
  .refine(
    ({ tiers: { auto, oneApprover } }) =>
      auto.maxMonthlyUsd <= oneApprover.maxMonthlyUsd &&
      auto.maxResourceCount <= oneApprover.maxResourceCount &&
      auto.maxNewReachCount <= oneApprover.maxNewReachCount,
    { path: ["tiers", "oneApprover"], error: "must reach at least as far as auto; raise it, or lower auto" },
  )
  .refine(({ dataClasses }) => new Set(dataClasses.map(({ id }) => id)).size === dataClasses.length, {
    path: ["dataClasses"],
    error: "names a class twice; one class is one entry",
  });
export type IntentSettings = z.infer<typeof IntentSettings>;
/** A function that measures from inside a network. */
export type ProverSettings = NonNullable<IntentSettings["provers"]>[number];

/** Adds an issue for each person of an exception who is not among the people; whether they may approve it is for the rights to say. */
export function checkExceptions(
  {
    people,
    intents,
  }: {
    readonly people: readonly { readonly id: string }[];
    readonly intents: IntentSettings;
  },
  context: z.RefinementCtx,
): void {
  const known = new Set(people.map(({ id }) => id.toLowerCase()));
  intents.exceptions.forEach((exception, i) => {
    for (const field of ["owner", "approver"] as const)
      if (!known.has(exception[field].toLowerCase()))
        context.addIssue({
          code: "custom",
          path: ["intents", "exceptions", i, field],
          message: `"${exception[field]}" is not among the people; name one of them`,
        });
  });
}
