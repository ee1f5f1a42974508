import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openDatabase } from "../database.ts";
import { AwsError, type AwsService } from "../edge/aws-service.ts";

const Name = z.string().regex(/^(\/[\w.-]+)+$/);
const Put = z.looseObject({
  Name,
  Value: z.string().min(1).max(4_096),
  Type: z.enum(["String", "SecureString"]),
  Overwrite: z.boolean().default(false),
});
const Get = z.looseObject({ Name, WithDecryption: z.boolean().default(false) });
const ByPath = z.looseObject({ Path: Name, WithDecryption: z.boolean().default(false) });
const Delete = z.looseObject({ Name });

interface Row {
  readonly name: string;
  readonly type: "String" | "SecureString";
  readonly sealed: Uint8Array;
  readonly version: number;
  readonly modified_at_ms: number;
}

/** Where parameters are kept, and the key their values are encrypted by. */
export interface ParameterStoreOptions {
  readonly databaseFile: string;
  /** 32 bytes. */
  readonly key: Buffer;
  readonly nowMs: () => number;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Systems Manager's Parameter Store as far as Skylane uses it: put, get, list a path, delete. Values are encrypted on disk
 * (AES-256-GCM, bound to their name); one that cannot be decrypted is an error, as it is without its KMS key.
 */
export function createParameterStore({ databaseFile, key, nowMs }: ParameterStoreOptions): AwsService & {
  close(): void;
} {
  const db = openDatabase(databaseFile);
  db.exec(
    "CREATE TABLE IF NOT EXISTS parameters (name TEXT PRIMARY KEY, type TEXT NOT NULL, sealed BLOB NOT NULL, version INTEGER NOT NULL, modified_at_ms INTEGER NOT NULL)",
  );
  const find = (name: string) => db.prepare("SELECT * FROM parameters WHERE name = ?").get(name) as Row | undefined;
  const shown = (row: Row, isDecrypted: boolean) => ({
    Name: row.name,
    Type: row.type,
    Value: row.type === "String" || isDecrypted ? open(key, row) : Buffer.from(row.sealed).toString("base64"),
    Version: row.version,
    LastModifiedDate: row.modified_at_ms / 1_000,
    DataType: "text",
  });
  return {
    targetPrefix: "AmazonSSM",
    contentType: "application/x-amz-json-1.1",
    async call(operation, body) {
      switch (operation) {
        case "PutParameter":
          return put(db, key, parsed(Put, body), find, nowMs());
        case "GetParameter": {
          const { Name: name, WithDecryption } = parsed(Get, body);
          return { Parameter: shown(found(find(name), name), WithDecryption) };
        }
        case "GetParametersByPath": {
          const { Path, WithDecryption } = parsed(ByPath, body);
          const rows = db.prepare("SELECT * FROM parameters ORDER BY name").all() as unknown as Row[];
          const below = rows.filter(({ name }) => name.slice(0, name.lastIndexOf("/")) === Path);
          return { Parameters: below.map((row) => shown(row, WithDecryption)) };
        }
        case "DeleteParameter": {
          const { Name: name } = parsed(Delete, body);
          found(find(name), name);
          db.prepare("DELETE FROM parameters WHERE name = ?").run(name);
          return {};
        }
        default:
          throw new AwsError("UnknownOperationException", `Parameter Store here has no ${operation}.`);
      }
    },
    close: () => db.close(),
  };
}

function put(
  db: DatabaseSync,
  key: Buffer,
  { Name: name, Value, Type, Overwrite }: z.infer<typeof Put>,
  find: (name: string) => Row | undefined,
  nowMs: number,
) {
  const before = find(name);
  if (before && !Overwrite)
    throw new AwsError(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  const version = (before?.version ?? 0) + 1;
  db.prepare("INSERT OR REPLACE INTO parameters VALUES (?, ?, ?, ?, ?)").run(
    name,
    Type,
    seal(key, name, Value),
    version,
    nowMs,
  );
  return { Version: version, Tier: "Standard" };
}

function seal(key: Buffer, name: string, value: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

function open(key: Buffer, { name, sealed }: Row): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    throw new AwsError("InvalidKeyId", `The parameter ${name} cannot be decrypted with this key.`);
  }
}

function found(row: Row | undefined, name: string): Row {
  if (row) return row;
  throw new AwsError("ParameterNotFound", `Parameter ${name} not found.`);
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AwsError(
    "ValidationException",
    result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
  );
}
