import * as z from "zod";

/** What somebody may do; each may also do what those before may. */
export const Role = z.enum(["viewer", "operator", "approver", "admin"]);
export type Role = z.infer<typeof Role>;

/** What is asked leave for, wherever the order comes from. */
export const Action = z.enum([
  "look",
  "order-failover",
  "order-failback",
  "drain-path",
  "run-drill",
  "override-path",
  "set-kill-switch",
  "decide-approval",
  "ask-intent",
  "decide-intent",
  "undo-intent",
  "override-policy",
  "judge-cost",
]);
export type Action = z.infer<typeof Action>;

/** OIDC Core §2: a subject is at most 255 ASCII characters; printable, so that it can be shown. */
export const PersonName = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, "must be an e-mail address or the subject of a token: 1-255 printable characters");

/** Somebody who may order something. */
export const Person = z.strictObject({
  /** As the token says it: `sub`, or `email` where the token says that it is verified. */
  id: PersonName,
  /** The same person in Slack. */
  slackUserId: z
    .string()
    .regex(/^[UW][A-Z0-9]{2,30}$/, "must be a Slack user id such as U024BE7LH")
    .optional(),
  role: Role,
});
export type Person = z.infer<typeof Person>;

/** Who stands behind a request, proven by a token or a signature before anybody reads this. */
export interface Caller {
  readonly via: "api" | "slack";
  /** Names of the one caller, the first to be shown: e-mail and subject, or the Slack user id. */
  readonly names: readonly [string, ...string[]];
}

/** The caller behind every request that the gateway of one's own machine lets in; no identity provider gives such an address. */
export const LOCAL_OPERATOR_ID = "operator@localhost";
