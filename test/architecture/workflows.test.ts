import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { workflows } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { costCheck } from "../../infra/workflows/cost-check.ts";
import { drill } from "../../infra/workflows/drill.ts";
import { failback } from "../../infra/workflows/failback.ts";
import { failover } from "../../infra/workflows/failover.ts";
import { provision } from "../../infra/workflows/provision.ts";

const validate = createRequire(import.meta.url)("asl-validator") as (definition: unknown) => {
  isValid: boolean;
  errors: unknown[];
};
const built = { failover, failback, drill, provision, "cost-check": costCheck } as const;
interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly unknown[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}
const statesOf = (states: Readonly<Record<string, State>>): State[] =>
  Object.values(states).flatMap((state) => [
    state,
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor.States) : []),
  ]);

describe("workflows", () => {
  it.each(workflows)("%s is committed as it is built", (name) => {
    const file = join(import.meta.dirname, `../../packages/engine/workflows/${name}.asl.json`);

    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(built[name]());
  });

  it.each(workflows)("%s is valid ASL", (name) => {
    expect(validate(built[name]())).toMatchObject({ isValid: true });
  });

  it.each(workflows)("every task of %s has a time-out and retries", (name) => {
    const tasks = statesOf((built[name]() as { States: Record<string, State> }).States).filter(
      ({ Type }) => Type === "Task",
    );

    expect(tasks.length).toBeGreaterThan(3);
    expect(tasks.filter(({ TimeoutSeconds, Retry }) => TimeoutSeconds === undefined || Retry === undefined)).toEqual(
      [],
    );
  });

  it("a failover has no step that creates anything but routes", () => {
    const called = [...JSON.stringify(failover()).matchAll(/\$\{(\w+)Arn\}/g)].map(([, step]) => step);

    expect(new Set(called)).toEqual(
      new Set([
        "CheckGuards",
        "AcquireLease",
        "SnapshotRoutes",
        "ApplyChange",
        "ReadBack",
        "ProveTraffic",
        "RollBack",
        "RecordOutcome",
      ]),
    );
  });
});
