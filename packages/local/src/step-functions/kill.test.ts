import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database.ts";
import { durableOutput } from "./durability-workflow.ts";
import { RUN_ARN } from "./fixture.ts";
import { createStore } from "./journal/store.ts";

const folder = mkdtempSync(join(tmpdir(), "skylane-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));
const child = fileURLToPath(new URL("crash-child.ts", import.meta.url));

/** Runs the child until it has said `lines` lines, then `kill -9`; answers everything it said. */
async function live(databaseFile: string, flakyBefore: number, lines: number): Promise<string[]> {
  const running = spawn(process.execPath, [child, databaseFile, String(flakyBefore)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = new Promise((resolve) => running.on("close", resolve));
  const said: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (said.length === lines) running.kill("SIGKILL");
  }
  await closed;
  return said;
}

/** The ids of the tasks whose success is on disk. */
function finishedIds(databaseFile: string): string[] {
  const store = createStore(openDatabase(databaseFile));
  const idOf = new Map<string, string>();
  const finished: string[] = [];
  const row = store.execution(RUN_ARN);
  for (const record of row ? store.journal(row.id) : []) {
    if (record.type === "scheduled")
      idOf.set(record.key, (record.parameters as { Payload: { id: string } }).Payload.id);
    if (record.type === "succeeded") finished.push(idOf.get(record.key) ?? "");
  }
  store.close();
  return finished;
}

describe("local/step-functions/kill", () => {
  it.each([[[1, 2, 3]], [[2, 4, 4]], [[5, 6]]])(
    "kill -9 after %j lines of life: ends whole, repeats nothing finished",
    async (lifetimes) => {
      const file = join(folder, `${lifetimes.join("-")}.sqlite`);
      const calls: string[] = [];
      let ended: string | undefined;
      let killCount = 0;
      for (const lines of [...lifetimes, Number.POSITIVE_INFINITY]) {
        const finished = finishedIds(file);
        const said = await live(file, calls.filter((call) => call === "call flaky").length, lines);
        for (const id of finished) expect(said).not.toContain(`call ${id}`);
        calls.push(...said);
        ended = said.find((line) => line.startsWith("ended "));
        if (ended) break;
        killCount++;
      }

      expect(JSON.parse(String(ended).slice("ended ".length))).toEqual({ status: "SUCCEEDED", output: durableOutput });
      expect(killCount).toBe(lifetimes.length);
    },
  );
});
