export { intentPrompt } from "./model/intent-prompt.ts";
export { mergeModelReading } from "./model/merge-model-reading.ts";
export { readSlots, type SlotsReading } from "./read-slots.ts";
export { type Resolution, resolveMention } from "./resolve/resolve-mention.ts";
export { serviceInWords } from "./resolve/service-words.ts";
export { takeRequest } from "./take-request.ts";
export { isReadInPart, type UnderstandContext, understand } from "./understand.ts";
