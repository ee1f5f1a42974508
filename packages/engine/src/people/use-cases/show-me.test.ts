import { Action, type Caller, Me, type Person } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { showMe } from "./show-me.ts";

const people: Person[] = [
  { id: "view@globalcart.example", role: "viewer" },
  { id: "ops@globalcart.example", role: "operator" },
  { id: "root@globalcart.example", role: "admin" },
];
const freeze = `@id("change-freeze")
  forbid (principal, action == Skylane::Action::"drain-path", resource);`;
const of = (...names: [string, ...string[]]): Caller => ({ via: "api", names });
const ready = (policies?: string) =>
  memoryDeps(aConfig((raw) => ({ ...raw, people, ...(policies && { rights: { policies } }) })));
const allowedTo = ({ actions }: Me) => Action.options.filter((action) => actions[action].isAllowed);

describe("engine/people/show-me", () => {
  it("says each role's own, and nothing of it is recorded", async () => {
    const deps = ready();

    const viewer = Me.parse(await showMe(deps, of("view@globalcart.example")));
    const admin = Me.parse(await showMe(deps, of("root@globalcart.example")));

    expect(viewer).toMatchObject({ id: "view@globalcart.example", role: "viewer" });
    expect(allowedTo(viewer)).toEqual(["look"]);
    expect(allowedTo(admin)).toEqual(Action.options);
    expect(deps.published).toEqual([]);
  });

  it("gives the reason: a role, a policy, or that nobody knows them", async () => {
    const deps = ready(freeze);

    const ops = await showMe(deps, of("7c0b", "Ops@GlobalCart.example"));
    const eve = await showMe(deps, of("eve@elsewhere.example", "9f"));

    expect(ops).toMatchObject({
      id: "ops@globalcart.example",
      role: "operator",
      actions: {
        "decide-approval": { isAllowed: false, reason: expect.stringContaining("takes the role approver") },
        "drain-path": { isAllowed: false, reason: expect.stringContaining("policy change-freeze forbids it") },
        "set-kill-switch": { isAllowed: true },
      },
    });
    expect(eve).toMatchObject({
      id: "eve@elsewhere.example",
      actions: { look: { isAllowed: false, reason: expect.stringContaining("not among the people") } },
    });
    expect(eve).not.toHaveProperty("role");
  });
});
