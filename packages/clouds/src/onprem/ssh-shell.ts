import { execFile } from "node:child_process";
import pLimit from "p-limit";
import { cloudError } from "../_shared/errors.ts";
import type { RouterShell } from "./router-shell.ts";

/** Runs a program and gives what it printed; rejects only if it cannot be started. */
export type RunProgram = (
  program: string,
  args: readonly string[],
  how: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
) => Promise<ProgramEnd>;

/** How a program ended. `exitCode` is absent where it was stopped because time was over. */
export interface ProgramEnd {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 20_000;
const CONNECT_SECONDS = 8;
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;
/** sshd drops new connections beyond ten that are not yet logged in. */
const SESSIONS_A_ROUTER = 4;
/** What ssh itself exits with when it could not run the command. */
const SSH_FAILED = 255;
const HOST = /^[A-Za-z0-9_][\w.@:-]{0,252}$/;

/** The id of a router that is this very machine. */
export const THIS_MACHINE = "localhost";

/**
 * Commands over the system's own ssh, with its configuration, keys and pinned host keys; a router's id is the host to
 * connect to, and `localhost` runs on this machine. Nobody is asked for a password.
 * @throws ERR_CLOUD_DENIED, ERR_CLOUD_NOT_FOUND, ERR_CLOUD_UNAVAILABLE, ERR_CLOUD_ANSWER
 */
export function sshShell(run: RunProgram = runProgram, signal?: AbortSignal): RouterShell {
  const limits = new Map<string, ReturnType<typeof pLimit>>();
  const limitOf = (routerId: string): ReturnType<typeof pLimit> => {
    const limit = limits.get(routerId) ?? pLimit(SESSIONS_A_ROUTER);
    limits.set(routerId, limit);
    return limit;
  };
  return async (routerId, argv) => {
    const details = { cloud: "onprem", routerId, command: argv.join(" ").slice(0, 200) };
    if (!HOST.test(routerId))
      throw cloudError(
        "ERR_CLOUD_NOT_FOUND",
        `${JSON.stringify(routerId)} is no name of a host to connect to`,
        details,
      );
    const isHere = routerId === THIS_MACHINE;
    const [program, args] = isHere ? [argv[0] ?? "", argv.slice(1)] : ["ssh", sshArguments(routerId, argv)];
    let end: ProgramEnd;
    try {
      end = await limitOf(routerId)(() => run(program, args, { timeoutMs: TIMEOUT_MS, signal }));
    } catch (error) {
      throw cloudError("ERR_CLOUD_UNAVAILABLE", `${program} cannot be run here`, { ...details, program }, error);
    }
    const { exitCode, stdout, stderr } = end;
    const said = (stderr || stdout).trim().slice(0, 300);
    if (exitCode === undefined)
      throw cloudError("ERR_CLOUD_UNAVAILABLE", `router ${routerId} took too long: ${argv.join(" ").slice(0, 100)}`, {
        ...details,
        isTimeout: true,
      });
    if (!isHere && exitCode === SSH_FAILED) throw sshFailure(routerId, said, details);
    // vtysh refuses a command with a line that begins with "%", and may still exit 0.
    if (exitCode !== 0 || /^%/m.test(stdout))
      throw cloudError("ERR_CLOUD_ANSWER", `router ${routerId} refused: ${said}`, { ...details, exitCode });
    return stdout;
  };
}

function sshArguments(routerId: string, argv: readonly string[]): readonly string[] {
  return [
    "-T",
    "-o",
    "BatchMode=yes",
    "-o",
    `ConnectTimeout=${CONNECT_SECONDS}`,
    "--",
    routerId,
    argv.map(quoted).join(" "),
  ];
}

/** A word for the far side's shell, which takes apart what ssh sends. */
const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function sshFailure(routerId: string, said: string, details: Readonly<Record<string, string>>) {
  if (/permission denied|host key verification failed|too many authentication failures/i.test(said))
    return cloudError("ERR_CLOUD_DENIED", `router ${routerId} does not let us in: ${said}`, details);
  if (/could not resolve/i.test(said))
    return cloudError("ERR_CLOUD_NOT_FOUND", `there is no host ${routerId}: ${said}`, details);
  return cloudError("ERR_CLOUD_UNAVAILABLE", `router ${routerId} did not answer: ${said}`, {
    ...details,
    isTimeout: /timed out/i.test(said),
  });
}

const runProgram: RunProgram = (program, args, { timeoutMs, signal }) =>
  new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      { timeout: timeoutMs, maxBuffer: OUTPUT_LIMIT_BYTES, windowsHide: true, ...(signal && { signal }) },
      (error, stdout, stderr) => {
        const code = error?.code;
        if (code === "ENOENT" || code === "EACCES" || code === "ABORT_ERR") reject(error);
        else if (error?.killed) resolve({ exitCode: undefined, stdout, stderr });
        else resolve({ exitCode: typeof code === "number" ? code : error ? 1 : 0, stdout, stderr });
      },
    ).stdin?.end();
  });
