export type { ClaudeNarratorOptions } from "./claude-narrator.ts";
export { claudeNarrator } from "./claude-narrator.ts";
export { narratorFrom } from "./narrator-from.ts";
export { narratorOfEnvironment } from "./narrator-of-environment.ts";
export { memorySpendStore, tableSpendStore } from "./spend-stores.ts";
