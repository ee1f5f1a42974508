import { Action, type Caller, IntentSettings, Role } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../test/support/memory-deps.ts";
import { allow, signedBy } from "./index.ts";
import { judgeCaller } from "./judge-caller.ts";

const people = [
  { id: "view@globalcart.example", role: "viewer" as const },
  { id: "ops@globalcart.example", slackUserId: "U0OPS", role: "operator" as const },
  { id: "lead@globalcart.example", slackUserId: "U0LEAD", role: "approver" as const },
];
const settings = IntentSettings.parse({});
const api = (...names: [string, ...string[]]): Caller => ({ via: "api", names });
const slack = (id: string): Caller => ({ via: "slack", names: [id] });
const ready = () => memoryDeps(aConfig((raw) => ({ ...raw, people })));

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
    expect(judgeCaller(people, caller, action, settings).kind).toBe(kind);
  });

  it("a higher role may never do less", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Action.options), fc.nat(2), (action, i) => {
        const isAllowed = (role: Role) =>
          judgeCaller([{ id: "somebody", role }], api("somebody"), action, settings).kind === "allowed";
        const [lower, higher] = [Role.options[i], Role.options[i + 1]];

        if (lower && higher && isAllowed(lower)) expect(isAllowed(higher)).toBe(true);
      }),
    );
  });

  it("asks for the role that the configuration says", () => {
    const strict = IntentSettings.parse({ roles: { ask: "approver", overridePolicy: "approver" } });

    expect(judgeCaller(people, api("ops@globalcart.example"), "ask-intent", strict)).toMatchObject({
      kind: "refused",
      needs: "approver",
    });
    expect(judgeCaller(people, api("lead@globalcart.example"), "override-policy", strict).kind).toBe("allowed");
    for (const roles of [{ ask: "viewer" }, { decide: "operator" }, { overridePolicy: "operator" }, { undo: "viewer" }])
      expect(IntentSettings.safeParse({ roles }).success).toBe(false);
  });

  it("without people in the configuration only the operator of one's own machine may order", () => {
    const { people: byDefault } = aConfig();

    expect(judgeCaller(byDefault, api("operator@localhost"), "decide-approval", settings).kind).toBe("allowed");
    expect(judgeCaller(byDefault, api("ops@globalcart.example"), "look", settings).kind).toBe("refused");
    expect(judgeCaller(byDefault, undefined, "order-failover", settings).kind).toBe("refused");
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

  it("signs an order with the person it came from, whoever it is for", () => {
    expect(signedBy({ id: "ops@globalcart.example" }, undefined)).toBe("ops@globalcart.example");
    expect(signedBy({ id: "ops@globalcart.example" }, "night shift")).toBe("night shift, by ops@globalcart.example");
  });
});
