import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the data folder keeps the key that seals reports, and its public half, which may be given away. */
const FILES = { own: "drill-report-key.pem", public: "drill-report-key.pub.pem" } as const;

/** The key (PKCS #8, PEM) that seals this instance's reports: made at the first start, readable by its owner only. */
export function reportKeyIn(folder: string): string {
  const file = join(folder, FILES.own);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  }
  const pem = readFileSync(file, "utf8");
  writeFileSync(join(folder, FILES.public), createPublicKey(pem).export({ type: "spki", format: "pem" }));
  return pem;
}
