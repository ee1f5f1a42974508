export { brokenRules } from "./broken-rules.ts";
