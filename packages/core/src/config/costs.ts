import * as z from "zod";
import { BillFormat } from "../model/cost/bill-format.ts";
import { Budget } from "../model/cost/budget.ts";
import { ChargeCategory, TransferKind, TransferPlace } from "../model/cost/charge.ts";
import { ScopeKind } from "../model/cost/scope.ts";
import { CloudId } from "../model/network.ts";

const ScopeId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be lower-case letters, digits or -, e.g. web-application");

/** Where a cloud lays down its bills, or is asked for them: a folder here, a prefix in object storage, a table, an account. No key stands here. */
const BillLocation = z
  .string()
  .max(2_048)
  .regex(
    /^(file:[^\s?#]+|s3:\/\/[a-z0-9.-]{3,63}(\/[^\s?#]*)?|https:\/\/[a-z0-9]{3,24}\.blob\.core\.windows\.net\/[^\s?#]+|gs:\/\/[a-z0-9._-]{3,222}(\/[^\s?#]*)?|oci:\/\/[\w-]+\/[\w.-]+(\/[^\t\r\n?#]*)?|bigquery:[a-z][a-z0-9-]{4,28}[a-z0-9]\.\w{1,1024}\.[\w-]{1,1024}|cost-explorer:\d{12})$/,
    "must be file:bills/aws, s3://bucket/prefix, https://account.blob.core.windows.net/container/prefix, gs://bucket/prefix, oci://namespace/bucket/prefix, bigquery:project.dataset.table or cost-explorer:<account>",
  );

/** What is asked for answers in a format of its own, and in no other. */
const FORMAT_OF_PLACE: Readonly<Record<string, BillFormat>> = {
  "cost-explorer": "cost-explorer",
  bigquery: "gcp-billing",
};

const BillSource = z
  .strictObject({
    id: ScopeId,
    cloud: CloudId.optional(),
    format: BillFormat,
    at: BillLocation,
  })
  .superRefine(({ at, format }, context) => {
    const place = at.split(":")[0] ?? "";
    const own = FORMAT_OF_PLACE[place];
    const isOwnOfAnother = own === undefined && format === "cost-explorer";
    if ((own !== undefined && own !== format) || isOwnOfAnother)
      context.addIssue({
        code: "custom",
        path: ["format"],
        message: isOwnOfAnother
          ? "cost-explorer is what the place cost-explorer:<account> answers; name the format of the files"
          : `must be ${own}, which is what ${place}: answers`,
      });
  });

/** Which charges are meant; every field that is named must hold. A `*` at the end of a text stands for the rest. */
const ChargeMatch = z
  .strictObject({
    cloud: CloudId.optional(),
    subAccountId: z.string().min(1).max(256).optional(),
    serviceName: z.string().min(1).max(256).optional(),
    serviceCategory: z.string().min(1).max(64).optional(),
    regionId: z.string().min(1).max(64).optional(),
    resourceId: z.string().min(1).max(2_048).optional(),
    category: ChargeCategory.optional(),
    tags: z.record(z.string().min(1).max(256), z.string().max(256)).optional(),
  })
  .refine((match) => Object.values(match).some((value) => value !== undefined), {
    error: "must name something, e.g. tags: { capability: web }",
  });
export type ChargeMatch = z.infer<typeof ChargeMatch>;

/** Whose charges these are: the first rule that matches counts, in the order of the file. */
const ScopeRule = z.strictObject({ kind: ScopeKind, id: ScopeId, match: z.array(ChargeMatch).min(1).max(100) });
export type ScopeRule = z.infer<typeof ScopeRule>;

/** A fee that several use, such as a port: split among the scopes of a kind by what each sent, by the peak of each, evenly, or by what each costs without it. */
const SharedCharge = z.strictObject({
  kind: ScopeKind,
  match: z.array(ChargeMatch).min(1).max(100),
  by: z.enum(["traffic", "peak", "evenly", "cost"]),
  /** Absent = all of that kind. */
  among: z.array(ScopeId).min(1).max(1_000).optional(),
});
export type SharedCharge = z.infer<typeof SharedCharge>;

/** Charges for data on its way to another cloud or data centre, where the bill does not say to which. */
const TransferRule = z.strictObject({
  match: z.array(ChargeMatch).min(1).max(100),
  kind: TransferKind.default("cross-cloud"),
  from: TransferPlace,
  to: TransferPlace,
});
export type TransferRule = z.infer<typeof TransferRule>;

/** What can be bought in advance and used or not: reserved instances, a savings plan, committed use. */
const CommitmentOffer = z.strictObject({
  id: ScopeId,
  /** Which use it covers. */
  match: z.array(ChargeMatch).min(1).max(100),
  /** Off the price on demand. */
  discountRatio: z.number().gt(0).lt(1),
  termMonths: z.int().positive().max(60),
});

/** What the bill cannot say and ways to pay less hang on. */
const Savings = z.strictObject({
  /** Work that may be interrupted at any moment. */
  faultTolerant: z.array(ChargeMatch).max(100).default([]),
  /** Machines that may be switched off while nobody works with them. */
  nonProduction: z.array(ChargeMatch).max(100).default([]),
  offers: z.array(CommitmentOffer).max(20).default([]),
  /** From the order of a port or circuit to traffic on it, as its provider says; absent = no date is given to order by. */
  portLeadDays: z.int().positive().max(730).optional(),
});

/** What is paid to clouds: where the bills lie, whose it is, what it may be. */
export const CostSettings = z
  .strictObject({
    /** Of sums and budgets; bills in another are kept apart unless `rates` says what one unit of it is worth. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be a currency of ISO 4217 such as USD")
      .default("USD"),
    rates: z.record(z.string().regex(/^[A-Z]{3}$/), z.number().positive()).default({}),
    bills: z.array(BillSource).max(200).default([]),
    scopes: z.array(ScopeRule).max(5_000).default([]),
    shared: z.array(SharedCharge).max(1_000).default([]),
    transfers: z.array(TransferRule).max(1_000).default([]),
    budgets: z.array(Budget).max(1_000).default([]),
    savings: Savings.prefault({}),
    anomalies: z
      .strictObject({
        /** What is less a day is not worth a person's time. */
        minUsdPerDay: z.number().nonnegative().default(25),
        /** Times the same hour yesterday. */
        sameHourFactor: z.number().gt(1).default(1.5),
      })
      .prefault({}),
  })
  .superRefine(({ bills, budgets, shared, scopes }, context) => {
    for (const [field, all] of Object.entries({ bills, budgets })) {
      const seen = new Set<string>();
      all.forEach(({ id }, i) => {
        if (seen.has(id))
          context.addIssue({
            code: "custom",
            path: [field, i, "id"],
            message: `"${id}" is used twice; one is one entry`,
          });
        seen.add(id);
      });
    }
    const known = new Set(scopes.map(({ kind, id }) => `${kind}/${id}`));
    shared.forEach(({ kind, among }, i) => {
      for (const id of among ?? [])
        if (!known.has(`${kind}/${id}`))
          context.addIssue({
            code: "custom",
            path: ["shared", i, "among"],
            message: `names ${kind} "${id}", which no scope declares; declare it or correct the name`,
          });
    });
  });
export type CostSettings = z.infer<typeof CostSettings>;
