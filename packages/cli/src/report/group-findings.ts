import type { Finding } from "@skylane/core";
import { count, ruleNames } from "./words.ts";

/** Findings of one severity and rule. */
export interface FindingGroup {
  readonly severity: Finding["severity"];
  readonly rule: Finding["rule"];
  /** `12 zombies: paid for, carry nothing` */
  readonly title: string;
  readonly findings: readonly Finding[];
  /** What they save or put at stake a month, USD, as far as it is known. */
  readonly monthlyUsd: number;
}

/** In the order of the findings given. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = Map.groupBy(findings, ({ severity, rule }) => `${severity} ${rule}`);
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const [one, several] = ruleNames[first.rule];
    return {
      severity: first.severity,
      rule: first.rule,
      title: `${count(members.length)} ${members.length === 1 ? one : several}`,
      findings: members,
      monthlyUsd: Math.round(members.reduce((total, { monthlyUsd }) => total + (monthlyUsd ?? 0), 0) * 100) / 100,
    };
  });
}
