import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type * as z from "zod";

/** A child that has said it is ready. */
export interface ReadyChild<Ready> {
  readonly process: ChildProcess;
  readonly ready: Ready;
}

/** A program that ended before it was ready; in its own words. `isBadInput`: a file or a name it was given was wrong. */
export class StartError extends Error {
  readonly isBadInput: boolean;

  constructor(message: string, isBadInput: boolean) {
    super(message);
    this.name = "StartError";
    this.isBadInput = isBadInput;
  }
}

/** Exit code of a child that was given a wrong file or name. */
const BAD_INPUT = 2;

/**
 * Starts a Node program and waits for the one JSON line it prints when ready. Its further output goes to `onLine`.
 * @throws StartError with what it said on stderr if it ends before
 */
export function startChild<Ready>(options: {
  readonly entry: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly ready: z.ZodType<Ready>;
  readonly onLine: (line: string) => void;
}): Promise<ReadyChild<Ready>> {
  const child = spawn(process.execPath, [options.entry, ...options.args], {
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return new Promise((resolve, reject) => {
    let isReady = false;
    let errors = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (isReady) {
        options.onLine(line);
        return;
      }
      const ready = parseReady(options.ready, line);
      if (ready === undefined) {
        options.onLine(line);
        return;
      }
      isReady = true;
      resolve({ process: child, ready });
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (isReady) options.onLine(line);
      else errors = `${errors}${line}\n`.slice(-4_000);
    });
    child.once("exit", (code, signal) => {
      if (!isReady)
        reject(
          new StartError(
            errors.trim() || `${options.entry} ended with ${code ?? signal} before it was ready`,
            code === BAD_INPUT,
          ),
        );
    });
    child.once("error", reject);
  });
}

function parseReady<Ready>(schema: z.ZodType<Ready>, line: string): Ready | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Ends a child and waits until it is gone: asks first, insists after `graceMs`. */
export function stopChild(child: ChildProcess, graceMs = 3_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const insist = setTimeout(() => child.kill("SIGKILL"), graceMs);
    child.once("exit", () => {
      clearTimeout(insist);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
