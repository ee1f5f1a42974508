import type { DatabaseSync } from "node:sqlite";

/**
 * Makes sure that a database file has our tables in our version: runs `makeTables` on an empty file, and marks it.
 * @throws Error if the file was written by something else, before anything in it is touched
 */
export function claimSchema(
  db: DatabaseSync,
  file: string,
  version: number,
  makeTables: (db: DatabaseSync) => void,
): void {
  const found = Number(db.prepare("PRAGMA user_version").get()?.user_version);
  const isEmpty = db.prepare("SELECT 1 FROM sqlite_schema").get() === undefined;
  if (found !== version && !isEmpty) {
    db.close();
    throw new Error(
      `${file} was written by another version (its schema is ${found}, this one's is ${version}). Move it away, or choose another data folder.`,
    );
  }
  makeTables(db);
  db.exec(`PRAGMA user_version = ${version}`);
}
