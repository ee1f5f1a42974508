import { describe, expect, it } from "vitest";
import { type Finding, failed, notChecked, ok, warning } from "./check.ts";
import { renderDoctor } from "./render.ts";

const findings: readonly Finding[] = [
  { id: "node", ...ok("Node 24.1.0") },
  { id: "tables", ...notChecked("not told here") },
  { id: "bus", ...failed("rule store-plan is missing", `npx sst deploy ${"x".repeat(120)}`) },
  { id: "overrides", ...warning("evil\u001b[2J\u202e ordered", "skylane failover back g") },
];
const text = renderDoctor("here", findings, { columns: 80, isColoured: false });

describe("cli/doctor/render", () => {
  it("says how it stands first, then what is to be done, and what is well last", () => {
    expect(text.split("\n")[1]).toBe("1 failed, 1 warning, 1 not checked, 1 ok");
    const marks = ["✕ bus", "▲ overrides", "○ tables", "● node"].map((mark) => text.indexOf(mark));
    expect(marks).toEqual([...marks].sort((a, b) => a - b));
    expect(marks[0]).toBeGreaterThan(0);
  });

  it("never breaks a command into lines", () => {
    expect(text).toContain(`→ npx sst deploy ${"x".repeat(120)}\n`);
  });

  it("shows what cannot be seen in names from outside", () => {
    expect(text).toContain("evil\\u001b[2J\\u202e ordered");
  });
});
