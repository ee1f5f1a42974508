export { type Pressed, pressButton } from "./use-cases/press-button.ts";
export { type PickedAnswer, type PressedIntent, pickAnswer, pressIntent } from "./use-cases/press-intent.ts";
export { runCommand } from "./use-cases/run-command.ts";
export { wordRun } from "./word-intents.ts";
export type { ChatAnswer } from "./word-status.ts";
