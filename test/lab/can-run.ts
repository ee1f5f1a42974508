import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";

/** Where Debian, and FRR's own packages, put the daemons. */
export const FRR_FOLDER = "/usr/lib/frr";

/** Of iproute2: namespaces, cables, addresses. */
export const IP_PROGRAM = "ip";

/** Why the lab cannot run on this machine, for a person; `undefined` if it can. */
export function whyItCannotRun(): string | undefined {
  if (process.platform !== "linux") return "network namespaces need Linux";
  if (process.getuid?.() !== 0) return "network namespaces and raw sockets need root";
  const daemon = ["zebra", "bgpd", "bfdd"].find((name) => !isProgram(`${FRR_FOLDER}/${name}`));
  if (daemon !== undefined) return `${FRR_FOLDER}/${daemon} is not there; install frr`;
  for (const [program, argument, from] of [
    [IP_PROGRAM, "-V", "iproute2"],
    [pythonProgram(), "--version", "python3"],
  ] as const)
    if (spawnSync(program, [argument]).status !== 0) return `${program} cannot be run; install ${from}`;
  const trial = `skylab-${process.pid}-trial`;
  const made = spawnSync(IP_PROGRAM, ["netns", "add", trial], { encoding: "utf8" });
  if (made.status !== 0) return `a network namespace cannot be made: ${made.stderr.trim()}`;
  spawnSync(IP_PROGRAM, ["netns", "del", trial]);
  return undefined;
}

/** The system's own Python where there is one: what a version manager puts before it takes longer to start. */
export const pythonProgram = (): string => (isProgram("/usr/bin/python3") ? "/usr/bin/python3" : "python3");

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
