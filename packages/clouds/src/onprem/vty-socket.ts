import { connect, type Socket } from "node:net";
import { cloudError } from "../_shared/errors.ts";
import type { RouterShell } from "./router-shell.ts";

/** Where a router's bgpd listens for vtysh, e.g. `/run/frr/bgpd.vty`; `undefined` for a router that is not here. */
export type VtyPathOf = (routerId: string) => string | undefined;

/** A router shell whose connections stay open until they are closed. */
export interface VtySocketShell {
  readonly run: RouterShell;
  close(): void;
}

const TIMEOUT_MS = 5_000;
/** What ends an answer; the byte after it is the command's status. */
const END = Buffer.alloc(3);
/** CMD_SUCCESS and CMD_SUCCESS_DAEMON of FRR's lib/command.h. */
const GOOD_STATUSES: ReadonlySet<number> = new Set([0, 7]);

interface Answer {
  readonly status: number;
  readonly text: string;
}
interface Line {
  ask(command: string): Promise<Answer>;
  isOpen(): boolean;
  close(): void;
}

/**
 * Commands to an FRR daemon on this machine over the unix socket that vtysh itself uses, kept open: a change costs 3 to
 * 5 ms where starting vtysh costs 40. It takes what `vtysh(…)` makes; the commands of one call run without those of
 * another in between, for a session is in one mode at a time. A lost connection is opened again by the next call.
 * @throws ERR_CLOUD_UNAVAILABLE, ERR_CLOUD_NOT_FOUND, ERR_CLOUD_ANSWER
 */
export function vtySocketShell(pathOf: VtyPathOf, timeoutMs = TIMEOUT_MS): VtySocketShell {
  const lines = new Map<string, Line>();
  const turns = new Map<string, Promise<unknown>>();

  const converse = async (routerId: string, path: string, commands: readonly string[]): Promise<string> => {
    const known = lines.get(routerId);
    const line = known?.isOpen() ? known : await openLine(routerId, path, timeoutMs);
    lines.set(routerId, line);
    const texts: string[] = [];
    for (const command of commands) {
      const { status, text } = await line.ask(command);
      texts.push(text);
      if (GOOD_STATUSES.has(status) && !/^%/m.test(text)) continue;
      // Whatever mode it stopped in: the next call begins with a session of its own.
      line.close();
      throw cloudError("ERR_CLOUD_ANSWER", `router ${routerId} refused: ${text.trim().slice(0, 200) || command}`, {
        cloud: "onprem",
        routerId,
        command: command.slice(0, 200),
        status,
      });
    }
    return texts.join("");
  };

  return {
    async run(routerId, argv) {
      const path = pathOf(routerId);
      if (path === undefined)
        throw cloudError("ERR_CLOUD_NOT_FOUND", `router ${routerId} has no vty socket here`, {
          cloud: "onprem",
          routerId,
        });
      const commands = commandsOf(routerId, argv);
      const turn = (turns.get(routerId) ?? Promise.resolve()).then(() => converse(routerId, path, commands));
      turns.set(
        routerId,
        turn.catch(() => undefined),
      );
      return await turn;
    },
    close() {
      for (const line of lines.values()) line.close();
      lines.clear();
    },
  };
}

function commandsOf(routerId: string, argv: readonly string[]): readonly string[] {
  const [program, ...rest] = argv;
  const isWellFormed =
    program === "vtysh" &&
    rest.length > 0 &&
    rest.length % 2 === 0 &&
    rest.every((word, i) => i % 2 === 1 || word === "-c");
  const commands = rest.filter((_, i) => i % 2 === 1);
  // A NUL would end the command early and have the rest run as another one.
  if (isWellFormed && !commands.some((command) => command.includes("\0"))) return commands;
  throw cloudError(
    "ERR_CLOUD_ANSWER",
    `a vty socket runs vtysh -c commands only, not ${argv.join(" ").slice(0, 100)}`,
    {
      cloud: "onprem",
      routerId,
    },
  );
}

async function openLine(routerId: string, path: string, timeoutMs: number): Promise<Line> {
  const socket = connect(path);
  // An idle session holds no process back from ending.
  socket.unref();
  const line = lineOver(socket, routerId, timeoutMs);
  await line.ask("enable");
  return line;
}

/** One question at a time: the answer to the last is awaited before the next is asked. */
function lineOver(socket: Socket, routerId: string, timeoutMs: number): Line {
  let received = Buffer.alloc(0);
  let waiting: { readonly answer: (answer: Answer) => void; readonly fail: (error: Error) => void } | undefined;
  const away = (isTimeout: boolean, cause?: unknown): Error =>
    cloudError(
      "ERR_CLOUD_UNAVAILABLE",
      `router ${routerId} did not answer`,
      { cloud: "onprem", routerId, isTimeout },
      cause,
    );
  const fail = (error: Error): void => {
    socket.destroy();
    waiting?.fail(error);
    waiting = undefined;
  };
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf(END);
    if (end < 0 || received.length <= end + END.length) return;
    const answer = { text: received.toString("utf8", 0, end), status: received[end + END.length] ?? 0 };
    received = received.subarray(end + END.length + 1);
    waiting?.answer(answer);
    waiting = undefined;
  });
  socket.on("error", (error) => fail(away(false, error)));
  socket.on("close", () => fail(away(false)));
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => fail(away(true)), timeoutMs);
        const settle =
          <Value>(done: (value: Value) => void) =>
          (value: Value): void => {
            clearTimeout(timer);
            done(value);
          };
        waiting = { answer: settle(resolve), fail: settle(reject) };
        socket.write(`${command}\0`);
      }),
    isOpen: () => !socket.destroyed,
    close: () => void socket.destroy(),
  };
}
