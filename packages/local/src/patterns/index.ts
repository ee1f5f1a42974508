export type { CompiledPattern } from "./compile-pattern.ts";
export { compilePattern } from "./compile-pattern.ts";
export { InvalidPatternError } from "./invalid-pattern-error.ts";
export { matchesPattern } from "./match-pattern.ts";
