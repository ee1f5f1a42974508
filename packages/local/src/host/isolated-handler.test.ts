import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isolatedHandler } from "./isolated-handler.ts";

const folder = mkdtempSync(join(tmpdir(), "skylane-isolated-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const handlerOf = (source: string) => {
  count += 1;
  const file = join(folder, `handler-${count}.mjs`);
  writeFileSync(file, source);
  const handler = isolatedHandler(file);
  return (event: unknown) => handler(event, {} as Parameters<typeof handler>[1]);
};

describe("local/host/isolated-handler", () => {
  it("answers each call with its own answer, and keeps the thread between them", async () => {
    const call = handlerOf(
      "let calls = 0; export const handler = async ({ n }) => ({ twice: n * 2, calls: (calls += 1) });",
    );

    expect(await Promise.all([call({ n: 1 }), call({ n: 2 })])).toEqual([
      { twice: 2, calls: 1 },
      { twice: 4, calls: 2 },
    ]);
    expect(await call({ n: 5 })).toEqual({ twice: 10, calls: 3 });
  });

  it("does not hold up the caller's thread while it computes", async () => {
    const call = handlerOf(
      "export const handler = async () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300); return 'done'; };",
    );
    let turns = 0;
    const answer = call({});
    const turning = (async () => {
      while (turns < 20) {
        turns += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
      return "turned";
    })();

    expect(await Promise.race([answer, turning])).toBe("turned");
    expect(await answer).toBe("done");
  });

  it("throws what the handler threw, by its name", async () => {
    const call = handlerOf(
      "export const handler = async () => { throw Object.assign(new Error('no such flow'), { name: 'ERR_FLOW_UNKNOWN' }); };",
    );

    await expect(call({})).rejects.toMatchObject({ name: "ERR_FLOW_UNKNOWN", message: "no such flow" });
  });

  it("fails the calls of a thread that dies, and starts another for the next", async () => {
    const call = handlerOf("export const handler = async ({ die }) => (die ? process.exit(3) : 'alive');");

    await expect(call({ die: true })).rejects.toThrow("ended with code 3");
    expect(await call({})).toBe("alive");
  });

  it("says what is wrong with a module that cannot be loaded", async () => {
    await expect(handlerOf("this is no module")({})).rejects.toThrow();
  });
});
