import type { ComplianceTag, Intent, IntentId, IntentSettings, PlannedWay, PolicyViolation } from "@skylane/core";

/** What the rules look at: a request, and the way it would take once there is one. */
export interface JudgedIntent {
  readonly id: IntentId;
  readonly intent: Intent;
  readonly costCentre?: string | undefined;
  readonly way?: PlannedWay | undefined;
  /** Places on the way, both services included, as `<cloud>:<region>`. */
  readonly places: readonly string[];
  readonly settings: IntentSettings;
}

/** A broken rule, before it is known whose. */
export type Breach = Omit<PolicyViolation, "intentId">;

/** One rule of policy; empty = it is kept. */
export type PolicyRule = (judged: JudgedIntent) => readonly Breach[];

/** The request asks for the tag. */
export const bears = ({ intent }: JudgedIntent, tag: ComplianceTag): boolean =>
  intent.requirements.compliance.includes(tag);

/** What a request can change by itself, and how it is called. */
export const ASK_FOR_ENCRYPTION = { id: "ask-encryption", label: "Ask for encryption on the way" } as const;
export const FORBID_PUBLIC = { id: "forbid-public", label: "Rule out the public internet" } as const;
/** The same destination without the public endpoint: by a private one, as where nobody says anything. */
export const PRIVATE_ENDPOINT = {
  id: "private-endpoint",
  label: "A private endpoint instead of the public one",
} as const;

/** True if a place is among patterns, where `*` at the end stands for the rest. */
export const isAmong = (place: string, patterns: readonly string[]): boolean =>
  patterns.some((one) => (one.endsWith("*") ? place.startsWith(one.slice(0, -1)) : place === one));

/** Encryption on the way, as several standards ask for it: the request must not waive it, and the way must keep it on public ground. */
export function encryptionInTransit(tag: ComplianceTag, why: string): PolicyRule {
  return (judged) => {
    if (!bears(judged, tag)) return [];
    const rule = `${tag}.encryption-in-transit`;
    if (judged.intent.requirements.encryption === "not-needed")
      return [
        {
          rule,
          reason: `The request says that no encryption is needed; ${why}.`,
          alternatives: [ASK_FOR_ENCRYPTION],
          isFixable: true,
        },
      ];
    const { way } = judged;
    return way?.isPublic && !way.isEncrypted
      ? [
          {
            rule,
            reason: `The way crosses the public internet in the clear; ${why}.`,
            alternatives: [ASK_FOR_ENCRYPTION, FORBID_PUBLIC],
            isFixable: true,
          },
        ]
      : [];
  };
}

/** What bears the tag is not asked over a public endpoint: its firewall knows addresses that many share, and anybody may knock. */
export function noPublicEndpoint(tag: ComplianceTag, why: string): PolicyRule {
  return (judged) =>
    bears(judged, tag) && judged.intent.requirements.endpoint === "public"
      ? [
          {
            rule: `${tag}.public-exposure`,
            reason: `The request wants the public endpoint of its destination; ${why}.`,
            alternatives: [PRIVATE_ENDPOINT],
            isFixable: true,
          },
        ]
      : [];
}
