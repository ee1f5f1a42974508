import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople } from "../../_shared/routes/fit.ts";
import { before, read } from "../../_shared/routes/markers.ts";
import { command, quote, script } from "../../_shared/routes/shell.ts";
import { terraformDocument } from "../../_shared/routes/terraform.ts";

export interface ImportTarget {
  readonly regionId: string;
  readonly tableId: string;
  readonly bestId: string;
  /** Attachments that are no longer imported from. */
  readonly otherIds: readonly string[];
}

/** O3: a route table of a DRG imports from the best attachment only. Presence decides; the order of statements does not rank. */
export function importStatements(intent: RouteIntent, target: ImportTarget): RouteConfig {
  const { regionId, tableId, bestId, otherIds } = target;
  const steps = otherIds.map((id) => stepOf(target, id));
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "drg-route-distribution",
    summary: `Let the DRG route table ${tableId} no longer import from ${otherIds.join(", ")}, so that ${intent.prefixes.length} prefixes go over ${forPeople(intent.links[0]?.connectionId ?? "")}.`,
    terraform: terraformDocument({
      provider: "oci",
      settings: { region: regionId },
      variables: {
        import_distribution_id: { description: `Import route distribution of ${tableId}` },
        statement_priority: {
          description: "Priority of the statement, not used by another one of the distribution: 0 to 65535",
        },
      },
      resources: {
        oci_core_drg_route_distribution_statement: {
          best: {
            drg_route_distribution_id: `\${var.import_distribution_id}`,
            action: "ACCEPT",
            priority: `\${var.statement_priority}`,
            match_criteria: { match_type: "DRG_ATTACHMENT_ID", drg_attachment_id: bestId },
          },
        },
      },
    }),
    scripts: [
      {
        dialect: "oci",
        apply: script(distributionOf(target), ...steps.flatMap(({ apply }) => apply)),
        undo: script(distributionOf(target), ...steps.toReversed().flatMap(({ undo }) => undo)),
      },
    ],
    calls: otherIds.map((id) => callOf(target, id)),
    notes: [
      `What is not imported is no backup in this table: if the best link dies, nothing takes over until the statements are back. Only under a lease, with a watchdog that adds them again.`,
      "It holds for all prefixes of these attachments in this table.",
      "Statements get new ids when they are added again. A distribution that accepts by type of attachment or all must first be written as one statement for each attachment.",
      "Terraform adds the statement of the best attachment; the others' must be taken out of the document that owns them.",
    ],
  };
}

const distribution = ({ tableId }: ImportTarget) =>
  read({
    operation: "oci-core:getDrgRouteTable",
    input: { drgRouteTableId: tableId },
    path: "drgRouteTable.importDrgRouteDistributionId",
  });

function callOf(target: ImportTarget, id: string): RouteCall {
  const drgRouteDistributionId = distribution(target);
  const matchCriteria = [{ matchType: "DRG_ATTACHMENT_ID", drgAttachmentId: id }];
  const list = { operation: "oci-core:listDrgRouteDistributionStatements", input: { drgRouteDistributionId } };
  return {
    operation: "oci-core:removeDrgRouteDistributionStatements",
    input: {
      drgRouteDistributionId,
      removeDrgRouteDistributionStatementsDetails: {
        statementIds: [read({ ...list, path: "items[0].id", find: { matchCriteria } })],
      },
    },
    readBack: { ...list, expect: `no statement that names ${id}` },
    undo: {
      operation: "oci-core:addDrgRouteDistributionStatements",
      input: {
        drgRouteDistributionId,
        addDrgRouteDistributionStatementsDetails: {
          statements: [{ action: "ACCEPT", priority: before("items[0].priority"), matchCriteria }],
        },
      },
    },
  };
}

const distributionOf = ({ regionId, tableId }: ImportTarget): string =>
  `distribution=$(${command("oci network drg-route-table get", {
    region: regionId,
    "drg-route-table-id": tableId,
    query: 'data."import-drg-route-distribution-id"',
    "raw-output": true,
  })})`;

function stepOf({ regionId }: ImportTarget, id: string) {
  const file = quote(`skylane-import-${id.slice(-24)}.before`);
  const statement = (field: string) =>
    `$(${command("oci network drg-route-distribution-statement list", {
      region: regionId,
      query: `data[?"match-criteria"[?"drg-attachment-id"=='${id}']] | [0].${field}`,
      "raw-output": true,
    })} --route-distribution-id "$distribution")`;
  const change = (verb: string, rest: string) =>
    `${command(`oci network drg-route-distribution-statement ${verb}`, { region: regionId })} --route-distribution-id "$distribution" ${rest}`;
  const added = `"[{\\"action\\":\\"ACCEPT\\",\\"priority\\":$priority,\\"matchCriteria\\":[{\\"matchType\\":\\"DRG_ATTACHMENT_ID\\",\\"drgAttachmentId\\":\\""${quote(id)}"\\"}]}]"`;
  return {
    apply: [
      `statement=${statement("id")}`,
      `priority=${statement("priority")}`,
      'if [ -n "$statement" ] && [ "$statement" != null ]; then',
      `printf '%s\\n' "$priority" > ${file}`,
      change("remove", '--statement-ids "[\\"$statement\\"]" --force'),
      "fi",
    ],
    undo: [
      `if [ -f ${file} ]; then`,
      `priority=$(cat ${file})`,
      `case "$priority" in ''|*[!0-9]*) printf '%s\\n' "the priority before is not a number" >&2; exit 1 ;; esac`,
      change("add", `--statements ${added}`),
      `rm -f ${file}`,
      "fi",
    ],
  };
}
