import { describe, expect, it } from "vitest";
import { openDatabase } from "../database.ts";
import { createGroupCommit } from "./group-commit.ts";

const aDatabase = () => {
  const db = openDatabase(":memory:");
  db.exec("CREATE TABLE notes (text TEXT NOT NULL)");
  const texts = () =>
    db
      .prepare("SELECT text FROM notes")
      .all()
      .map(({ text }) => text);
  const insert = (text: string | null) => () => db.prepare("INSERT INTO notes VALUES (?)").run(text).changes;
  return { db, texts, insert };
};

describe("local/event-bus/group-commit", () => {
  it("puts the writes of one turn in one transaction", async () => {
    const { db, insert, texts } = aDatabase();
    const commit = createGroupCommit(db);
    let begun = 0;
    const inTransaction: boolean[] = [];
    const write = (text: string) => () => {
      inTransaction.push(db.isTransaction);
      begun += texts().length === 0 ? 1 : 0;
      return insert(text)();
    };

    const results = await Promise.all([commit(write("a")), commit(write("b")), commit(write("c"))]);

    expect(results).toEqual([1, 1, 1]);
    expect(inTransaction).toEqual([true, true, true]);
    expect(begun).toBe(1);
    expect(texts()).toEqual(["a", "b", "c"]);
  });

  it("lets a write fail alone", async () => {
    const { db, insert, texts } = aDatabase();
    const commit = createGroupCommit(db);

    const results = await Promise.allSettled([commit(insert("a")), commit(insert(null)), commit(insert("c"))]);

    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(texts()).toEqual(["a", "c"]);
  });

  it("rejects every write when the database is gone, and after it was closed", async () => {
    const { db, insert } = aDatabase();
    const commit = createGroupCommit(db);
    const lost = commit(insert("a"));
    db.close();

    await expect(lost).rejects.toThrow("not open");
    commit.close();
    await expect(commit(insert("b"))).rejects.toThrow("closed");
  });

  it("commits what is waiting when it is closed", async () => {
    const { db, insert, texts } = aDatabase();
    const commit = createGroupCommit(db);

    const written = commit(insert("a"));
    commit.close();

    await expect(written).resolves.toBe(1);
    expect(texts()).toEqual(["a"]);
  });
});
