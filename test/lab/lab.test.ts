import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { whyItCannotRun } from "./can-run.ts";

const Spread = z.strictObject({ min: z.number(), p50: z.number(), max: z.number() });
const Printed = z.object({
  cases: z.array(
    z.object({
      fault: z.string(),
      probeIntervalMs: z.number(),
      bfd: z.string().nullable(),
      runs: z.int(),
      recoveredRuns: z.int(),
      movedRuns: z.int(),
      outageMs: Spread,
      controllerMs: Spread,
      lostDuringFailback: z.int(),
    }),
  ),
});

/** The lab as a program of its own, for it ends its children when it ends. */
const startLab = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args]);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  const isSaying = (text: string): Promise<void> =>
    new Promise((resolve) => {
      child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk;
        if (stderr.includes(text)) resolve();
      });
      child.once("exit", () => resolve());
    });
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, stdout })),
  );
  return { child, ended, isSaying };
};
const leftOf = (pid: number | undefined): readonly string[] =>
  existsSync("/run/netns") ? readdirSync("/run/netns").filter((name) => name.startsWith(`skylab-${pid}-`)) : [];

const reason = whyItCannotRun();
if (reason !== undefined) process.stdout.write(`the lab is not run: ${reason}\n`);

describe("lab", () => {
  it("names the cases there are when asked for one there is not", async () => {
    const { ended } = startLab("--case", "meteor");

    expect((await ended).code).toBe(2);
  });

  describe.skipIf(reason !== undefined)("on real routers", () => {
    it("moves an application off a direct connect that is silently cut, and back without a loss", async () => {
      const { child, ended } = startLab("--json", "--runs", "1", "--case", "silent-cut-100");
      const { code, stdout } = await ended;

      expect(code).toBe(0);
      expect(Printed.parse(JSON.parse(stdout)).cases).toMatchObject([
        { fault: "silent-cut", runs: 1, recoveredRuns: 1, movedRuns: 1, lostDuringFailback: 0 },
      ]);
      expect(leftOf(child.pid)).toEqual([]);
    }, 90_000);

    it("leaves nothing behind when it is interrupted", async () => {
      const { child, ended, isSaying } = startLab("--runs", "2", "--case", "silent-cut-100");
      await isSaying("1 of 2");
      child.kill("SIGINT");

      expect((await ended).code).toBe(130);
      expect(leftOf(child.pid)).toEqual([]);
    }, 90_000);
  });
});
