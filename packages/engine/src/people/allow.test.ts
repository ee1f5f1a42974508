import { Action, type Caller, type Person, Role } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { aJudge, aRun } from "../../../../test/support/rights.ts";
import { allow, allowRun, signedBy } from "./index.ts";
import { judgeCaller } from "./judge-caller.ts";

const people: Person[] = [
  { id: "view@globalcart.example", role: "viewer" },
  { id: "ops@globalcart.example", slackUserId: "U0OPS", role: "operator" },
  { id: "lead@globalcart.example", slackUserId: "U0LEAD", role: "approver" },
];
const judge = await aJudge(people);
const whole = { kind: "estate" } as const;
const api = (...names: [string, ...string[]]): Caller => ({ via: "api", names });
const slack = (id: string): Caller => ({ via: "slack", names: [id] });
const ready = () => memoryDeps(aConfig((raw) => ({ ...raw, people })));

/** What the configuration's own policies may do at worst: they are no error before they are evaluated. */
const makeFailingJudge = () =>
  aJudge(
    people,
    "forbid (principal, action, resource) when { 9223372036854775807 + (if principal.isAlone then 1 else 2) == 0 };",
  );

describe("engine/people", () => {
  it.each([
    ["an operator may drain", api("ops@globalcart.example"), "drain-path", "allowed"],
    ["whatever the case of the address", api("Ops@GlobalCart.example"), "drain-path", "allowed"],
    ["by any verified name of the token", api("other@globalcart.example", "ops@globalcart.example"), "look", "allowed"],
    ["an operator may ask for a connection", api("ops@globalcart.example"), "ask-intent", "allowed"],
    ["and undo one", api("ops@globalcart.example"), "undo-intent", "allowed"],
    ["but not let one be made", api("ops@globalcart.example"), "decide-intent", "refused"],
    ["an approver may", api("lead@globalcart.example"), "decide-intent", "allowed"],
    ["but not against policy", api("lead@globalcart.example"), "override-policy", "refused"],
    ["a viewer asks for nothing", api("view@globalcart.example"), "ask-intent", "refused"],
    ["and from Slack", slack("U0OPS"), "set-kill-switch", "allowed"],
    ["but may not approve", slack("U0OPS"), "decide-approval", "refused"],
    ["an approver may also order", api("lead@globalcart.example"), "order-failover", "allowed"],
    ["a viewer may only look", api("view@globalcart.example"), "override-path", "refused"],
    ["somebody else may nothing", api("eve@elsewhere.example"), "look", "refused"],
    ["nobody may nothing", undefined, "look", "refused"],
    ["a token's subject is no Slack user id", api("U0LEAD"), "look", "refused"],
    ["a Slack user is no e-mail address", slack("lead@globalcart.example"), "look", "refused"],
  ] as const)("%s", (_, caller, action, kind) => {
    expect(judgeCaller(judge, people, caller, { action, about: whole }).kind).toBe(kind);
  });

  /** What each role may, as it stands in docs/people.md. */
  const LEAST: Readonly<Record<Action, Role>> = {
    look: "viewer",
    "order-failover": "operator",
    "order-failback": "operator",
    "drain-path": "operator",
    "run-drill": "operator",
    "override-path": "operator",
    "set-kill-switch": "operator",
    "decide-approval": "approver",
    "ask-intent": "operator",
    "decide-intent": "approver",
    "undo-intent": "operator",
    "override-policy": "admin",
    "judge-cost": "operator",
  };

  it.each(Action.options)("%s takes the role it always took, and says so", (action) => {
    for (const role of Role.options) {
      const judged = judgeCaller(judge, [{ id: "somebody", role }], api("somebody"), { action, about: whole });
      const isEnough = Role.options.indexOf(role) >= Role.options.indexOf(LEAST[action]);

      expect([role, judged]).toMatchObject([role, isEnough ? { kind: "allowed" } : { needs: LEAST[action] }]);
    }
  });

  it("without people in the configuration only the operator of one's own machine may order", () => {
    const { people: byDefault } = aConfig();
    const kindOf = (caller: Caller | undefined, action: Action) =>
      judgeCaller(judge, byDefault, caller, { action, about: whole }).kind;

    expect(kindOf(api("operator@localhost"), "decide-approval")).toBe("allowed");
    expect(kindOf(api("ops@globalcart.example"), "look")).toBe("refused");
    expect(kindOf(undefined, "order-failover")).toBe("refused");
  });

  it("an order by an unauthorised person is refused and recorded", async () => {
    const deps = ready();

    await expect(
      allow(deps, api("view@globalcart.example"), "override-path", "/v1/paths/dx/override"),
    ).rejects.toMatchObject({
      name: "ERR_NOT_ALLOWED",
      kind: "denied",
      message: expect.stringMatching(/view@globalcart.example may not override path: .*operator.*theirs is viewer/),
    });
    expect(deps.published).toMatchObject([
      {
        type: "access.refused.v1",
        data: {
          who: "view@globalcart.example",
          via: "api",
          action: "override-path",
          needs: "operator",
          has: "viewer",
          about: "/v1/paths/dx/override",
        },
      },
    ]);
  });

  it("a flood of tries is told once per person in ten minutes, and each is refused", async () => {
    const deps = ready();
    const attempt = (caller: Caller | undefined) =>
      expect(allow(deps, caller, "drain-path", "x")).rejects.toMatchObject({ name: "ERR_NOT_ALLOWED" });

    for (let i = 0; i < 20; i += 1) await attempt(api("eve@elsewhere.example"));
    await attempt(undefined);
    expect(deps.published.map(({ subject }) => subject)).toEqual(["eve@elsewhere.example", "nobody"]);
    deps.clock.advance(600_000);
    await attempt(api("eve@elsewhere.example"));
    expect(deps.published).toHaveLength(3);
  });

  it("stays refused when it cannot be recorded", async () => {
    const deps = ready();
    deps.failPublish = true;

    await expect(allow(deps, undefined, "set-kill-switch", "x")).rejects.toMatchObject({ name: "ERR_NOT_ALLOWED" });
  });

  it("records what was tried on one line of printable characters", async () => {
    const deps = ready();

    await expect(allow(deps, undefined, "look", `a\n\u202e${"b".repeat(500)}`)).rejects.toThrow();
    expect(deps.published[0]?.data).toMatchObject({ about: expect.stringMatching(/^a\?\?b{197}$/) });
  });

  it("names the policy where no role would do, and judges an order for a run by what is in it", async () => {
    const policies = `@id("retail-asks-for-retail")
      forbid (principal == Skylane::Person::"ops@globalcart.example", action, resource is Skylane::IntentRun)
      unless { resource has costCentre && resource.costCentre == "retail" };`;
    const deps = memoryDeps(aConfig((raw) => ({ ...raw, people, rights: { policies } })));
    const ops = { id: "ops@globalcart.example" };

    await expect(allowRun(deps, ops, "ask-intent", aRun({ costCentre: "retail" }))).resolves.toMatchObject(ops);
    await expect(allowRun(deps, ops, "ask-intent", aRun({ costCentre: "bank" }))).rejects.toMatchObject({
      name: "ERR_NOT_ALLOWED",
      message: expect.stringMatching(/policy retail-asks-for-retail forbids it whatever the role/),
    });
    expect(deps.published[0]?.data).toMatchObject({ policies: ["retail-asks-for-retail"], has: "operator" });
    expect(deps.published[0]?.data).not.toHaveProperty("needs");
  });

  it.each([
    ["there is nothing to judge with", () => Promise.reject(new Error("no such file"))],
    ["a policy cannot be evaluated", async () => makeFailingJudge()],
  ])("nobody may anything where %s, and that is told", async (_, judgeOf) => {
    const deps = { ...ready(), rights: { judge: judgeOf } };

    await expect(allow(deps, api("lead@globalcart.example"), "set-kill-switch", "x")).rejects.toMatchObject({
      name: "ERR_RIGHTS_UNDECIDED",
      kind: "denied",
    });
    expect(deps.published).toMatchObject([{ type: "access.refused.v1", data: { action: "set-kill-switch" } }]);
  });

  it("signs an order with the person it came from, whoever it is for", () => {
    expect(signedBy({ id: "ops@globalcart.example" }, undefined)).toBe("ops@globalcart.example");
    expect(signedBy({ id: "ops@globalcart.example" }, "night shift")).toBe("night shift, by ops@globalcart.example");
  });
});
