import type { Realism } from "../realism.ts";

const RULES = ["DRG_ROUTE_RULE_UPDATE"];
const STATEMENTS = ["DRG_ROUTE_DISTRIBUTION_STATEMENT_UPDATE"];

/**
 * Permissions that a call needs, all of them, by its method and the kinds of its path. Calls that are not here need none.
 * @see https://docs.oracle.com/iaas/Content/Identity/Reference/corepolicyreference.htm (read 2026-11)
 */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "POST metrics/*/summarizeMetricsData": ["METRIC_READ"],
  "GET virtualCircuits/*": ["VIRTUAL_CIRCUIT_READ"],
  "PUT virtualCircuits/*": ["VIRTUAL_CIRCUIT_UPDATE", "DRG_ATTACH", "DRG_DETACH"],
  "GET drgAttachments/*": ["DRG_ATTACHMENT_READ"],
  "GET drgRouteTables/*": ["DRG_ROUTE_TABLE_READ"],
  "GET drgRouteTables/*/drgRouteRules": ["DRG_ROUTE_RULE_READ"],
  "POST drgRouteTables/*/actions/addDrgRouteRules": RULES,
  "POST drgRouteTables/*/actions/updateDrgRouteRules": RULES,
  "POST drgRouteTables/*/actions/removeDrgRouteRules": RULES,
  "GET drgRouteDistributions/*": ["DRG_ROUTE_DISTRIBUTION_READ"],
  "GET drgRouteDistributions/*/drgRouteDistributionStatements": ["DRG_ROUTE_DISTRIBUTION_STATEMENT_READ"],
  "POST drgRouteDistributions/*/actions/addDrgRouteDistributionStatements": STATEMENTS,
  "POST drgRouteDistributions/*/actions/removeDrgRouteDistributionStatements": STATEMENTS,
};

/** True where the caller lacks a permission that the call needs. */
export function isDenied(method: string, [collection = "", id, ...more]: readonly string[], realism: Realism): boolean {
  const call = `${method} ${[collection, ...(id === undefined ? [] : ["*"]), ...more].join("/")}`;
  return (NEEDED[call] ?? []).some((permission) => realism.deniedActions.includes(`oci:${permission}`));
}
