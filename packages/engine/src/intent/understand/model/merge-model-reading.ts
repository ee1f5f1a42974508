import type { IntentRequirements, IntentSlotName, IntentSlots, ServiceMention } from "@skylane/core";
import { readAs, type SlotsReading } from "../read-slots.ts";
import { supportFor } from "./support.ts";

const SLOT_OF: Readonly<Record<Exclude<keyof IntentRequirements, "compliance">, IntentSlotName>> = {
  maxRttMs: "latency",
  encryption: "encryption",
  isPublicForbidden: "exposure",
  endpoint: "exposure",
  dataClass: "compliance",
  monthlyGb: "volume",
  bandwidthMbps: "bandwidth",
  priority: "priority",
  optimiseFor: "priority",
  neededBy: "deadline",
};
const AGAIN = "The request can be read in two ways here: say it once more, in the form of the example.";

/** What two readings make together. */
interface ModelMerge {
  readonly reading: SlotsReading;
  readonly isModelUsed: boolean;
  /** Ends that the text names for the model and the parser has read otherwise: offered where it is asked, never taken. */
  readonly differing: Partial<Record<"source" | "destination", ServiceMention>>;
}

/**
 * The parser's reading with what a model adds. A value of the model is taken only where the parser has none, has no doubt about
 * it, and the text says it literally; where the two differ about what the text says, it is asked. Who opens the connections is
 * no literal value, so two ends that only the model has found are asked about too.
 */
export function mergeModelReading(parser: SlotsReading, model: IntentSlots, text: string): ModelMerge {
  const supports = supportFor(text);
  const doubts = [...parser.doubts];
  const isDoubted = (slot: IntentSlotName): boolean => doubts.some((doubt) => doubt.slot === slot);
  const ask = (slot: IntentSlotName): void => void (isDoubted(slot) || doubts.push({ slot, prompt: AGAIN }));
  const { source, destination } = parser.slots;
  const taken: Partial<Record<"source" | "destination", ServiceMention>> = {};
  const differing: typeof taken = {};
  const isReversed = isSame(model.source, destination) && isSame(model.destination, source);
  for (const end of ["source", "destination"] as const) {
    const [said, read] = [parser.slots[end], model[end]];
    if (!read || !supports.mention(read)) continue;
    if (!said) taken[end] = read;
    else if (!isReversed && !isSame(said, read) && !said.name.toLowerCase().includes(read.name.toLowerCase())) {
      ask(end);
      differing[end] = read;
    }
  }
  const added: Record<string, unknown> = {};
  for (const [field, slot] of Object.entries(SLOT_OF) as [keyof typeof SLOT_OF, IntentSlotName][]) {
    const [said, read] = [parser.slots.requirements[field], model.requirements[field]];
    if (read === undefined || isDoubted(slot) || !supports.requirement(field, read)) continue;
    if (said === undefined) added[field] = read;
    else if (said !== read) ask(slot);
  }
  if (
    model.requirements.compliance.some(
      (tag) => !parser.slots.requirements.compliance.includes(tag) && supports.compliance(tag),
    )
  )
    ask("compliance");
  const port =
    parser.slots.port ??
    (model.port !== undefined && !isDoubted("port") && supports.number(model.port) ? model.port : undefined);
  if (
    model.port !== undefined &&
    parser.slots.port !== undefined &&
    model.port !== parser.slots.port &&
    supports.number(model.port)
  )
    ask("port");
  const slots: IntentSlots = {
    ...parser.slots,
    ...taken,
    ...(port !== undefined && { port }),
    requirements: { ...parser.slots.requirements, ...added },
  };
  const isDirectionOfModel = taken.source !== undefined && taken.destination !== undefined;
  return {
    reading: {
      ...parser,
      slots,
      doubts,
      direction: isReversed || isDirectionOfModel ? "open" : parser.direction,
      readAs: readAs(slots),
      isRequest: parser.isRequest || slots.source !== undefined || slots.destination !== undefined,
    },
    isModelUsed: Object.keys(taken).length + Object.keys(added).length > 0 || port !== parser.slots.port,
    differing,
  };
}

const isSame = (a: ServiceMention | undefined, b: ServiceMention | undefined): boolean =>
  a !== undefined && b !== undefined && a.name.toLowerCase() === b.name.toLowerCase();
