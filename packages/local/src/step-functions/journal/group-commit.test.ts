import { describe, expect, it } from "vitest";
import { openDatabase } from "../../database.ts";
import { settle } from "../fixture.ts";
import { createGroupCommit, JournalClosed } from "./group-commit.ts";

function openLines() {
  const db = openDatabase(":memory:");
  db.exec("CREATE TABLE lines (text TEXT)");
  const commit = createGroupCommit(db);
  const insert = db.prepare("INSERT INTO lines VALUES (?)");
  const write = (text: string): void => void commit.write(() => insert.run(text));
  const count = (): unknown => db.prepare("SELECT count(*) AS n FROM lines").get()?.n;
  return { db, commit, write, count };
}

describe("local/step-functions/group-commit", () => {
  it("writes of one turn share one transaction, which ends with the turn", async () => {
    const { db, commit, write } = openLines();

    write("a");
    write("b");
    expect(db.isTransaction).toBe(true);
    await commit.durable();

    expect(db.isTransaction).toBe(false);
  });

  it("a full disk takes back the turn's writes and closes the journal for good", async () => {
    const { db, commit, write, count } = openLines();
    write("kept");
    await commit.durable();
    db.exec("PRAGMA max_page_count = 3");

    write("lost");
    const durable = commit.durable();
    expect(() => write("x".repeat(1_000_000))).toThrow(JournalClosed);

    await expect(durable).rejects.toThrow(JournalClosed);
    expect(() => write("later")).toThrow(JournalClosed);
    await expect(commit.durable()).rejects.toThrow("free disk space and restart");
    await settle();
    expect(count()).toBe(1);
  });

  it("close commits what is open and refuses what follows", () => {
    const { commit, write, count } = openLines();
    write("a");

    commit.close();

    expect(count()).toBe(1);
    expect(() => write("b")).toThrow(JournalClosed);
  });
});
