/**
 * A statement with the permissions that these operations need, for them only: `DRG_DETACH` alone would also let a caller
 * detach VCNs.
 * @see https://docs.oracle.com/iaas/Content/Identity/Reference/corepolicyreference.htm (read 2026-11)
 */
const statement = (permissions: readonly string[], operations: readonly string[]): string =>
  `Allow group SkylaneSteer to {${permissions.join(", ")}} in compartment <compartment> where any {${operations
    .map((operation) => `request.operation = '${operation}'`)
    .join(", ")}}`;

/** What each actuator may do and nothing else, by its id: a statement for the compartment of the DRG or of the circuits. */
export const ociSteerPolicies: Readonly<Record<string, string>> = {
  "oci.circuit-traffic-mode": statement(
    // Oracle asks for both of the DRG's in every update of a circuit, whatever it changes
    ["VIRTUAL_CIRCUIT_READ", "VIRTUAL_CIRCUIT_UPDATE", "DRG_ATTACH", "DRG_DETACH"],
    ["GetVirtualCircuit", "UpdateVirtualCircuit"],
  ),
  "oci.import-statements": statement(
    [
      "DRG_ATTACHMENT_READ",
      "DRG_ROUTE_TABLE_READ",
      "DRG_ROUTE_RULE_READ",
      "DRG_ROUTE_DISTRIBUTION_STATEMENT_READ",
      "DRG_ROUTE_DISTRIBUTION_STATEMENT_UPDATE",
    ],
    [
      "GetDrgAttachment",
      "GetDrgRouteTable",
      "ListDrgRouteRules",
      "ListDrgRouteDistributionStatements",
      "AddDrgRouteDistributionStatements",
      "RemoveDrgRouteDistributionStatements",
    ],
  ),
  "oci.drg-route": statement(
    ["DRG_ATTACHMENT_READ", "DRG_ROUTE_RULE_READ", "DRG_ROUTE_RULE_UPDATE"],
    ["GetDrgAttachment", "ListDrgRouteRules", "AddDrgRouteRules", "UpdateDrgRouteRules", "RemoveDrgRouteRules"],
  ),
};
