import { createHash } from "node:crypto";
import { fnv1a64, hasCode, type ResolvedStep } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { type RouterShell, vtysh } from "../router-shell.ts";

/** A router as provisioning needs it: its files, its configuration, and what its daemons say. */
export interface RouterBox {
  run(argv: readonly string[]): Promise<string>;
  /** Runs what may find that there is nothing to do; false if it did. */
  tryTo(argv: readonly string[]): Promise<boolean>;
  /** Text of a file; `undefined` = there is none. */
  read(path: string): Promise<string | undefined>;
  /** True if the file has exactly that text, which does not leave this machine. */
  holds(path: string, text: string): Promise<boolean>;
  /** Writes a file as a whole. One with a secret is its owner's alone. */
  write(path: string, text: string, isSecret?: boolean): Promise<void>;
  remove(path: string): Promise<void>;
  /** Lines of FRR's configuration, each with the lines it stands under: `router bgp 65010 > neighbor 10.0.0.1 remote-as 1`. */
  config(): Promise<ReadonlySet<string>>;
  /** Has FRR take these lines, and keep them over a restart. */
  configure(lines: readonly string[]): Promise<void>;
}

const NO_FILE = /No such file or directory/;

export function routerBox(shell: RouterShell, routerId: string): RouterBox {
  const run = (argv: readonly string[], stdin?: string): Promise<string> => shell(routerId, argv, stdin);
  /** What it printed; `undefined` where it says that there is no such file. */
  const orNothing = async (argv: readonly string[]): Promise<string | undefined> => {
    try {
      return await run(argv);
    } catch (error) {
      if (error instanceof Error && hasCode(error, "ERR_CLOUD_ANSWER") && NO_FILE.test(error.message)) return undefined;
      throw error;
    }
  };
  return {
    run,
    async tryTo(argv) {
      try {
        await run(argv);
        return true;
      } catch (error) {
        if (hasCode(error, "ERR_CLOUD_ANSWER")) return false;
        throw error;
      }
    },
    read: (path) => orNothing(["cat", path]),
    async holds(path, text) {
      const digest = (await orNothing(["sha256sum", path]))?.slice(0, 64);
      return digest === createHash("sha256").update(text).digest("hex");
    },
    async write(path, text, isSecret = false) {
      await run(["install", "-m", isSecret ? "600" : "644", "/dev/stdin", path], text);
    },
    async remove(path) {
      await run(["rm", "-f", path]);
    },
    config: async () => configOf(await run(vtysh("show running-config"))),
    async configure(lines) {
      await run(vtysh("configure terminal", ...lines, "end", "write memory"));
    },
  };
}

/** FRR indents what stands under a line by one. */
function configOf(text: string): ReadonlySet<string> {
  const under: string[] = [];
  const found = new Set<string>();
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (line === "" || line.startsWith("!")) continue;
    const depth = raw.length - raw.trimStart().length;
    under.splice(depth);
    found.add([...under, line].join(" > "));
    under[depth] = line;
  }
  return found;
}

/** What says on a router whose something is; it stands in comments, where nothing from outside may end a line. */
export const markOf = ({ tags }: ResolvedStep): string => `skylane ${JSON.stringify(tags)}`;

/** The same where a line must be short. */
export const shortMarkOf = (step: ResolvedStep): string => `skylane-${fnv1a64(markOf(step))}`;

/** Something of that name is there and is not as the step wants it; it is left alone. */
export const takenOnRouter = (routerId: string, what: string, differs: readonly string[]) =>
  cloudError(
    "ERR_CLOUD_CONFLICT",
    `${what} on ${routerId} is not this step's and has another ${differs.join(", ")}; it is left alone. Look at it by hand`,
    { cloud: "onprem", routerId },
  );
