import { passes, type Row, rowFunctions } from "./check-functions.ts";
import { errata, meant } from "./errata.ts";
import { type Check, isCheck, type RequirementsModel, type Rule } from "./model.ts";

/** What became of a rule. */
export interface Verdict {
  readonly ruleId: string;
  readonly keyword: Rule["ValidationCriteria"]["Keyword"];
  readonly says: string;
  readonly outcome: "holds" | "fails" | "permits" | "not-applicable" | "not-checkable";
  readonly why?: string;
  /** Rows that the condition was true of; 0 where it holds because nothing was to be checked. */
  readonly rowCount?: number;
  readonly failCount?: number;
  readonly example?: string;
}

/** Rows, and the columns they have. */
export interface Dataset {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Runs every rule of the model over rows. A rule holds under the conditions of those that it is a part of. */
export function interpret(
  model: RequirementsModel,
  data: Dataset,
  unsupported: ReadonlySet<string>,
): readonly Verdict[] {
  const rules = model.ModelRules;
  const parents = new Map<string, string>();
  for (const [id, rule] of Object.entries(rules))
    for (const part of partsOf(rule)) if (!parents.has(part)) parents.set(part, id);
  const above = (id: string): readonly Rule[] => {
    const found: Rule[] = [];
    const seen = new Set([id]);
    for (let at = parents.get(id); at !== undefined && !seen.has(at); at = parents.get(at)) {
      seen.add(at);
      const rule = rules[at];
      // a part of a rule with a broken condition is judged by its own
      if (rule && errata[at] === undefined) found.push(rule);
    }
    return found;
  };
  const leaves = new Map<string, Verdict>();
  for (const [id, rule] of Object.entries(rules)) {
    if (partsOf(rule).length > 0) continue;
    leaves.set(id, { ...named(id, rule), ...judged(id, rule, above(id), data, unsupported) });
  }
  const composite = (id: string, seen: ReadonlySet<string>): Verdict => {
    const leaf = leaves.get(id);
    if (leaf) return leaf;
    const rule = rules[id];
    if (!rule || seen.has(id)) throw new Error(`rule ${id} is not in the model, or a part of itself`);
    const parts = partsOf(rule).map((part) => composite(part, new Set([...seen, id])));
    return { ...named(id, rule), ...judgedByParts(parts) };
  };
  return Object.keys(rules).map((id) => composite(id, new Set()));
}

type Judgement = Omit<Verdict, "ruleId" | "keyword" | "says">;

const named = (ruleId: string, { ValidationCriteria: { Keyword, MustSatisfy } }: Rule) => ({
  ruleId,
  keyword: Keyword,
  says: MustSatisfy,
});

function partsOf({ ValidationCriteria: { Requirement } }: Rule): readonly string[] {
  const walk = (check: Check): readonly string[] =>
    check.CheckFunction === "CheckModelRule" ? [check.ModelRuleId ?? ""] : (check.Items ?? []).flatMap(walk);
  return isCheck(Requirement) ? walk(Requirement) : [];
}

function judged(
  id: string,
  rule: Rule,
  above: readonly Rule[],
  data: Dataset,
  unsupported: ReadonlySet<string>,
): Judgement {
  const { Requirement, Keyword } = rule.ValidationCriteria;
  const lacking = [rule, ...above].flatMap((one) => one.ApplicabilityCriteria).find((one) => unsupported.has(one));
  if (lacking) return { outcome: "not-applicable", why: lacking };
  const column = rule.EntityType === "Column" ? rule.Reference : undefined;
  if (column !== undefined && !data.columns.includes(column))
    return { outcome: "not-applicable", why: "the column is not there" };
  const words = meant[id];
  if (words)
    return counted(
      data.rows.flatMap((row) => {
        const is = words(row);
        return is === undefined ? [] : [{ row, is }];
      }),
      column,
    );
  if (errata[id] !== undefined) return { outcome: "not-checkable", why: `the model: ${errata[id]}` };
  if (!isCheck(Requirement)) return { outcome: "not-checkable", why: "needs what is not in the data" };
  if (Keyword === "MAY") return { outcome: "permits" };
  if (Requirement.CheckFunction === "ColumnPresent") {
    const isThere = data.columns.includes(Requirement.ColumnName ?? "");
    return { outcome: isThere ? "holds" : "fails", rowCount: 1, failCount: isThere ? 0 : 1 };
  }
  const conditions = [rule, ...above].map((one) => one.ValidationCriteria.Condition).filter(isCheck);
  const rows = data.rows.filter((row) => conditions.every((condition) => passes(condition, row)));
  if (Requirement.CheckFunction === "CheckDistinctCount") return distinct(Requirement, rows);
  if (!rowFunctions.has(Requirement.CheckFunction))
    throw new Error(`the model has a function ${Requirement.CheckFunction} that the interpreter does not know`);
  return counted(
    rows.map((row) => ({ row, is: passes(Requirement, row) })),
    column,
  );
}

function counted(all: readonly { readonly row: Row; readonly is: boolean }[], column: string | undefined): Judgement {
  const failing = all.filter(({ is }) => !is);
  return {
    outcome: failing.length === 0 ? "holds" : "fails",
    rowCount: all.length,
    failCount: failing.length,
    ...(failing[0] && column !== undefined && { example: String(failing[0].row[column] ?? null).slice(0, 80) }),
  };
}

function distinct({ ColumnAName = "", ColumnBName = "", ExpectedCount }: Check, rows: readonly Row[]): Judgement {
  const groups = Map.groupBy(
    rows.filter((row) => (row[ColumnAName] ?? null) !== null),
    (row) => row[ColumnAName] ?? "",
  );
  const failing = [...groups].filter(
    ([, of]) => new Set(of.map((row) => row[ColumnBName] ?? null)).size !== ExpectedCount,
  );
  return {
    outcome: failing.length === 0 ? "holds" : "fails",
    rowCount: groups.size,
    failCount: failing.length,
    ...(failing[0] && { example: failing[0][0].slice(0, 80) }),
  };
}

function judgedByParts(parts: readonly Verdict[]): Judgement {
  const failing = parts.filter(({ outcome, keyword }) => outcome === "fails" && /^MUST/.test(keyword));
  if (failing.length > 0) return { outcome: "fails", why: failing.map(({ ruleId }) => ruleId).join(", ") };
  if (parts.some(({ outcome }) => outcome === "holds" || outcome === "fails")) return { outcome: "holds" };
  if (parts.every(({ outcome }) => outcome === "not-applicable"))
    return { outcome: "not-applicable", why: "none of its parts is" };
  return parts.some(({ outcome }) => outcome === "not-checkable")
    ? { outcome: "not-checkable", why: "none of its parts is" }
    : { outcome: "permits" };
}

/** How many rules there are of each outcome, which of those that can be checked fail, and why others cannot be. */
export function summary(verdicts: readonly Verdict[]) {
  const of = (outcome: Verdict["outcome"]) => verdicts.filter((one) => one.outcome === outcome);
  const failing = of("fails");
  const isMust = ({ keyword }: Verdict): boolean => /^MUST/.test(keyword);
  return {
    rules: verdicts.length,
    checked: of("holds").length + failing.length,
    hold: of("holds").length,
    holdForWantOfRows: of("holds").filter(({ rowCount }) => rowCount === 0).length,
    fail: failing.length,
    permit: of("permits").length,
    notApplicable: of("not-applicable").length,
    notCheckable: Object.fromEntries(
      [...Map.groupBy(of("not-checkable"), ({ why }) => why ?? "")].map(([why, all]) => [why, all.length]),
    ),
    mustFailing: failing.filter(isMust).map(told),
    shouldFailing: failing.filter((one) => !isMust(one)).map(told),
  };
}

const told = ({ ruleId, says, rowCount, failCount, example, why }: Verdict) => ({
  ruleId,
  says,
  ...(rowCount !== undefined && { rowCount, failCount }),
  ...(example !== undefined && { example }),
  ...(why !== undefined && { why }),
});
