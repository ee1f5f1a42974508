import { type FunctionName, type FunctionSpec, functions as manifest } from "@skylane/core";
import type { FunctionFacts } from "../aws/aws-reads.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

const RUNTIME = "nodejs24.x";
const DEPLOY = "npx sst deploy --stage <stage>";
const MAX_NAMED = 5;

/** What differs between the functions that are there and those that are wanted; keys of both are names as deployed. */
export function judgeFunctions(
  wanted: ReadonlyMap<string, FunctionSpec>,
  found: readonly FunctionFacts[],
  reservedOf: ReadonlyMap<string, number | undefined>,
): readonly Verdict[] {
  const byName = new Map(found.map((one) => [one.name, one]));
  const missing = [...wanted.keys()].filter((name) => !byName.has(name));
  return [
    ...(missing.length > 0
      ? [failed(`${missing.length} of ${wanted.size} functions are missing: ${someOf(missing)}`, DEPLOY)]
      : []),
    ...[...wanted].flatMap(([name, spec]) => {
      const one = byName.get(name);
      return one ? judgeFunction(name, spec, one, reservedOf.get(name)) : [];
    }),
  ];
}

function judgeFunction(name: string, spec: FunctionSpec, one: FunctionFacts, reserved: number | undefined): Verdict[] {
  const { timeoutSeconds, memoryMb, reservedConcurrency } = spec;
  return [
    ...(reserved === 0
      ? [
          failed(
            `${name} is switched off: its reserved concurrency is 0`,
            reservedConcurrency === undefined
              ? `aws lambda delete-function-concurrency --function-name ${name}`
              : `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${reservedConcurrency}`,
          ),
        ]
      : reservedConcurrency !== undefined && reserved !== reservedConcurrency
        ? [
            failed(
              `${name} may run ${reserved ?? "any number of"} times at once; it must be ${reservedConcurrency}`,
              `aws lambda put-function-concurrency --function-name ${name} --reserved-concurrent-executions ${reservedConcurrency}`,
            ),
          ]
        : []),
    ...(one.timeoutSeconds < timeoutSeconds || one.memoryMb < memoryMb
      ? [
          warning(
            `${name} has ${one.timeoutSeconds} s and ${one.memoryMb} MB; this version wants ${timeoutSeconds} s and ${memoryMb} MB`,
            DEPLOY,
          ),
        ]
      : []),
    ...(one.runtime === RUNTIME
      ? []
      : [warning(`${name} runs on ${one.runtime}; this version is for ${RUNTIME}`, DEPLOY)]),
  ];
}

const someOf = (list: readonly string[]): string =>
  `${list.slice(0, MAX_NAMED).join(", ")}${list.length > MAX_NAMED ? " …" : ""}`;

export const functions: Check = {
  id: "functions",
  timeLimitMs: QUICK_MS,
  async look({ aws, settings: { names } }) {
    const wanted = new Map(
      Object.entries<FunctionSpec>(manifest).map(([name, spec]) => [names.functionOf(name as FunctionName), spec]),
    );
    const found = await aws.functions(`${names.bus}-`);
    const there = new Set(found.map(({ name }) => name));
    const limited = [...wanted].filter(([name, spec]) => spec.reservedConcurrency !== undefined && there.has(name));
    const reserved = await Promise.all(
      limited.map(async ([name]) => [name, await aws.reservedConcurrency(name)] as const),
    );
    return unlessNone(judgeFunctions(wanted, found, new Map(reserved)), `${wanted.size} functions with their limits`);
  },
};
