import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  arnPlaceholder,
  canonicalJson,
  type DeploymentNames,
  type FunctionName,
  functions,
  workflows as manifest,
} from "@skylane/core";
import type { StateMachineFacts } from "../aws/aws-reads.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

const FOLDER = resolve(import.meta.dirname, "../../../../engine/workflows");
const DEPLOY = "npx sst deploy --stage <stage>";

/** What differs between a state machine and the steps it should take: `asl` as it is shipped, with placeholders for ARNs. */
export function judgeWorkflow(
  name: string,
  asl: string,
  found: StateMachineFacts | undefined,
  names: Pick<DeploymentNames, "functionOf">,
): readonly Verdict[] {
  if (!found) return [failed(`state machine ${name} is missing: no ${name.split("-").at(-1)} can be done`, DEPLOY)];
  return [
    ...(found.status === "ACTIVE" ? [] : [failed(`state machine ${name} is ${found.status}`, DEPLOY)]),
    ...(stepsOf(found.definition, names) === stepsOf(asl, names)
      ? []
      : [warning(`state machine ${name} takes other steps than this version`, DEPLOY)]),
  ];
}

const ARN = /arn:[\w-]+:lambda:[\w-]+:\d+:function:([\w-]+?)(:[\w$-]+)?(?=")/g;

/** The definition with every function named alike, whether by ARN or by placeholder. */
function stepsOf(definition: string, names: Pick<DeploymentNames, "functionOf">): string {
  const shipped = Object.keys(functions) as FunctionName[];
  const placeholderOf = new Map(shipped.map((name) => [names.functionOf(name), `\${${arnPlaceholder(name)}}`]));
  const text = definition.replaceAll(ARN, (arn, name: string) => placeholderOf.get(name) ?? arn);
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}

export const workflows: Check = {
  id: "workflows",
  timeLimitMs: QUICK_MS,
  async look({ aws, settings: { names } }) {
    const found = await aws.stateMachines(`${names.bus}-`);
    const judged = manifest.flatMap((workflow) => {
      const asl = readFileSync(join(FOLDER, `${workflow}.asl.json`), "utf8");
      const name = names.workflowOf(workflow);
      return judgeWorkflow(
        name,
        asl,
        found.find((one) => one.name === name),
        names,
      );
    });
    return unlessNone(judged, manifest.join(", "));
  },
};
