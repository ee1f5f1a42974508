import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { before, read } from "../../_shared/routes/markers.ts";
import { command, pin, quote, scriptOf } from "../../_shared/routes/shell.ts";
import { resourceName, terraformDocument } from "../../_shared/routes/terraform.ts";

export interface RuleTarget {
  readonly regionId: string;
  readonly tableId: string;
  readonly attachmentId: string;
  readonly otherIds: readonly string[];
  readonly prefixes: readonly string[];
}

/** O4: a static rule for each prefix in a route table of a DRG. */
export function staticRule(intent: RouteIntent, target: RuleTarget): RouteConfig {
  const { regionId, tableId, attachmentId, prefixes } = target;
  const scripts = prefixes.map((prefix) => pinPrefix(shortName(intent.id), prefix, target));
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "drg-route-rule",
    summary: `In the DRG route table ${tableId} send ${prefixes.join(", ")} to ${attachmentId} (${forPeople(intent.links[0]?.connectionId ?? "")}) by static rules.`,
    terraform: terraformDocument({
      provider: "oci",
      settings: { region: regionId },
      resources: {
        oci_core_drg_route_table_route_rule: Object.fromEntries(
          prefixes.map((prefix) => [
            resourceName(prefix),
            {
              drg_route_table_id: tableId,
              destination: prefix,
              destination_type: "CIDR_BLOCK",
              next_hop_drg_attachment_id: attachmentId,
            },
          ]),
        ),
      },
    }),
    scripts: [scriptOf("oci", scripts)],
    calls: prefixes.map((prefix) => callOf(prefix, target)),
    notes: [
      "A static rule comes before what is imported for the same prefix; a longer prefix still wins.",
      "It stays when its target is dead. Give it a lease, and let a watchdog take it away.",
      "Only the way from Oracle. Change the other side's preference in the same window.",
    ],
  };
}

function callOf(prefix: string, { tableId, attachmentId }: RuleTarget): RouteCall {
  const list = {
    operation: "oci-core:listDrgRouteRules",
    input: { drgRouteTableId: tableId, routeType: "STATIC" },
  };
  const rule = { destination: prefix, destinationType: "CIDR_BLOCK" };
  const id = read({ ...list, path: "items[0].id", find: { destination: prefix } });
  return {
    operation: "oci-core:addDrgRouteRules",
    input: {
      drgRouteTableId: tableId,
      addDrgRouteRulesDetails: { routeRules: [{ ...rule, nextHopDrgAttachmentId: attachmentId }] },
      $ifPresent: "oci-core:updateDrgRouteRules",
    },
    readBack: {
      ...list,
      expect: `one static rule for ${prefix} to ${attachmentId}, isBlackhole false, isConflict false`,
    },
    undo: {
      operation: "oci-core:removeDrgRouteRules",
      input: {
        drgRouteTableId: tableId,
        removeDrgRouteRulesDetails: { routeRuleIds: [id] },
        $ifBefore: {
          operation: "oci-core:updateDrgRouteRules",
          input: {
            drgRouteTableId: tableId,
            updateDrgRouteRulesDetails: {
              routeRules: [
                {
                  id,
                  ...rule,
                  nextHopDrgAttachmentId: before(`items[?destination==${prefix}].nextHopDrgAttachmentId`),
                },
              ],
            },
          },
        },
      },
    },
  };
}

function pinPrefix(name: string, prefix: string, { regionId, tableId, attachmentId, otherIds }: RuleTarget) {
  const table = { region: regionId, "drg-route-table-id": tableId };
  const list = (field: string) =>
    command("oci network drg-route-rule list", {
      ...table,
      "route-type": "STATIC",
      query: `data[?destination=='${prefix}'] | [0].${field}`,
      "raw-output": true,
    });
  const rule = (id: string) => ({ destination: prefix, destinationType: "CIDR_BLOCK", nextHopDrgAttachmentId: id });
  const replace = (id: string) =>
    `rule=$(${list("id")}); ${command("oci network drg-route-rule update", table)} --route-rules "[{\\"id\\":\\"$rule\\",\\"nextHopDrgAttachmentId\\":\\""${quote(id)}"\\"}]"`;
  return pin({
    file: `skylane-${name}-${resourceName(prefix)}.before`,
    read: list('"next-hop-drg-attachment-id"'),
    wanted: attachmentId,
    known: otherIds,
    create: command("oci network drg-route-rule add", {
      ...table,
      "route-rules": JSON.stringify([rule(attachmentId)]),
    }),
    replace,
    remove: `rule=$(${list("id")}); ${command("oci network drg-route-rule remove", table)} --route-rule-ids "[\\"$rule\\"]" --force`,
  });
}
