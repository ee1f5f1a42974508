import { Approval, ApprovalList } from "@skylane/core";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { unknownName } from "../cli-error.ts";
import { print, span, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

interface VerdictOptions extends TargetOptions {
  readonly reason: string;
}

/** `skylane approvals list|approve|reject`: moves that reach far and wait for a second person. */
export const addApprovals = (program: Command): void => {
  const approvals = program.command("approvals").description("moves that wait for an approver");
  withTarget(approvals.command("list").description("what waits, and what became of the last ones")).action(
    async (options: TargetOptions) => {
      const list = await apiClient(options).get("/v1/approvals", ApprovalList);
      print(options.json === true, list, () => describe(list));
    },
  );
  for (const [verdict, description] of [
    ["approve", "let a move go, as it was shown"],
    ["reject", "refuse a move, or withdraw an order of one's own"],
  ] as const)
    withTarget(approvals.command(verdict).description(description).argument("<approval>"))
      .option("--reason <text>", "why", "no reason given")
      .action(async (wanted: string, { reason, ...options }: VerdictOptions) => {
        const api = apiClient(options);
        const { approvals: known } = await api.get("/v1/approvals", ApprovalList);
        const asked = known.find(({ id }) => id === wanted);
        if (!asked)
          throw unknownName(
            "approval",
            wanted,
            known.map(({ id }) => id),
          );
        const decided = await api.send(
          "POST",
          `/v1/approvals/${encodeURIComponent(asked.id)}/${verdict}`,
          { planHash: asked.planHash, reason },
          Approval,
        );
        print(options.json === true, decided, () =>
          decided.status === "approved"
            ? `Move of ${decided.groupId} to ${decided.toPathId} started: ${decided.moveIncidentId}. Follow it with "skylane failover history".`
            : `${decided.id} is rejected: nothing was touched.`,
        );
      });
};

function describe({ atMs, approvals }: ApprovalList): string {
  if (approvals.length === 0) return "No move waits for an approver.";
  return table(
    ["approval", "move", "status", "touches", "why"],
    approvals.map((approval) => [
      approval.id,
      `${approval.groupId}: ${approval.fromPathId} → ${approval.toPathId}`,
      statusOf(approval, atMs),
      `${approval.radius.flowCount} flows, ${approval.radius.criticalFlowCount} critical`,
      approval.status === "pending" ? approval.reason : `${approval.decidedBy}: ${approval.note}`,
    ]),
  );
}

function statusOf({ status, expiresAtMs }: Approval, atMs: number): string {
  if (status !== "pending") return status;
  return atMs < expiresAtMs ? `waits, ${span(expiresAtMs - atMs)} left` : "ran out of time";
}
