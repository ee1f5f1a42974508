import * as z from "zod";
import { CloudId } from "./network.ts";
import { PersonName } from "./person.ts";
import { SeenService, ServiceKind } from "./service.ts";

/** Rules a connection must keep because of the data on it. */
export const ComplianceTag = z.enum(["pci-dss", "hipaa", "gdpr", "soc2"]);
export type ComplianceTag = z.infer<typeof ComplianceTag>;

/** What is asked of a connection. What nobody said is absent; nothing is assumed. */
export const IntentRequirements = z.strictObject({
  /** Round trip from source to destination. */
  maxRttMs: z.number().positive().max(60_000).optional(),
  compliance: z.array(ComplianceTag).max(4).default([]),
  /** `required`: on every link of the way; `not-needed`: the owner says that the data needs none. */
  encryption: z.enum(["required", "not-needed"]).optional(),
  /** True: packets must not cross the public internet, not even in a tunnel. */
  isPublicForbidden: z.boolean().optional(),
  /** `public`: over the destination's public endpoint, by a rule of its firewall; absent = a private address, its own or a private endpoint's. */
  endpoint: z.literal("public").optional(),
  /** Class of the data, as `intents.dataClasses` of the configuration names them. */
  dataClass: z.string().max(64).optional(),
  monthlyGb: z.number().nonnegative().max(1e9).optional(),
  bandwidthMbps: z.number().positive().max(1e7).optional(),
  priority: z.enum(["low", "normal", "high"]).optional(),
  /** What the cheaper or the faster of two ways is chosen by. */
  optimiseFor: z.enum(["cost", "latency"]).optional(),
  /** Day it is needed by. */
  neededBy: z.iso.date().optional(),
});
export type IntentRequirements = z.infer<typeof IntentRequirements>;

/** A service as somebody names it, before it is looked up. */
export const ServiceMention = z.strictObject({
  cloud: CloudId.optional(),
  regionId: z.string().max(64).optional(),
  accountId: z.string().max(64).optional(),
  kind: ServiceKind.optional(),
  /** Name, ARN, resource id, host name or address: text from outside. */
  name: z.string().min(1).max(256),
});
export type ServiceMention = z.infer<typeof ServiceMention>;

/** What was said, in slots: what a parser, a model or a form makes of a request. Every slot may be missing. */
export const IntentSlots = z.strictObject({
  source: ServiceMention.optional(),
  destination: ServiceMention.optional(),
  /** Port at the destination; absent = the one it is usually asked at. */
  port: z.int().min(1).max(65_535).optional(),
  requirements: IntentRequirements.prefault({}),
});
export type IntentSlots = z.infer<typeof IntentSlots>;

/** What is asked about. */
export const IntentSlotName = z.enum([
  "source",
  "destination",
  "direction",
  "region",
  "port",
  "latency",
  "encryption",
  "exposure",
  "compliance",
  "volume",
  "bandwidth",
  "priority",
  "deadline",
]);
export type IntentSlotName = z.infer<typeof IntentSlotName>;

/** Something that must be said before it can be planned; asked only where two answers lead to two plans. */
export const IntentQuestion = z.strictObject({
  slot: IntentSlotName,
  /** One sentence. */
  prompt: z.string().max(500),
  /** Answers to choose from, each with what it means; empty = free text of the slot's form. */
  choices: z.array(z.strictObject({ id: z.string().max(600), label: z.string().max(300) })).max(50),
  /** An answer that would pass. */
  example: z.string().max(300),
});
export type IntentQuestion = z.infer<typeof IntentQuestion>;

/** Why a request cannot be taken as it is: field, rule, and an example that would pass. */
export const IntentIssue = z.strictObject({
  field: z.string().max(200),
  rule: z.string().max(200),
  message: z.string().max(500),
  example: z.string().max(300),
});
export type IntentIssue = z.infer<typeof IntentIssue>;

/** One connection that is wanted, with both services found. `source` opens connections to `destination`. */
export const Intent = z.strictObject({
  source: SeenService,
  destination: SeenService,
  port: z.int().min(1).max(65_535),
  requirements: IntentRequirements,
});
export type Intent = z.infer<typeof Intent>;

/** What became of a request: an intent; or what to ask; or why it is none. `readAs` says in sentences what was understood. */
export const Understanding = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("understood"),
    intent: Intent,
    readAs: z.array(z.string()),
    by: z.enum(["form", "parser", "model"]),
  }),
  z.strictObject({
    kind: z.literal("questions"),
    questions: z.array(IntentQuestion).min(1),
    slots: IntentSlots,
    readAs: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal("refused"), issues: z.array(IntentIssue).min(1) }),
]);
export type Understanding = z.infer<typeof Understanding>;

/** `POST /v1/intents`: words, or slots; answers to earlier questions by slot; the same key twice is one request. */
export const IntentRequest = z
  .strictObject({
    text: z.string().min(1).max(4_000).optional(),
    slots: IntentSlots.optional(),
    answers: z.partialRecord(IntentSlotName, z.string().max(600)).default({}),
    /** Who answers for the connection; absent = who asks. */
    owner: PersonName.optional(),
    costCentre: z.string().max(64).optional(),
    /** True: what breaks a rule of policy and can be mended by asking for more is mended, e.g. by encryption. */
    acceptFixes: z.boolean().default(false),
    idempotencyKey: z
      .string()
      .regex(/^[\w-]{8,64}$/, "must be 8-64 letters, digits, _ or -")
      .optional(),
  })
  .refine(({ text, slots }) => (text === undefined) !== (slots === undefined), {
    error:
      'needs either text or slots, e.g. {"text": "Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb"}',
  });
export type IntentRequest = z.infer<typeof IntentRequest>;
