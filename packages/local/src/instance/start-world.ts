import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod";
import { startChild, stopChild } from "./child-process.ts";

/** A twin of an estate in a process of its own. */
export interface World {
  readonly apiUrl: string;
  readonly socksUrl: string;
  /** Certificate of the authority that its services are vouched for by, if a file was asked for. */
  readonly caFile?: string | undefined;
  readonly pid: number;
  /** Its applications begin, and send their spans to this base of an OTLP/HTTP receiver, bearing a token. */
  sendSpansTo(endpoint: string, token: string): Promise<void>;
  stop(): Promise<void>;
}

/** Which estate to bring to life, and where; port 0 = any free one. */
export interface WorldOptions {
  /** Name of a shipped estate, or a file. */
  readonly estate: string;
  readonly apiPort: number;
  readonly socksPort: number;
  readonly seed: number;
  /** Where to write the certificate by which its services can be checked. */
  readonly caFile?: string;
  readonly onLine: (line: string) => void;
}

const TWIN = resolve(import.meta.dirname, "../../../twin/src/main.ts");
const Ready = z.looseObject({ apiUrl: z.url(), socksUrl: z.url() });

/** Starts the twin. @throws StartError in its own words */
export async function startWorld({ estate, apiPort, socksPort, seed, caFile, onLine }: WorldOptions): Promise<World> {
  const args = ["--estate", estate, "--api-port", `${apiPort}`, "--socks-port", `${socksPort}`, "--seed", `${seed}`];
  if (caFile !== undefined) args.push("--ca-file", caFile);
  const { process: child, ready } = await startChild({ entry: TWIN, args, env: process.env, ready: Ready, onLine });
  if (caFile !== undefined) keepTrusted(caFile);
  return {
    apiUrl: ready.apiUrl,
    socksUrl: ready.socksUrl,
    caFile,
    pid: child.pid ?? 0,
    sendSpansTo: (endpoint, token) => sendSpansTo(ready.apiUrl, endpoint, token),
    stop: () => stopChild(child),
  };
}

/** Where they send is known after the world is there: what receives lives in it. */
async function sendSpansTo(apiUrl: string, endpoint: string, token: string): Promise<void> {
  const response = await fetch(`${apiUrl.replace(/\/$/, "")}/lab/applications/telemetry`, {
    method: "PUT",
    body: JSON.stringify({ endpoint, headers: { authorization: `Bearer ${token}` } }),
  });
  if (!response.ok) throw new Error(`the world's applications take no receiver of spans: ${await response.text()}`);
}

/** Adds what its user trusts already: Node.js reads one such file only. */
function keepTrusted(caFile: string): void {
  const own = process.env.NODE_EXTRA_CA_CERTS;
  if (own !== undefined && own !== caFile && existsSync(own)) appendFileSync(caFile, readFileSync(own));
}

/** The variables that point the vendors' SDKs, the probes and the router adapter at a world, with credentials it takes. */
export function worldEnv({
  apiUrl,
  socksUrl,
  caFile,
}: Pick<World, "apiUrl" | "socksUrl" | "caFile">): Readonly<Record<string, string>> & { readonly AWS_REGION: string } {
  const origin = apiUrl.replace(/\/$/, "");
  const aws = [
    "EC2",
    "DIRECT_CONNECT",
    "CLOUDWATCH",
    "NETWORKMANAGER",
    "STS",
    "INTERCONNECT",
    "LAMBDA",
    "RDS",
    "ROUTE_53",
  ];
  return {
    ALL_PROXY: socksUrl,
    // Packets of the estate go through the proxy; calls of the control planes do not.
    NO_PROXY: "127.0.0.1,localhost",
    ...(caFile !== undefined && { NODE_EXTRA_CA_CERTS: caFile }),
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
