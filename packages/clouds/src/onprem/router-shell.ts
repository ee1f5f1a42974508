import * as z from "zod";
import { cloudError } from "../_shared/errors.ts";

/** Runs one command on a router and answers what it printed. What it reads may be secret: no error repeats it, nor what was printed. */
export type RouterShell = (routerId: string, argv: readonly string[], stdin?: string) => Promise<string>;

const RunAnswer = z.strictObject({ exitCode: z.int(), stdout: z.string(), stderr: z.string() });
const TIMEOUT_MS = 5_000;

/**
 * Commands through the gateway that stands before the routers: `POST {gateway}/{routerId}/run {"argv": […], "stdin": "…"}`.
 * It runs only what its own allow-list holds (docs/steering-onprem.md, docs/provisioning-onprem.md).
 * @throws ERR_CLOUD_UNAVAILABLE, ERR_CLOUD_DENIED, ERR_CLOUD_NOT_FOUND, ERR_CLOUD_ANSWER
 */
export function routerShell(gatewayUrl: string | undefined): RouterShell {
  return async (routerId, argv, stdin) => {
    const details = { cloud: "onprem", routerId, command: argv.join(" ").slice(0, 200) };
    if (gatewayUrl === undefined)
      throw cloudError(
        "ERR_CLOUD_UNAVAILABLE",
        `router ${routerId} cannot be reached: SKYLANE_ROUTER_GATEWAY_URL is not set`,
        details,
      );
    let response: Response;
    try {
      response = await fetch(`${gatewayUrl}/${encodeURIComponent(routerId)}/run`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ argv, ...(stdin !== undefined && { stdin }) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === "TimeoutError";
      throw cloudError("ERR_CLOUD_UNAVAILABLE", `router ${routerId} did not answer`, { ...details, isTimeout }, error);
    }
    if (response.status === 404)
      throw cloudError(
        "ERR_CLOUD_NOT_FOUND",
        `the router gateway knows no router ${routerId}; check it in skylane.yaml`,
        details,
      );
    if (response.status === 401 || response.status === 403)
      throw cloudError(
        "ERR_CLOUD_DENIED",
        `the router gateway refuses with ${response.status} to ask ${routerId}`,
        details,
      );
    if (!response.ok)
      throw cloudError(
        "ERR_CLOUD_UNAVAILABLE",
        `the router gateway answered ${response.status} for ${routerId}`,
        details,
      );
    const answer = RunAnswer.safeParse(await response.json().catch(() => undefined));
    if (!answer.success)
      throw cloudError("ERR_CLOUD_ANSWER", `the router gateway's answer for ${routerId} is not understood`, details);
    const { exitCode, stdout, stderr } = answer.data;
    // vtysh refuses a command with a line that begins with "%", and may still exit 0.
    if (exitCode !== 0 || /^%/m.test(stdout)) {
      const said = stdin === undefined ? (stderr || stdout).trim().slice(0, 200) : `${argv[0]} ended with ${exitCode}`;
      throw cloudError("ERR_CLOUD_ANSWER", `router ${routerId} refused: ${said}`, { ...details, exitCode });
    }
    return stdout;
  };
}

/** The arguments that have vtysh run these commands in one session. */
export const vtysh = (...commands: readonly string[]): readonly string[] => [
  "vtysh",
  ...commands.flatMap((command) => ["-c", command]),
];
