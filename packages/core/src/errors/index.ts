export { coreError, coreErrors } from "./errors.ts";
export { explainIssues } from "./explain-issues.ts";
export type { ErrorDetails, ErrorKind, ErrorRow } from "./skylane-error.ts";
export { errorsOf, hasCode, SkylaneError } from "./skylane-error.ts";
