import { type IntentIssue, IntentRequest } from "@skylane/core";
import type * as z from "zod";

/** Examples that would pass, by the last part of the field's name. */
const EXAMPLES: Readonly<Record<string, string>> = {
  text: '"Connect AWS Lambda OrderProcessor in us-east-1 to Azure SQL orderdb in East US"',
  slots: '{"source": {"name": "OrderProcessor"}, "destination": {"name": "orderdb"}}',
  source: '{"cloud": "aws", "regionId": "us-east-1", "kind": "lambda", "name": "OrderProcessor"}',
  destination: '{"cloud": "azure", "regionId": "eastus", "kind": "azure-sql", "name": "orderdb"}',
  name: '"orderdb"',
  cloud: '"aws"',
  kind: '"lambda"',
  port: "1433",
  requirements: '{"maxRttMs": 20, "compliance": ["pci-dss"], "monthlyGb": 500}',
  maxRttMs: "20",
  compliance: '["pci-dss"]',
  encryption: '"required"',
  isPublicForbidden: "true",
  endpoint: '"public"',
  monthlyGb: "500",
  bandwidthMbps: "200",
  priority: '"normal"',
  optimiseFor: '"cost"',
  neededBy: '"2026-12-31"',
  answers: '{"direction": "forward"}',
  owner: '"shop@example.com"',
  costCentre: '"checkout"',
  idempotencyKey: '"a1b2c3d4"',
};
const WHOLE = '{"text": "Connect OrderProcessor to orderdb"}';

/** A request from outside, or every field that breaks a rule: which rule, and what would pass. Values are not repeated. */
export function takeRequest(
  body: unknown,
): { readonly request: IntentRequest } | { readonly issues: readonly IntentIssue[] } {
  const parsed = IntentRequest.safeParse(body);
  return parsed.success ? { request: parsed.data } : { issues: parsed.error.issues.slice(0, 50).map(issueOf) };
}

function issueOf({ path, message, code }: z.core.$ZodIssue): IntentIssue {
  const field = path.map(String).join(".").slice(0, 200) || "(body)";
  const known = path
    .toReversed()
    .map(String)
    .find((part) => Object.hasOwn(EXAMPLES, part));
  return { field, rule: code, message: message.slice(0, 500), example: (known && EXAMPLES[known]) || WHOLE };
}
