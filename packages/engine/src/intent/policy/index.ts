export { applyFixes } from "./apply-fixes.ts";
export { judgeApproval, neededSignatures } from "./judge-approval.ts";
export { type Judging, judgeIntent } from "./judge-intent.ts";
