import type { RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople } from "../../_shared/routes/fit.ts";
import { read } from "../../_shared/routes/markers.ts";
import { command, script } from "../../_shared/routes/shell.ts";

/** O1: takes the traffic off circuits that are not the best, without closing their BGP. */
export function drainCircuits(intent: RouteIntent, regionId: string, circuitIds: readonly string[]): RouteConfig {
  const update = (virtualCircuitId: string, trafficMode: "DRAIN" | "NORMAL") => ({
    operation: "oci-core:updateVirtualCircuit",
    input: {
      virtualCircuitId,
      updateVirtualCircuitDetails: { trafficMode },
      ifMatch: read({ operation: "oci-core:getVirtualCircuit", input: { virtualCircuitId }, path: "etag" }),
    },
  });
  const run = (id: string, mode: "DRAIN" | "NORMAL") => [
    `etag=$(${command("oci network virtual-circuit get", { region: regionId, "virtual-circuit-id": id, query: "etag", "raw-output": true })})`,
    `${command("oci network virtual-circuit update", { region: regionId, "virtual-circuit-id": id, "traffic-mode": mode })} --if-match "$etag" --force`,
  ];
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "virtual-circuit-drain",
    summary: `Drain ${circuitIds.join(", ")}, so that the traffic goes over ${forPeople(intent.links[0]?.connectionId ?? "")}.`,
    scripts: [
      {
        dialect: "oci",
        apply: script(...circuitIds.flatMap((id) => run(id, "DRAIN"))),
        undo: script(...circuitIds.toReversed().flatMap((id) => run(id, "NORMAL"))),
      },
    ],
    calls: circuitIds.map((id) => ({
      ...update(id, "DRAIN"),
      readBack: {
        operation: "oci-core:getVirtualCircuit",
        input: { virtualCircuitId: id },
        expect: "trafficMode DRAIN; the bytes of its DRG attachment go to none",
      },
      undo: update(id, "NORMAL"),
    })),
    notes: [
      "It holds for everything on these circuits, not only for these prefixes.",
      "How long a drain takes, which circuits can be drained, and whether it also turns what is sent towards Oracle, is not documented: try it on one first.",
      "A drained circuit is no backup until its mode is NORMAL again: only under a lease, with a watchdog.",
      "Terraform's resource of a virtual circuit has no traffic mode.",
    ],
  };
}
