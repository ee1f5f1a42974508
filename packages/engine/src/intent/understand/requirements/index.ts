import type { ComplianceTag, IntentRequirements, IntentSlotName } from "@skylane/core";
import { IntentRequirements as Requirements } from "@skylane/core";
import type { Token } from "../text/tokens.ts";
import { bandwidth } from "./bandwidth.ts";
import { compliance } from "./compliance.ts";
import { dataClass } from "./data-class.ts";
import { deadline } from "./deadline.ts";
import { encryption } from "./encryption.ts";
import { endpoint } from "./endpoint.ts";
import { exposure } from "./exposure.ts";
import { latency } from "./latency.ts";
import { port } from "./port.ts";
import { preference, vagueWords } from "./preference.ts";
import { priority } from "./priority.ts";
import type { Doubt, Said, SaidField } from "./said.ts";
import { volume } from "./volume.ts";

export type { Doubt } from "./said.ts";

/** What is said beside the two services. */
export interface SaidRequirements {
  readonly requirements: IntentRequirements;
  readonly port?: number;
  readonly doubts: readonly Doubt[];
  /** Indices of the tokens that said it. */
  readonly used: ReadonlySet<number>;
}

const FINDERS = [
  latency,
  volume,
  bandwidth,
  compliance,
  encryption,
  exposure,
  endpoint,
  priority,
  deadline,
  preference,
  port,
  dataClass,
] as const;
const OUT_OF_RANGE = "How much is meant? The number that was said is too small or too large to be.";
const TWICE: Readonly<Partial<Record<SaidField, string>>> = {
  maxRttMs: "Which round trip is the most that will do, in milliseconds? The request says two.",
  monthlyGb: "How much is it in a month? The request says two volumes.",
  bandwidthMbps: "Which bandwidth is needed? The request says two.",
  encryption: "Must it be encrypted on the way? The request says both.",
  isPublicForbidden: "May packets cross the public internet? The request says both.",
  priority: "How urgent is it: low, normal or high? The request says two.",
  optimiseFor: "What matters more: cost or latency? The request says both.",
  neededBy: "By which day is it needed? The request says two.",
  dataClass: "Which class of data is it? The request says two.",
  port: "Which TCP port is asked for? The request says two.",
};

/** Reads every requirement from the tokens. Two values for one of them are a doubt, and then neither is taken. */
export function readRequirements(
  tokens: readonly Token[],
  nowIso: string,
  isName: (token: Token) => boolean,
): SaidRequirements {
  const found = FINDERS.flatMap((finder) => finder(tokens, nowIso)).filter(
    ({ from, to }) => !tokens.slice(from, to).some((token) => token.kind === "word" && isName(token)),
  );
  const used = new Set(found.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
  const left = leftUnits(tokens, used);
  const values = new Map<SaidField, Set<Said["value"]>>();
  for (const { field, value } of found) if (field) values.set(field, (values.get(field) ?? new Set()).add(value));
  const doubts: Doubt[] = found.flatMap(({ slot, doubt }) => (doubt === undefined ? [] : [{ slot, prompt: doubt }]));
  const slotOf = (field: SaidField): IntentSlotName => found.find((said) => said.field === field)?.slot ?? "priority";
  const single: Record<string, unknown> = {};
  for (const [field, set] of values) {
    if (field === "compliance") continue;
    if (set.size > 1) doubts.push({ slot: slotOf(field), prompt: TWICE[field] ?? "Which one? The request says two." });
    else if (!doubts.some(({ slot }) => slot === slotOf(field))) single[field] = [...set][0];
  }
  const { port: saidPort, ...rest } = single as { readonly port?: number };
  const tags = [...(values.get("compliance") ?? [])].sort() as ComplianceTag[];
  const requirements = withinLimits({ ...rest, compliance: tags }, (field) =>
    doubts.push({ slot: slotOf(field), prompt: OUT_OF_RANGE }),
  );
  return {
    requirements,
    ...(saidPort !== undefined && { port: saidPort }),
    doubts: firstOfEach([...doubts, ...left, ...vague(tokens, requirements, doubts)]),
    used,
  };
}

const UNITS: readonly (readonly [RegExp, Doubt])[] = [
  [
    /^(ms|msec|milliseconds?)$/i,
    { slot: "latency", prompt: "Which round trip is the most that will do, in milliseconds? Say it in digits." },
  ],
  [
    /^([GT]i?B|gigabytes?|terabytes?)$/,
    { slot: "volume", prompt: "How much is it in a month? Say it in digits, such as 500 GB a month." },
  ],
  [
    /^([MG]bps|[MG]bit)$/i,
    { slot: "bandwidth", prompt: "Which bandwidth is needed? Say it in digits, such as 200 Mbps." },
  ],
];
/** Units whose number was not understood: `twenty ms`. What was said must not be lost in silence. */
const leftUnits = (tokens: readonly Token[], used: ReadonlySet<number>): readonly Doubt[] =>
  tokens.flatMap(({ text }, at) =>
    used.has(at) ? [] : UNITS.flatMap(([unit, doubt]) => (unit.test(text) ? [doubt] : [])),
  );

/** The requirements without those that are too small or too large to be meant. */
function withinLimits(said: Record<string, unknown>, doubt: (field: SaidField) => void): IntentRequirements {
  const parsed = Requirements.safeParse(said);
  if (parsed.success) return parsed.data;
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  for (const field of fields) doubt(field as SaidField);
  return Requirements.parse(Object.fromEntries(Object.entries(said).filter(([field]) => !fields.has(field))));
}

/** What is asked for in words without a measure, if nothing else says how fast or how safe. */
function vague(tokens: readonly Token[], said: IntentRequirements, doubts: readonly Doubt[]): readonly Doubt[] {
  const { isFast, isSecure } = vagueWords(tokens);
  const isSafe = said.encryption !== undefined || said.isPublicForbidden !== undefined || said.compliance.length > 0;
  const isAsked = (slot: IntentSlotName): boolean => doubts.some((doubt) => doubt.slot === slot);
  return [
    ...(isFast && said.maxRttMs === undefined && said.optimiseFor === undefined && !isAsked("priority")
      ? [
          {
            slot: "latency" as const,
            prompt: "How fast must it be? Say the most a round trip may take, in milliseconds.",
          },
        ]
      : []),
    ...(isSecure && !isSafe && !isAsked("exposure") && !isAsked("compliance")
      ? [{ slot: "encryption" as const, prompt: "What does secure mean here: must it be encrypted on the way?" }]
      : []),
  ];
}

const firstOfEach = (doubts: readonly Doubt[]): readonly Doubt[] =>
  doubts.filter(({ slot }, at) => doubts.findIndex((one) => one.slot === slot) === at);
