import { describe, expect, it } from "vitest";
import { aStandingRun, builtConfig, builtTopology } from "../../../../../test/support/built-runs.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { designRun } from "./design-run.ts";
import { readyStep } from "./make-step.ts";

const { run } = aStandingRun();
const [step] = (run.plan?.steps ?? []).filter(({ desired }) => !JSON.stringify(desired).includes("{{"));
/** Tags of an object that all these rows of a table need. */
const tagsOf = (...rows: readonly object[]) => {
  const [first] = run.intents;
  const intents = rows.map((row, i) => ({
    ...first,
    id: `in-1-abc-${i + 1}`,
    request: { ...first?.request, owner: undefined, costCentre: undefined, ...row },
  }));
  const asked = { ...run, ...(rows.length > 0 && { intents: intents as unknown as typeof run.intents }) };
  return step && readyStep(asked, { ...step, intentIds: asked.intents.map(({ id }) => id) }, () => undefined).tags;
};

describe("engine/intent/use-cases/make-step", () => {
  it("marks an object with its run and step, its owner, and who pays for it", () => {
    expect(tagsOf()).toEqual({
      "skylane:run": "in-1-abc",
      "skylane:step": step?.id,
      "skylane:owner": "ops@globalcart.example",
      "skylane:cost-centre": "cc-4711",
    });
  });

  it("leaves out what nobody said, and what a cloud would not take for a tag", () => {
    expect(Object.keys(tagsOf({}) ?? {})).not.toContain("skylane:cost-centre");
    expect(tagsOf({ costCentre: 'R&D <b>"x"</b>\n', owner: "auth0|7" })).toMatchObject({
      "skylane:cost-centre": "R_D _b__x__/b__",
      "skylane:owner": "auth0_7",
    });
  });
});

describe("engine/intent/use-cases/make-step, objects that several rows need", () => {
  it("bear the owners and cost centres of all of them, each once", () => {
    const rows = [
      { owner: "b@globalcart.example", costCentre: "cc-2" },
      { owner: "a@globalcart.example", costCentre: "cc-1" },
      { owner: "a@globalcart.example", costCentre: "cc-2" },
      {},
    ];

    expect(tagsOf(...rows)).toMatchObject({
      "skylane:owner": "a@globalcart.example + b@globalcart.example + dev@globalcart.example",
      "skylane:cost-centre": "cc-1 + cc-2",
    });
  });

  it("never bear more than a tag may hold, and say what is left out", () => {
    const rows = Array.from({ length: 90 }, (_, i) => ({ costCentre: `centre-${String(i).padStart(3, "0")}` }));
    const tag = tagsOf(...rows)?.["skylane:cost-centre"] ?? "";

    expect(tag.length).toBeLessThanOrEqual(256);
    const [, shown = "", left = ""] = /^(.*) \+ (\d+) more$/.exec(tag) ?? [];
    expect(shown.split(" + ").length + Number(left)).toBe(90);
  });
});

describe("engine/intent/use-cases/design-run", () => {
  const violationsOf = async (costCentres: readonly string[]) => {
    const deps = memoryDeps(builtConfig({ intents: { costCentres } }));
    const plan = await designRun(deps, { ...run, status: "awaiting-approval" }, builtTopology([]));
    return plan?.violations.map(({ rule }) => rule);
  };

  it("judges the cost centre of each row of a table by itself", async () => {
    const deps = memoryDeps(builtConfig({ intents: { costCentres: ["cc-1"] } }));
    const { run: two } = aStandingRun(2);
    const intents = two.intents.map((one, i) => ({ ...one, request: { ...one.request, costCentre: `cc-${i + 1}` } }));

    const plan = await designRun(deps, { ...two, intents, status: "awaiting-approval" }, builtTopology([]));

    const broken = plan?.violations.filter(({ rule }) => rule === "cost.centre");
    expect(broken?.map(({ intentId }) => intentId)).toEqual(["in-1-abc-2"]);
  });

  it("judges the cost centre of the request where some are named", async () => {
    expect(await violationsOf(["cc-4711"])).not.toContain("cost.centre");
    expect(await violationsOf(["other"])).toContain("cost.centre");
  });
});
