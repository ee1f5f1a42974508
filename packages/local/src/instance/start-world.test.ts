import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { selfSigned } from "../../../../test/support/self-signed.ts";
import { startWorld, worldEnv } from "./start-world.ts";

const folder = mkdtempSync(join(tmpdir(), "skylane-world-"));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe("local/start-world", () => {
  it("lets processes in a world trust its services, and whom its user trusts already", async () => {
    const [caFile, ownFile] = [join(folder, "world-ca.pem"), join(folder, "own.pem")];
    const own = selfSigned("proxy.example.com").cert;
    writeFileSync(ownFile, own);
    vi.stubEnv("NODE_EXTRA_CA_CERTS", ownFile);

    const world = await startWorld({
      estate: "globalcart",
      apiPort: 0,
      socksPort: 0,
      seed: 1,
      caFile,
      onLine: () => undefined,
    });

    try {
      const trusted = readFileSync(caFile, "utf8");
      expect(worldEnv(world).NODE_EXTRA_CA_CERTS).toBe(caFile);
      expect(trusted).toContain(own);
      expect(new X509Certificate(trusted).subject).toBe("CN=Twin certificate authority");
      expect(worldEnv({ apiUrl: world.apiUrl, socksUrl: world.socksUrl })).not.toHaveProperty("NODE_EXTRA_CA_CERTS");
    } finally {
      await world.stop();
    }
  });
});
