import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCommand } from "./parse-command.ts";

describe("engine/chat/parse-command", () => {
  it.each([
    ["status", { kind: "status" }],
    ["  Approvals ", { kind: "approvals" }],
    ["KILL On change freeze", { kind: "kill", isStopped: true, reason: "change freeze" }],
    ["kill off", { kind: "kill", isStopped: false, reason: "ordered in Slack" }],
    ["hold dx-1", { kind: "hold", pathId: "dx-1", reason: "ordered in Slack" }],
    ["drain dx-1 fibre  work", { kind: "drain", pathId: "dx-1", reason: "fibre work" }],
    ["", { kind: "help" }],
    ["kill", { kind: "help", because: 'kill takes on or off, not ""' }],
    ["drain", { kind: "help", because: "drain takes the name of a path" }],
    ["Connect ", { kind: "form" }],
    ["connect a to  b", { kind: "connect", words: "a to  b" }],
    ["constructor", { kind: "help", because: 'there is no command "constructor"' }],
  ])("reads %j", (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it("stops nothing and lets nothing go on unless it is asked for in so many words", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const command = parseCommand(text);
        if (command.kind === "kill") expect(text.trim()).toMatch(/^kill\s+(on|off)(\s|$)/i);
        if ("reason" in command) expect(command.reason.length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
