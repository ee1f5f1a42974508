export { applyFixes } from "./apply-fixes.ts";
export { judgeApproval, neededSignatures } from "./judge-approval.ts";
export { judgeIntent } from "./judge-intent.ts";
