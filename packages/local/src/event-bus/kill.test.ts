import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemTimers } from "../time.ts";
import { createEventBus } from "./create-event-bus.ts";
import { ACCOUNT, aRule } from "./fixture.ts";

describe("local/event-bus/kill", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "event-bus-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("delivers every accepted event although the process is killed four times", async () => {
    const databaseFile = join(folder, "events.sqlite");
    const accepted = new Set<string>();
    const delivered = new Set<string>();
    await withBus(databaseFile, delivered, async (bus) => aRule(bus));

    for (let round = 0; round < 4; round += 1) await killAfter(60, databaseFile, accepted, delivered);
    const undelivered = [...accepted].filter((id) => !delivered.has(id)).length;
    await withBus(databaseFile, delivered, async (bus) => {
      bus.start();
      await expect.poll(() => bus.stats().pending, { timeout: 10_000 }).toBe(0);
      expect(bus.stats().deadLettered).toBe(0);
    });

    expect(accepted.size).toBeGreaterThanOrEqual(240);
    expect(undelivered).toBeGreaterThan(0); // else nothing was cut off
    expect([...accepted].filter((id) => !delivered.has(id))).toEqual([]);
  });
});

async function withBus(
  databaseFile: string,
  delivered: Set<string>,
  use: (bus: ReturnType<typeof createEventBus>) => Promise<void>,
): Promise<void> {
  const bus = createEventBus({
    databaseFile,
    timers: systemTimers,
    random: Math.random,
    ...ACCOUNT,
    targets: {
      async invoke(_arn, input) {
        delivered.add((input as { id: string }).id);
      },
    },
  });
  await use(bus);
  await bus.close();
}

/** Runs the child until it has printed that `count` more events were accepted, then kills it in the middle of its work. */
function killAfter(count: number, file: string, accepted: Set<string>, delivered: Set<string>): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "crash-child.ts"), file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split("accepted ").length > count) child.kill("SIGKILL");
  });
  return new Promise((resolve) => {
    child.once("close", () => {
      for (const line of text.split("\n").slice(0, -1)) {
        const [what, id = ""] = line.split(" ");
        (what === "accepted" ? accepted : delivered).add(id);
      }
      resolve();
    });
  });
}
