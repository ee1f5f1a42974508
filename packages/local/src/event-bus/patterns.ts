import { AwsError } from "../edge/aws-service.ts";
import { type CompiledPattern, compilePattern, InvalidPatternError } from "../patterns/index.ts";

export { type CompiledPattern, matchesPattern } from "../patterns/index.ts";

/** A pattern ready for matching. @throws AwsError InvalidEventPatternException, in EventBridge's words where it starts */
export function compileEventPattern(pattern: string): CompiledPattern {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new AwsError("InvalidEventPatternException", error.message);
  }
}
