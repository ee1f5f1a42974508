import type * as cedar from "@cedar-policy/cedar-wasm/web";

/** What is used of Cedar's own evaluator; whoever loads it hands it in. */
export type Cedar = Pick<
  typeof cedar,
  | "checkParsePolicySet"
  | "policySetTextToParts"
  | "policyToJson"
  | "preparsePolicySet"
  | "statefulIsAuthorized"
  | "validate"
>;
