import { COMMANDS } from "./parse-command.ts";
import type { ChatAnswer } from "./word-status.ts";

/** What there is to order, and why it is said now. */
export const wordHelp = (because = "What /skylane understands"): ChatAnswer => ({
  title: because,
  lines: [...COMMANDS],
});
