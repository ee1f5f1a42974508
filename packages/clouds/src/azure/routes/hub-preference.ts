import type { RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople } from "../../_shared/routes/fit.ts";
import { before, read } from "../../_shared/routes/markers.ts";
import { command, quote, script } from "../../_shared/routes/shell.ts";
import type { ArmId } from "./ids.ts";

export type HubPreference = "ExpressRoute" | "VpnGateway" | "ASPath";

/** Z5: what a virtual hub prefers for equal prefixes. It is a planned change: it holds for all that the hub connects. */
export function hubPreference(intent: RouteIntent, hub: ArmId, preference: HubPreference): RouteConfig {
  const names = { resourceGroupName: hub.group, virtualHubName: hub.name };
  const get = { operation: "azure-network:virtualHubs.get", input: names };
  const put = (hubRoutingPreference: unknown) => ({
    ...names,
    virtualHubParameters: read({ ...get, set: { hubRoutingPreference } }),
  });
  const operation = "azure-network:virtualHubs.createOrUpdate";
  const where = { subscription: hub.subscription, "resource-group": hub.group, name: hub.name };
  const readNow = command("az network vhub show", { ...where, query: "hubRoutingPreference", output: "tsv" });
  const update = command("az network vhub update", where);
  const file = quote(`skylane-hub-${hub.name}.before`);
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "hub-routing-preference",
    summary: `Let virtual hub ${hub.name} prefer ${preference} for equal prefixes, so that ${forPeople(intent.links[0]?.connectionId ?? "")} is used. Planned change, for the whole hub.`,
    scripts: [
      {
        dialect: "az",
        apply: script(
          `now=$(${readNow})`,
          `if [ "$now" != ${preference} ]; then printf '%s\\n' "$now" > ${file}; ${update} --hub-routing-preference ${preference}; fi`,
        ),
        undo: script(
          `if [ -f ${file} ]; then before=$(cat ${file})`,
          'case "$before" in ExpressRoute|VpnGateway|ASPath) : ;; *) before=ExpressRoute ;; esac',
          `${update} --hub-routing-preference "$before"; rm -f ${file}`,
          "fi",
        ),
      },
    ],
    calls: [
      {
        operation,
        input: put(preference),
        readBack: { ...get, expect: `hubRoutingPreference ${preference}, routingState Provisioned` },
        undo: { operation, input: put(before("hubRoutingPreference")) },
      },
    ],
    notes: [
      "Planned change only, with a person's approval: it holds for every prefix and every connection of the hub, not only for this one.",
      "A longer prefix and a static route of the hub come before it.",
      ...(preference === "ASPath"
        ? [
            "Links of one kind are told apart by the length of the AS path: let the routers at the worse links prepend, or put a route map of the hub on those connections that does.",
          ]
        : []),
      "Only the way from Azure. Pair it with the router at the other end.",
    ],
  };
}
