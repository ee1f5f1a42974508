export { queryErrors } from "./errors.ts";
export { QueryWording, queryPrompt } from "./query-prompt.ts";
export { ask } from "./use-cases/ask.ts";
export { showRequest } from "./use-cases/show-request.ts";
