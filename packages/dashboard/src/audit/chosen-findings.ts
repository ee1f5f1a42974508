import type { Finding } from "@skylane/core";
import { severities } from "../explore/words.ts";
import type { AuditSearch } from "./route.tsx";

/** The findings that an address asks for, worst first, and among equals the dearest. */
export const chosenFindings = (
  findings: readonly Finding[],
  { severity, rule }: Pick<AuditSearch, "severity" | "rule">,
): readonly Finding[] =>
  findings
    .filter(
      (one) => (severity === undefined || severity.includes(one.severity)) && (rule === undefined || one.rule === rule),
    )
    .toSorted(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (b.monthlyUsd ?? 0) - (a.monthlyUsd ?? 0) ||
        a.id.localeCompare(b.id),
    );

/** How many there are of each, in the order given; those of which there are none are left out. */
export const counts = <Key>(keys: readonly Key[], findings: readonly Finding[], of: (finding: Finding) => Key) =>
  keys
    .map((key) => ({ key, count: findings.filter((finding) => of(finding) === key).length }))
    .filter(({ count }) => count > 0);
