import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TENANCY } from "./oci-estate.ts";

/** A configuration file of Oracle's tools in a folder of its own, with a key that no tenancy knows. */
export interface FakeConfig {
  readonly environment: Readonly<Record<string, string>>;
  readonly file: string;
  /** Writes the file again, with other lines. */
  rewrite(change: (text: string) => string): void;
  remove(): void;
}

export function fakeConfig(): FakeConfig {
  const folder = mkdtempSync(join(tmpdir(), "skylane-oci-"));
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const [file, key] = [join(folder, "config"), join(folder, "key.pem")];
  const text = [
    "[DEFAULT]",
    "user=ocid1.user.oc1..test",
    "fingerprint=00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00",
    `tenancy=${TENANCY}`,
    "region=us-ashburn-1",
    `key_file=${key}`,
    "",
  ].join("\n");
  writeFileSync(key, privateKey, { mode: 0o600 });
  writeFileSync(file, text);
  return {
    environment: { OCI_CONFIG_FILE: file },
    file,
    rewrite: (change) => writeFileSync(file, change(text)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
