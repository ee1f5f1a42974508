export { type ChatCommand, COMMANDS, parseCommand } from "./parse-command.ts";
export { carryOutOrder } from "./use-cases/carry-out-order.ts";
export { offerServices, type ServiceChoice } from "./use-cases/choose-services.ts";
export { receiveOrder } from "./use-cases/receive-order.ts";
export { wordHelp } from "./word-help.ts";
export { wordRun } from "./word-intents.ts";
export type { ChatAnswer } from "./word-status.ts";
