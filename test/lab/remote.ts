import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { IP_PROGRAM } from "./can-run.ts";
import { namespaceOf } from "./namespaces.ts";
import type { LabHost } from "./topology.ts";

/** What a role answers to, by the name of the question. */
export type RoleAnswers = Readonly<Record<string, (given: never) => unknown>>;

/** A program of the lab that runs on one of its machines. */
export interface Remote<Answers extends RoleAnswers> {
  ask<Name extends keyof Answers & string>(
    name: Name,
    given: Parameters<Answers[Name]>[0],
  ): Promise<Awaited<ReturnType<Answers[Name]>>>;
}

interface Question {
  readonly id: number;
  readonly name: string;
  readonly given: unknown;
}
interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Starts a role in a machine's namespace; resolves once it listens. The process is handed to `own`, which ends it. */
export async function startRole<Answers extends RoleAnswers>(
  role: string,
  host: LabHost,
  args: readonly string[],
  own: (child: ChildProcess) => void,
): Promise<Remote<Answers>> {
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(
    IP_PROGRAM,
    ["netns", "exec", namespaceOf(host), process.execPath, main, "--role", role, ...args],
    {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    },
  );
  own(child);
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const hasEnded = new Promise<never>((_, reject) => {
    child.once("exit", (code) => {
      const error = new Error(`the lab's ${role} ended with ${code}`);
      for (const { reject: refuse } of waiting.values()) refuse(error);
      reject(error);
    });
  });
  hasEnded.catch(() => undefined);
  child.on("message", ({ id, value, error }: Reply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(value as never);
    else one?.reject(new Error(`the lab's ${role}: ${error}`));
  });
  await Promise.race([new Promise((resolve) => child.once("message", resolve)), hasEnded]);
  let lastId = 0;
  return {
    ask: (name, given) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        child.send({ id: lastId, name, given } satisfies Question);
      }),
  };
}

/** The role's own side: answers what it is asked, and ends with the process that started it. */
export function serveRole(answers: RoleAnswers): void {
  const reply = (message: Reply): void => void process.send?.(message, undefined, {}, () => undefined);
  process.on("SIGINT", () => undefined);
  process.on("disconnect", () => process.exit(0));
  process.on("message", async ({ id, name, given }: Question) => {
    try {
      reply({ id, value: await answers[name]?.(given as never) });
    } catch (error) {
      reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  reply({ id: 0 });
}

/** Monotonic milliseconds of the machine, the same in each of its processes. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6;
