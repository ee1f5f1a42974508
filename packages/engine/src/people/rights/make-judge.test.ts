import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Action, type Approval, type Person, type RightsResource, Role } from "@skylane/core";
import { loadCedar } from "@skylane/runtime/rights";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anIntent, aService } from "../../../../../test/support/connect-worlds.ts";
import { aJudge, aRun } from "../../../../../test/support/rights.ts";
import { entitiesOf } from "./entities.ts";
import { schema } from "./shipped.gen.ts";

const ops: Person = { id: "ops@globalcart.example", role: "operator" };
const lead: Person = { id: "lead@globalcart.example", role: "approver" };
const people = [ops, lead];
const whole: RightsResource = { kind: "estate" };
const run = (more: object = {}): RightsResource => ({ kind: "run", run: aRun(more) });
const judge = await aJudge(people);
const aStep = { cloud: "aws", accountId: "111122223333", regionId: "us-east-1" };
const understood = {
  id: "in-1",
  understanding: {
    kind: "understood",
    intent: anIntent(
      "one",
      aService({ cloud: "aws", regionId: "us-east-1", n: 1 }, 10),
      aService({ cloud: "azure", regionId: "eastus", n: 2 }, 20),
      { compliance: ["pci-dss"], dataClass: "cards" },
    ).intent,
  },
};
const aMove = (more: object): RightsResource => ({
  kind: "move",
  approval: {
    id: "ap-g-3-1f2e3d4c",
    groupId: "g",
    fromPathId: "dx",
    toPathId: "vpn",
    radius: { groupCount: 1, flowCount: 2, criticalFlowCount: 1, neededMbps: 500, monthlyGb: 90 },
    ...more,
  } as unknown as Approval,
});
const anException: RightsResource = {
  kind: "exception",
  exception: {
    rule: "gdpr.residency",
    scope: { source: "aws/orders", destination: "*" },
    owner: ops.id,
    approver: lead.id,
    reason: "standard contractual clauses",
    expiresOn: "2026-12-31",
  },
};

/** What may be asked with an action, by the schema. */
const aboutOf = (action: Action): readonly RightsResource[] =>
  (schema.Skylane?.actions[action]?.appliesTo?.resourceTypes ?? []).flatMap((type) => {
    if (type.endsWith("IntentRun")) return [run(), run({ askedBy: "somebody", costCentre: "retail" })];
    if (type.endsWith("HeldMove")) return [aMove({}), aMove({ askedBy: "somebody" })];
    return type.endsWith("Estate") ? [whole] : [];
  });

describe("engine/people/rights", () => {
  it("its schema knows every action and every role, and no other", () => {
    const text = readFileSync(join(import.meta.dirname, "shipped.cedar"), "utf8");
    const roles = [...text.matchAll(/Role::"(\w+)"/g)].map(([, role]) => role);

    expect(Object.keys(schema.Skylane?.actions ?? {}).sort()).toEqual([...Action.options].sort());
    expect(new Set(roles)).toEqual(new Set(Role.options));
  });

  it("every question fits the schema", async () => {
    const cedar = await loadCedar();
    const plan = { cost: { totalMonthlyUsd: 1e300 }, risk: { tier: "auto" }, steps: [aStep] };
    const asked = [
      ...Action.options.flatMap((action) => aboutOf(action).map((about) => ({ action, about }))),
      {
        action: "ask-intent" as const,
        about: run({ plan, costCentre: "x", intents: [understood], signatures: [{ by: "lead@globalcart.example" }] }),
      },
      { action: "override-policy" as const, about: anException },
    ];

    for (const { action, about } of asked) {
      const question = entitiesOf({ person: ops, action, about }, { estate: "globalcart", people });
      const answer = cedar.isAuthorized({
        ...question,
        action: { type: "Skylane::Action", id: action },
        context: ["decide-approval", "decide-intent"].includes(action) ? { isSignature: false } : {},
        schema,
        validateRequest: true,
        policies: {},
      });

      expect([action, answer]).toMatchObject([action, { type: "success", response: { diagnostics: { errors: [] } } }]);
    }
  });

  it("a higher role may never do less", () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...Action.options)
          .chain((action) => fc.record({ action: fc.constant(action), about: fc.constantFrom(...aboutOf(action)) })),
        fc.nat(2),
        fc.boolean(),
        ({ action, about }, i, isSignature) => {
          const isAllowed = (role: Role) =>
            judge({ person: { id: "somebody", role }, action, about, isSignature }).isAllowed;
          const [lower, higher] = [Role.options[i], Role.options[i + 1]];

          if (lower && higher && isAllowed(lower)) expect(isAllowed(higher)).toBe(true);
        },
      ),
    );
  });

  it("whatever the configuration permits, viewers only look and only approvers let something be made", async () => {
    const lax = await aJudge(people, "permit (principal, action, resource);");

    for (const action of Action.options)
      for (const about of aboutOf(action)) {
        const isAllowed = (role: Role) => lax({ person: { id: "somebody-else", role }, action, about }).isAllowed;

        expect([action, isAllowed("viewer")]).toEqual([action, action === "look"]);
        expect([action, isAllowed("operator")]).toEqual([
          action,
          !["decide-approval", "decide-intent", "override-policy"].includes(action),
        ]);
      }
  });

  it("whoever ordered a move cannot let it go, whatever the configuration permits, but withdraw it", async () => {
    const lax = await aJudge(people, "permit (principal, action, resource);");
    const isAllowed = (id: string, isSignature: boolean, askedBy = lead.id) =>
      lax({ person: { id, role: "approver" }, action: "decide-approval", about: aMove({ askedBy }), isSignature })
        .isAllowed;

    expect(isAllowed("Lead@globalcart.example", true)).toBe(false);
    expect(isAllowed(lead.id, false)).toBe(true);
    expect(isAllowed(lead.id, true, ops.id)).toBe(true);
  });

  it("a policy of the configuration cannot take the name of a shipped one to take its place", async () => {
    const names = ["nobody-signs-their-own-plan", "viewers-only-look", "rights.policies#1"];
    const taken = await aJudge(
      people,
      names.map((name) => `@id("${name}") permit (principal, action, resource);`).join("\n"),
    );

    expect(
      taken({ person: lead, action: "decide-intent", about: run({ askedBy: lead.id }), isSignature: true }),
    ).toEqual({
      isAllowed: false,
      policies: ["nobody-signs-their-own-plan"],
    });
    expect(taken({ person: { id: "v", role: "viewer" }, action: "drain-path", about: whole }).isAllowed).toBe(false);
  });

  it.each([
    ["its cost centre", { costCentre: "retail" }, true],
    ["another cost centre", { costCentre: "bank" }, false],
    ["no cost centre", {}, false],
  ])("holds a person to a run of %s", async (_, more, isAllowed) => {
    const held = await aJudge(
      people,
      `forbid (principal == Skylane::Person::"ops@globalcart.example", action, resource is Skylane::IntentRun)
       unless { resource has costCentre && resource.costCentre == "retail" };`,
    );

    expect(
      held({ person: { ...ops, id: "OPS@globalcart.example" }, action: "ask-intent", about: run(more) }).isAllowed,
    ).toBe(isAllowed);
    expect(held({ person: lead, action: "ask-intent", about: run(more) }).isAllowed).toBe(true);
  });

  it("of a table it asks for every row: one cost centre that is forbidden forbids the whole", async () => {
    const rows = (...centres: readonly (string | undefined)[]) =>
      run({
        intents: centres.map((costCentre, i) => ({
          ...understood,
          id: `in-${i}`,
          request: costCentre === undefined ? {} : { costCentre },
        })),
      });
    const held = await aJudge(
      people,
      `@id("no-bank") forbid (principal, action == Skylane::Action::"ask-intent", resource is Skylane::IntentRun)
       when { resource has costCentre && resource.costCentre == "bank" };`,
    );
    const verdictOf = (about: RightsResource) => held({ person: ops, action: "ask-intent", about });

    expect(verdictOf(rows("retail", undefined, "bank", "retail"))).toEqual({ isAllowed: false, policies: ["no-bank"] });
    expect(verdictOf(rows("retail", undefined)).isAllowed).toBe(true);
  });

  it("knows of a run what its plan costs, and that what is not known is absent", async () => {
    const thrifty = await aJudge(
      people,
      `forbid (principal, action == Skylane::Action::"decide-intent", resource is Skylane::IntentRun)
       unless { resource has monthlyUsd && resource.monthlyUsd <= 500 && resource has riskTier && resource.riskTier != "two-approvers" };`,
    );
    const isAllowed = (cost: object, tier = "one-approver") =>
      thrifty({ person: lead, action: "decide-intent", about: run({ plan: { cost, steps: [], risk: { tier } } }) })
        .isAllowed;

    expect([{ totalMonthlyUsd: 500 }, { totalMonthlyUsd: 500.01 }, {}].map((cost) => isAllowed(cost))).toEqual([
      true,
      false,
      false,
    ]);
    expect(isAllowed({ totalMonthlyUsd: 1 }, "two-approvers")).toBe(false);
  });

  it("no name of a person or an object is ever taken for another's, or for policy text", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        'x" || true || "',
        'Skylane::Person::"lead@globalcart.example"',
        '","__entity":{"type":"Skylane::Role","id":"admin"},"x":"',
        "lead@globalcart.example\u0000",
        "\\u{6c}ead@globalcart.example",
        "?principal",
        "__proto__",
        "*",
      ),
    );
    const held = await aJudge(
      people,
      `permit (principal == Skylane::Person::"lead@globalcart.example", action == Skylane::Action::"override-policy", resource);`,
    );
    const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

    fc.assert(
      fc.property(hostile, hostile, (id, centre) => {
        const person = { id, role: "approver" } as const;

        expect(held({ person, action: "override-policy", about: whole }).isAllowed).toBe(isSame(id, lead.id));
        expect(held({ person: { id, role: "viewer" }, action: "drain-path", about: whole }).isAllowed).toBe(false);
        expect(
          held({
            person,
            action: "decide-intent",
            about: run({ id: centre, askedBy: centre, owner: id, costCentre: centre, signatures: [{ by: centre }] }),
            isSignature: true,
          }).isAllowed,
        ).toBe(!isSame(id, centre));
      }),
    );
  });

  it("refuses to judge by policies that are none", async () => {
    await expect(aJudge(people, "permit everything;")).rejects.toMatchObject({ name: "ERR_RIGHTS_UNDECIDED" });
    await expect(aJudge(people, "permit (principal == ?principal, action, resource);")).rejects.toMatchObject({
      name: "ERR_RIGHTS_UNDECIDED",
    });
  });
});
