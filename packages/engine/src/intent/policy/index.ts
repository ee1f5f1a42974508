export { applyFixes } from "./apply-fixes.ts";
export { judgeIntent } from "./judge-intent.ts";
