import { cloudErrors } from "@skylane/clouds";
import { coreErrors, type ErrorRow } from "@skylane/core";
import { costErrors, failoverErrors, intentErrors, pathsErrors, peopleErrors, queryErrors } from "@skylane/engine";

const tables: Readonly<Record<string, Readonly<Record<string, ErrorRow>>>> = {
  core: coreErrors,
  "engine/cost": costErrors,
  "engine/failover": failoverErrors,
  "engine/intent": intentErrors,
  "engine/paths": pathsErrors,
  "engine/people": peopleErrors,
  "engine/query": queryErrors,
  clouds: cloudErrors,
};

/** docs/errors.md: each code, who can act on it, and when it happens. */
export const errorsPage = (): string =>
  `# Errors

Generated from the error tables by \`npm run gen\`. An error's \`name\` is its code, so a workflow's \`ErrorEquals\` matches it.
The kind decides the HTTP status and whether it is tried again: only \`unavailable\` is.

| kind | HTTP | tried again |
| --- | --- | --- |
| invalid | 400 | no |
| denied | 403 | no |
| not-found | 404 | no |
| conflict | 409 | no |
| unavailable | 503 | yes |
| internal | 500 | no |

${Object.entries(tables)
  .map(([domain, table]) => `## ${domain}\n\n| code | kind | when |\n| --- | --- | --- |\n${rows(table)}\n`)
  .join("\n")}`;

const rows = (table: Readonly<Record<string, ErrorRow>>): string =>
  Object.entries(table)
    .map(([code, { kind, when }]) => `| \`${code}\` | ${kind} | ${when} |`)
    .join("\n");
