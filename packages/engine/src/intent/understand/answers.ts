import type { IntentIssue, IntentRequirements, IntentSlotName } from "@skylane/core";
import { readRequirements, type SaidRequirements } from "./requirements/index.ts";
import { cleanText } from "./text/clean-text.ts";
import { tokensOf } from "./text/tokens.ts";

/** Slots whose answer is a requirement or the port. */
export type MeasureSlot = Exclude<IntentSlotName, "source" | "destination" | "direction" | "region">;

type Values = Partial<IntentRequirements> & { readonly port?: number };
interface Form {
  readonly rule: string;
  readonly example: string;
  /** Put before an answer that is a bare number, or after it, so that it reads as a requirement. */
  readonly asSaid: (answer: string) => string;
  readonly pick: (said: SaidRequirements) => Values | undefined;
  /** Answers in one word. */
  readonly words?: Readonly<Record<string, Values>>;
}

const bare =
  (after: string) =>
  (answer: string): string =>
    /^\d+([.,]\d+)?$/.test(answer) ? `${answer} ${after}` : answer;
const has =
  <K extends keyof IntentRequirements>(key: K) =>
  ({ requirements }: SaidRequirements): Values | undefined =>
    requirements[key] === undefined ? undefined : { [key]: requirements[key] };

/** Every slot with a measure: how an answer is read, and one that would pass. */
export const ANSWER_FORMS: Readonly<Record<MeasureSlot, Form>> = {
  port: {
    rule: "must be a TCP port from 1 to 65535",
    example: "1433",
    asSaid: (answer) => `port ${answer}`,
    pick: ({ port }) => (port === undefined ? undefined : { port }),
  },
  latency: {
    rule: "must be milliseconds of a round trip, or none",
    example: "20 ms",
    asSaid: bare("ms"),
    pick: has("maxRttMs"),
    words: { none: {} },
  },
  volume: {
    rule: "must be a volume a month, or none",
    example: "500 GB a month",
    asSaid: bare("GB a month"),
    pick: has("monthlyGb"),
    words: { none: {} },
  },
  bandwidth: {
    rule: "must be a bandwidth, or none",
    example: "200 Mbps",
    asSaid: bare("Mbps"),
    pick: has("bandwidthMbps"),
    words: { none: {} },
  },
  compliance: {
    rule: "must be some of pci-dss, hipaa, gdpr, soc2, or none",
    example: "pci-dss",
    asSaid: (answer) => answer,
    pick: ({ requirements: { compliance } }) => (compliance.length === 0 ? undefined : { compliance }),
    words: { none: {} },
  },
  encryption: {
    rule: "must be required or not-needed",
    example: "required",
    asSaid: (answer) => answer,
    pick: has("encryption"),
    words: { required: { encryption: "required" }, "not-needed": { encryption: "not-needed" } },
  },
  exposure: {
    rule: "must be forbidden or allowed",
    example: "forbidden",
    asSaid: (answer) => answer,
    pick: has("isPublicForbidden"),
    words: { forbidden: { isPublicForbidden: true }, allowed: { isPublicForbidden: false } },
  },
  priority: {
    rule: "must be low, normal, high, cost or latency",
    example: "normal",
    asSaid: (answer) => `priority ${answer}`,
    pick: has("priority"),
    words: { cost: { optimiseFor: "cost" }, latency: { optimiseFor: "latency" } },
  },
  deadline: {
    rule: "must be a day from today on, or none",
    example: "2026-12-31",
    asSaid: (answer) => `by ${answer}`,
    pick: has("neededBy"),
    words: { none: {} },
  },
};

/** What an answer says, or why it says nothing. */
export function readAnswer(slot: MeasureSlot, answer: string, nowIso: string): Values | IntentIssue {
  const form = ANSWER_FORMS[slot];
  const text = cleanText(answer);
  const word = text.toLowerCase();
  if (form.words && Object.hasOwn(form.words, word)) return form.words[word] ?? {};
  const said = readRequirements(tokensOf(form.asSaid(text)), nowIso, () => false);
  const values = said.doubts.length === 0 ? form.pick(said) : undefined;
  return (
    values ?? {
      field: `answers.${slot}`,
      rule: form.rule,
      message: `The answer about ${slot} cannot be read: it ${form.rule}.`,
      example: form.example,
    }
  );
}

/** Choices of a slot whose answers are few. */
export const choicesOf = (slot: MeasureSlot): readonly { readonly id: string; readonly label: string }[] =>
  CHOICES[slot] ?? [];

const CHOICES: Readonly<Partial<Record<MeasureSlot, readonly { readonly id: string; readonly label: string }[]>>> = {
  encryption: [
    { id: "required", label: "encrypted on every link" },
    { id: "not-needed", label: "the data needs no encryption" },
  ],
  exposure: [
    { id: "forbidden", label: "never over the public internet, not even in a tunnel" },
    { id: "allowed", label: "the public internet may be crossed" },
  ],
  compliance: [
    { id: "pci-dss", label: "PCI-DSS" },
    { id: "hipaa", label: "HIPAA" },
    { id: "gdpr", label: "GDPR" },
    { id: "soc2", label: "SOC 2" },
    { id: "none", label: "none of them" },
  ],
  priority: [
    { id: "low", label: "low" },
    { id: "normal", label: "normal" },
    { id: "high", label: "high" },
    { id: "cost", label: "the cheaper way is the better" },
    { id: "latency", label: "the faster way is the better" },
  ],
};
