import { costCheck } from "../../infra/workflows/cost-check.ts";
import { drill } from "../../infra/workflows/drill.ts";
import { failback } from "../../infra/workflows/failback.ts";
import { failover } from "../../infra/workflows/failover.ts";
import { provision } from "../../infra/workflows/provision.ts";

/** The state machines as ASL, by file. */
export const workflowFiles = (): Readonly<Record<string, string>> => ({
  "packages/engine/workflows/cost-check.asl.json": `${JSON.stringify(costCheck(), null, 2)}\n`,
  "packages/engine/workflows/drill.asl.json": `${JSON.stringify(drill(), null, 2)}\n`,
  "packages/engine/workflows/failover.asl.json": `${JSON.stringify(failover(), null, 2)}\n`,
  "packages/engine/workflows/failback.asl.json": `${JSON.stringify(failback(), null, 2)}\n`,
  "packages/engine/workflows/provision.asl.json": `${JSON.stringify(provision(), null, 2)}\n`,
});
