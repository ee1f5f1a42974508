import type * as z from "zod";

/** One line per broken rule: the field's path, then the rule. Shape: `groups[0].paths[1].probe.port: must be …`. */
export function explainIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${fieldName(issue.path)}: ${issue.message}`).join("\n");
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return name === "" ? "(top level)" : name.replace(/^\./, "");
}
