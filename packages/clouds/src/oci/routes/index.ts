import type { RouteIntent } from "@skylane/core";
import type { RouteDecision } from "../../_shared/routes/decide.ts";
import { knobsOf, refuse } from "../../_shared/routes/decide.ts";
import { fit, fitPrefixes, regionForm } from "../../_shared/routes/fit.ts";
import { drainCircuits } from "./drain-circuit.ts";
import type { IntentLink } from "./ids.ts";
import { attachmentOf, circuitOf, gateway, isFastConnect, isStaticTarget, routeTable } from "./ids.ts";
import { importStatements } from "./import-statements.ts";
import { staticRule } from "./static-rule.ts";

/** How Oracle Cloud is told to prefer a link (clouds.md 6.3). */
export const ociRoutes = knobsOf((intent) => {
  if (intent.gatewayKind !== "drg")
    return refuse(
      "no-knob",
      "In Oracle Cloud the dynamic routing gateway decides between links; this kind of place has no setting for it.",
    );
  const [best, ...others] = intent.links;
  if (!best || others.length === 0) return refuse("already-so", "There is one link only: nothing is to be preferred.");
  fit(intent.gatewayId, "gatewayId", gateway);
  fit(intent.regionId, "regionId", regionForm);
  fitPrefixes(intent.prefixes);
  if (isFastConnect(best) && others.every(({ kind }) => kind === "vpn"))
    return refuse(
      "already-so",
      "Oracle lengthens the AS path on its VPNs, so FastConnect is preferred in both directions; only see to it that the VPN's prefixes are not more specific.",
    );
  return intent.direction === "outbound" ? fromGateway(intent, best, others) : toGateway(intent, others);
});

function fromGateway(intent: RouteIntent, best: IntentLink, others: readonly IntentLink[]): RouteDecision {
  if (intent.tableId === undefined)
    return refuse(
      "incomplete",
      "The DRG has route tables; the intent does not say in which one the preference shall stand (tableId).",
    );
  const tableId = fit(intent.tableId, "tableId", routeTable);
  const bestId = attachmentOf(best);
  const otherIds = others.flatMap((link) => attachmentOf(link) ?? []);
  if (bestId !== undefined && otherIds.includes(bestId))
    return refuse("no-knob", "Two links share one DRG attachment: the table cannot tell them apart.");
  if (bestId !== undefined && isStaticTarget(best))
    return {
      config: staticRule(intent, {
        regionId: intent.regionId,
        tableId,
        attachmentId: bestId,
        otherIds,
        prefixes: fitPrefixes(intent.prefixes),
      }),
    };
  if (bestId !== undefined && otherIds.length === others.length)
    return { config: importStatements(intent, { regionId: intent.regionId, tableId, bestId, otherIds }) };
  return (
    drainOf(intent, others) ??
    refuse(
      "incomplete",
      "The DRG attachments of the links (ocid1.drgattachment.…) are not known: discover again with permission to read DRG attachments.",
    )
  );
}

const toGateway = (intent: RouteIntent, others: readonly IntentLink[]): RouteDecision =>
  drainOf(intent, others) ??
  refuse(
    "other-end",
    "Oracle announces the same over these links; the other end chooses, by the local preference of its router or an import policy.",
  );

/** Where all that shall not be used are circuits, they can be drained. */
function drainOf(intent: RouteIntent, others: readonly IntentLink[]): RouteDecision | undefined {
  const circuits = others.flatMap((link) => (isFastConnect(link) ? (circuitOf(link) ?? []) : []));
  return circuits.length === others.length ? { config: drainCircuits(intent, intent.regionId, circuits) } : undefined;
}
