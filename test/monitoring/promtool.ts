import { spawnSync } from "node:child_process";

/** Why Prometheus' own checker cannot be asked here; `undefined` = it can. */
export const whyNoPromtool: string | undefined =
  spawnSync("promtool", ["--version"]).status === 0
    ? undefined
    : "promtool is not installed: get the package prometheus";

/** What promtool says, and whether it is content. */
export function promtool(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync("promtool", args, {
    encoding: "utf8",
    ...(input !== undefined && { input }),
  });
  return { isContent: status === 0, says: `${stdout}${stderr}` };
}
