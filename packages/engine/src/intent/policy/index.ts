export { applyFixes } from "./apply-fixes.ts";
export { judgeApproval } from "./judge-approval.ts";
export { judgeIntent } from "./judge-intent.ts";
