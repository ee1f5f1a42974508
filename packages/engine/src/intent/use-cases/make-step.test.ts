import { describe, expect, it } from "vitest";
import { aStandingRun, builtConfig, builtTopology } from "../../../../../test/support/built-runs.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { designRun } from "./design-run.ts";
import { readyStep } from "./make-step.ts";

const { run } = aStandingRun();
const [step] = (run.plan?.steps ?? []).filter(({ desired }) => !JSON.stringify(desired).includes("{{"));
const tagsOf = (more: object) => step && readyStep({ ...run, ...more }, step, () => undefined).tags;

describe("engine/intent/use-cases/make-step", () => {
  it("marks an object with its run and step, its owner, and who pays for it", () => {
    expect(tagsOf({})).toEqual({
      "skylane:run": "in-1-abc",
      "skylane:step": step?.id,
      "skylane:owner": "ops@globalcart.example",
      "skylane:cost-centre": "cc-4711",
    });
  });

  it("leaves out what nobody said, and what a cloud would not take for a tag", () => {
    expect(Object.keys(tagsOf({ costCentre: undefined }) ?? {})).not.toContain("skylane:cost-centre");
    expect(tagsOf({ costCentre: 'R&D <b>"x"</b>\n', owner: "auth0|7" })).toMatchObject({
      "skylane:cost-centre": "R_D _b__x__/b__",
      "skylane:owner": "auth0_7",
    });
  });
});

describe("engine/intent/use-cases/design-run", () => {
  const violationsOf = async (costCentres: readonly string[]) => {
    const deps = memoryDeps(builtConfig({ intents: { costCentres } }));
    const plan = await designRun(deps, { ...run, status: "awaiting-approval" }, builtTopology([]));
    return plan?.violations.map(({ rule }) => rule);
  };

  it("judges the cost centre of the request where some are named", async () => {
    expect(await violationsOf(["cc-4711"])).not.toContain("cost.centre");
    expect(await violationsOf(["other"])).toContain("cost.centre");
  });
});
