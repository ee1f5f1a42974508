import { createHash } from "node:crypto";
import { openDatabase } from "../database.ts";
import { AwsError } from "../edge/aws-service.ts";
import type { RestService } from "../edge/rest-service.ts";

/** An object as it was put. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** The bucket of the page, and what is in it. */
export interface ObjectStore {
  readonly service: RestService;
  /** `undefined` = there is none of that key. */
  read(key: string): StoredObject | undefined;
  close(): void;
}

/** S3's own limit of a key. */
const MAX_KEY_BYTES = 1_024;

/** S3 as far as Skylane writes to it: PutObject into one bucket, addressed by its path, as clients do where there is no name to put a bucket before. */
export function createObjectStore({
  databaseFile,
  bucket,
}: {
  readonly databaseFile: string;
  readonly bucket: string;
}): ObjectStore {
  const db = openDatabase(databaseFile);
  db.exec(
    "CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, body BLOB NOT NULL, content_type TEXT NOT NULL, cache_control TEXT NOT NULL)",
  );
  const put = db.prepare("INSERT OR REPLACE INTO objects (key, body, content_type, cache_control) VALUES (?, ?, ?, ?)");
  const find = db.prepare("SELECT body, content_type, cache_control FROM objects WHERE key = ?");
  return {
    service: {
      pathPrefixes: [`/${bucket}`],
      async handle({ method, path, headers, body }) {
        const key = decodeURIComponent(path.slice(bucket.length + 2));
        if (method !== "PUT" || key === "")
          throw new AwsError("NotImplemented", `S3 here has no ${method} ${path}; it has PutObject.`, 501);
        if (Buffer.byteLength(key) > MAX_KEY_BYTES)
          throw new AwsError("KeyTooLongError", `A key has at most ${MAX_KEY_BYTES} bytes.`);
        const said = (name: string, otherwise: string): string => String(headers[name] ?? otherwise);
        put.run(key, body, said("content-type", "binary/octet-stream"), said("cache-control", "no-cache"));
        return { statusCode: 200, headers: { etag: `"${createHash("md5").update(body).digest("hex")}"` } };
      },
    },
    read(key) {
      const row = find.get(key) as { body: Uint8Array; content_type: string; cache_control: string } | undefined;
      return row && { body: row.body, contentType: row.content_type, cacheControl: row.cache_control };
    },
    close: () => db.close(),
  };
}
