import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { canonicalJson, functions, workflows as manifest, names } from "@skylane/core";
import type { StateMachineFacts } from "../aws/aws-reads.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

const FOLDER = resolve(import.meta.dirname, "../../../../engine/workflows");
const DEPLOY = "npx sst deploy --stage <stage>";

/** What differs between a state machine and the steps it should take: `asl` as it is shipped, with placeholders for ARNs. */
export function judgeWorkflow(name: string, asl: string, found: StateMachineFacts | undefined): readonly Verdict[] {
  if (!found) return [failed(`state machine ${name} is missing: no ${name.split("-").at(-1)} can be done`, DEPLOY)];
  return [
    ...(found.status === "ACTIVE" ? [] : [failed(`state machine ${name} is ${found.status}`, DEPLOY)]),
    ...(stepsOf(found.definition) === stepsOf(asl)
      ? []
      : [warning(`state machine ${name} takes other steps than this version`, DEPLOY)]),
  ];
}

/** The definition with every function named alike, whether by ARN or by placeholder. */
function stepsOf(definition: string): string {
  const placeholderOf = new Map(Object.keys(functions).map((name) => [name, `\${${pascal(name)}Arn}`]));
  const text = definition.replaceAll(
    /arn:[\w-]+:lambda:[\w-]+:\d+:function:([\w-]+?)(:[\w$-]+)?(?=")/g,
    (arn, name: string) => placeholderOf.get(name.replace(`${names.bus}-`, "")) ?? arn,
  );
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}

const pascal = (name: string): string =>
  name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

export const workflows: Check = {
  id: "workflows",
  timeLimitMs: QUICK_MS,
  async look({ aws }) {
    const found = await aws.stateMachines(`${names.bus}-`);
    const judged = manifest.flatMap((workflow) => {
      const asl = readFileSync(join(FOLDER, `${workflow}.asl.json`), "utf8");
      const name = `${names.bus}-${workflow}`;
      return judgeWorkflow(
        name,
        asl,
        found.find((one) => one.name === name),
      );
    });
    return unlessNone(judged, manifest.join(", "));
  },
};
