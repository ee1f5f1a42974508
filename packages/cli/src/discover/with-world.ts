import { generateKeyPair } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startWorld, worldEnv } from "@skylane/local";

/** How a twin behaves, and what it does not show. */
export interface WorldTemper {
  /** Time each of its API calls takes, ms. */
  readonly latencyMs: number;
  /** Calls a second before it throttles; 0 = never. */
  readonly callsPerSecond: number;
  /** `<cloud>:<region>` each. */
  readonly denied: readonly string[];
}

/** Runs something in the world of an estate: its twin is started, the environment points at it, and all is put back afterwards. */
export async function withWorld<T>(estate: string, temper: WorldTemper, run: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "skylane-world-"));
  const before = { ...process.env };
  const oci = ociConfig(folder);
  const world = await startWorld({ estate, apiPort: 0, socksPort: 0, seed: 1, onLine: () => undefined });
  try {
    const answer = await fetch(new URL("/lab/realism", world.apiUrl), {
      method: "PUT",
      body: JSON.stringify({
        apiLatencyMs: temper.latencyMs,
        apiJitterMs: 0,
        callsPerSecond: temper.callsPerSecond,
        deniedScopes: temper.denied,
      }),
    });
    if (!answer.ok) throw new Error(`The twin does not take these conditions: ${await answer.text()}`);
    Object.assign(process.env, worldEnv(world), { OCI_CONFIG_FILE: await oci });
    return await run();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** OCI signs every request, so its SDK wants a key: a fresh one, which no tenancy knows. */
async function ociConfig(folder: string): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const keyFile = join(folder, "oci.pem");
  writeFileSync(keyFile, privateKey, { mode: 0o600 });
  const file = join(folder, "oci.config");
  writeFileSync(
    file,
    [
      "[DEFAULT]",
      "user=ocid1.user.oc1..local",
      "fingerprint=00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00",
      "tenancy=ocid1.tenancy.oc1..aaaaskylane",
      "region=us-ashburn-1",
      `key_file=${keyFile}`,
      "",
    ].join("\n"),
  );
  return file;
}
