import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DrillReport } from "@skylane/core";
import { checkSeal, type SealVerdict } from "@skylane/runtime";
import { CliError } from "../cli-error.ts";
import { exitCodes } from "../exit-codes.ts";

/** Far more than any report has. */
const MAX_BYTES = 4_000_000;

/** Checks a report in a file against a public key. The key never comes from the report: who alters one can alter the other. @throws CliError, ERR_REPORT_KEY_INVALID */
export function verifyReport(
  file: string,
  { key, data }: { readonly key?: string; readonly data: string },
): SealVerdict {
  const keyFile = key ?? join(data, "drill-report-key.pub.pem");
  if (!existsSync(keyFile))
    throw new CliError(
      `There is no public key at ${keyFile}. Name one with --key: "skylane drills key" prints that of a running Skylane.`,
      exitCodes.badInput,
    );
  return checkSeal(readReport(file), readFileSync(keyFile, "utf8"));
}

function readReport(file: string): DrillReport {
  let raw: unknown;
  try {
    const text = readFileSync(file, "utf8");
    raw = text.length > MAX_BYTES ? undefined : JSON.parse(text);
  } catch {
    raw = undefined;
  }
  // what a forger adds must not be dropped before it is looked at, so the file is taken as strictly as it was written
  const parsed = DrillReport.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError(
    `${file} is no report of a drill as "skylane drills report --format json" writes it: ${issue?.path.join(".") || "the file"}: ${issue?.message}. It was altered, or it is another file.`,
    exitCodes.badInput,
  );
}

/** The verdict in words. */
export function tellVerdict(verdict: SealVerdict): string {
  switch (verdict.kind) {
    case "intact":
      return `Intact: the report is what was sealed by key ${verdict.keyId}.`;
    case "altered":
      return `Altered: ${verdict.parts.join(", ")} ${verdict.parts.length === 1 ? "is" : "are"} not what was sealed.`;
    case "seal-altered":
      return "Altered: the seal itself is not what the key has signed, so nothing in the report can be believed.";
    case "other-key":
      return `Sealed by key ${verdict.keyId}, and this is key ${verdict.wantedKeyId}. Ask for the public key of the Skylane that wrote it.`;
    case "not-sealed":
      return "Not sealed: no key was set when the drill ended, or the seal was taken off.";
  }
}
