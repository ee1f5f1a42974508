import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { IP_PROGRAM, pythonProgram } from "./can-run.ts";
import { namespaceOf } from "./namespaces.ts";
import { LAB_PATHS, type LabPath } from "./topology.ts";

/** How a link treats frames, in both directions. */
export interface LinkState {
  readonly lossRatio?: number;
  /** True: nothing gets through and nobody is told; the interfaces stay up. */
  readonly isCut?: boolean;
}

/** The wires between the two routers. */
export interface Links {
  /** Resolves with the monotonic time at which it took effect. */
  set(pathId: LabPath["id"], state: LinkState): Promise<number>;
}

/** Starts the link emulator; the process is handed to `own`, which ends it. */
export async function startLinks(own: (child: ChildProcess) => void): Promise<Links> {
  const specs = LAB_PATHS.map(
    ({ id, interfaceName, delayMs }) => `${id}:${interfaceName}-s:${interfaceName}-c:${delayMs}`,
  );
  const emulator = join(import.meta.dirname, "link-emulator.py");
  const child = spawn(IP_PROGRAM, ["netns", "exec", namespaceOf("wire"), pythonProgram(), "-u", emulator, ...specs], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  own(child);
  const waiting: { answer: (line: string) => void; fail: (error: Error) => void }[] = [];
  const nextLine = (): Promise<number> =>
    new Promise<string>((answer, fail) => waiting.push({ answer, fail })).then((line) =>
      Number((JSON.parse(line) as { atMs: number }).atMs),
    );
  const isStarted = nextLine();
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.answer(line));
  child.once("exit", (code) => {
    for (const one of waiting.splice(0)) one.fail(new Error(`the link emulator ended with ${code}`));
  });
  await isStarted;
  return {
    async set(pathId, state) {
      const done = nextLine();
      child.stdin.write(`${JSON.stringify({ link: pathId, ...state })}\n`);
      return await done;
    },
  };
}
