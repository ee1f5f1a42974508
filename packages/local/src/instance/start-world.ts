import { resolve } from "node:path";
import * as z from "zod";
import { startChild, stopChild } from "./child-process.ts";

/** A twin of an estate in a process of its own. */
export interface World {
  readonly apiUrl: string;
  readonly socksUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Which estate to bring to life, and where; port 0 = any free one. */
export interface WorldOptions {
  /** Name of a shipped estate, or a file. */
  readonly estate: string;
  readonly apiPort: number;
  readonly socksPort: number;
  readonly seed: number;
  readonly onLine: (line: string) => void;
}

const TWIN = resolve(import.meta.dirname, "../../../twin/src/main.ts");
const Ready = z.looseObject({ apiUrl: z.url(), socksUrl: z.url() });

/** Starts the twin. @throws StartError in its own words */
export async function startWorld({ estate, apiPort, socksPort, seed, onLine }: WorldOptions): Promise<World> {
  const args = ["--estate", estate, "--api-port", `${apiPort}`, "--socks-port", `${socksPort}`, "--seed", `${seed}`];
  const { process: child, ready } = await startChild({ entry: TWIN, args, env: process.env, ready: Ready, onLine });
  return { apiUrl: ready.apiUrl, socksUrl: ready.socksUrl, pid: child.pid ?? 0, stop: () => stopChild(child) };
}

/** The variables that point the vendors' SDKs, the probes and the router adapter at a world, with credentials it takes. */
export function worldEnv({
  apiUrl,
  socksUrl,
}: Pick<World, "apiUrl" | "socksUrl">): Readonly<Record<string, string>> & { readonly AWS_REGION: string } {
  const origin = apiUrl.replace(/\/$/, "");
  const aws = ["EC2", "DIRECT_CONNECT", "CLOUDWATCH", "NETWORKMANAGER", "STS", "INTERCONNECT"];
  return {
    ALL_PROXY: socksUrl,
    // Packets of the estate go through the proxy; calls of the control planes do not.
    NO_PROXY: "127.0.0.1,localhost",
    SKYLANE_ROUTER_GATEWAY_URL: `${origin}/routers`,
    SKYLANE_ENDPOINT_AZURE: `${origin}/azure`,
    SKYLANE_ENDPOINT_GCP: `${origin}/gcp`,
    SKYLANE_ENDPOINT_OCI: `${origin}/oci`,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AZURE_ACCESS_TOKEN: "local",
    GOOGLE_OAUTH_ACCESS_TOKEN: "local",
    ...Object.fromEntries(aws.map((service) => [`AWS_ENDPOINT_URL_${service}`, origin])),
  };
}
