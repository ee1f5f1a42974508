export { peopleError, peopleErrors } from "./errors.ts";
export { exceptionVerdict } from "./exception-verdict.ts";
export type { Cedar } from "./rights/cedar.ts";
export { checkRights } from "./rights/check-rights.ts";
export { makeJudge, type RightsConfig } from "./rights/make-judge.ts";
export { signedBy } from "./signed-by.ts";
export { allow, allowMove, allowRun, isRefusedBy } from "./use-cases/allow.ts";
export { showMe } from "./use-cases/show-me.ts";
export { whyNot } from "./why-not.ts";
