import type { PolicyJson, TypeAndId } from "@cedar-policy/cedar-wasm/web";
import * as z from "zod";

const Literal = z.strictObject({ type: z.string(), id: z.string() });

/** Every entity that a policy names. */
export function literalsIn(policy: PolicyJson): readonly TypeAndId[] {
  const found: TypeAndId[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const literal = Literal.safeParse(value);
    if (literal.success) found.push(literal.data);
    else for (const one of Object.values(value)) walk(one);
  };
  walk([policy.principal, policy.action, policy.resource, policy.conditions]);
  return found;
}
