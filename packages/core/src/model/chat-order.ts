import * as z from "zod";
import { ApprovalId } from "./approval.ts";
import { IntentId } from "./ids.ts";
import { IntentRequirements, IntentSlotName } from "./intent.ts";
import { PersonName } from "./person.ts";

/** Name of an order from a chat: made of its signature, so that the same request is the same order. */
export const ChatOrderId = z.string().regex(/^co-[0-9a-f]{32}$/, "must be the id of an order from a chat");

/** The first characters of a plan's hash, as buttons carry them. */
const ShownHash = z.string().regex(/^[0-9a-f]{12}$/, "must be 12 characters of a plan's hash");

/** A choice of a service in a form: what `serviceChoiceId` makes of its key, for keys are longer than an option may be. */
export const ServiceChoiceId = z.string().regex(/^[0-9a-f]{32}$/, "must be a choice of a service");

/** The form for a connection, filled in. */
export const ConnectionForm = z.strictObject({
  source: ServiceChoiceId,
  destination: ServiceChoiceId,
  port: z.int().min(1).max(65_535).optional(),
  requirements: IntentRequirements,
  owner: PersonName.optional(),
  costCentre: z.string().min(1).max(64).optional(),
});
export type ConnectionForm = z.infer<typeof ConnectionForm>;

/** What somebody orders in a chat. */
export const ChatRequest = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("command"), text: z.string().max(4_000) }),
  /** A button under a move that waits, and the plan that was shown beside it. */
  z.strictObject({
    kind: z.literal("move"),
    verdict: z.enum(["approve", "reject"]),
    approvalId: ApprovalId,
    planHash: ShownHash,
  }),
  /** A button under connections; `typedName` = what the person typed to confirm it. */
  z.strictObject({
    kind: z.literal("intent"),
    verb: z.enum(["approve", "reject", "undo"]),
    runId: IntentId,
    planHash: ShownHash,
    typedName: z.string().max(100).optional(),
  }),
  /** A choice under a question: which of them, as they were shown. */
  z.strictObject({
    kind: z.literal("pick"),
    runId: IntentId,
    slot: IntentSlotName,
    choiceIndex: z.int().nonnegative().max(99),
  }),
  /** An answer to a question in words. */
  z.strictObject({ kind: z.literal("say"), runId: IntentId, slot: IntentSlotName, answer: z.string().min(1).max(600) }),
  z.strictObject({ kind: z.literal("form"), form: ConnectionForm }),
]);
export type ChatRequest = z.infer<typeof ChatRequest>;

/** An order from Slack that was acknowledged, while it is carried out and until it is answered. */
export const ChatOrder = z.strictObject({
  id: ChatOrderId,
  /** Slack user id. */
  userId: z.string().max(64),
  request: ChatRequest,
  /** Address that takes the answer; goes once it was said. */
  replyUrl: z.url().max(1_000).optional(),
  askedAtMs: z.number(),
  /** The answer, ready to be sent; there once the order is carried out, until it was said. */
  message: z.record(z.string(), z.unknown()).optional(),
  /** There once the answer was taken. */
  answeredAtMs: z.number().optional(),
});
export type ChatOrder = z.infer<typeof ChatOrder>;
