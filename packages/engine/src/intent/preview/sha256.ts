import { createHash } from "node:crypto";
import { canonicalJson } from "@skylane/core";

/** SHA-256 of a value's canonical JSON (RFC 8785), hex. It computes and does nothing else. */
export const sha256Of = (value: unknown): string => createHash("sha256").update(canonicalJson(value)).digest("hex");
