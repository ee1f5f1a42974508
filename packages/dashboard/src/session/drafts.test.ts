import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { tabStorage } from "../../../../test/support/page-session.ts";
import { dropDraft, dropDrafts, readDraft, writeDraft } from "./drafts.ts";

const Form = z.strictObject({ text: z.string(), count: z.number() });

describe("dashboard/session/drafts", () => {
  it("gives back what was typed, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), fc.nat(), (text, count) => {
        const storage = tabStorage();
        writeDraft(storage, "form", { text, count });

        expect(readDraft(storage, "form", Form)).toEqual({ text, count });
      }),
    );
  });

  it.each([
    ["nothing", undefined],
    ["no JSON", "{"],
    ["what an older page kept", '{"text":"a"}'],
    ["more than the form has", '{"text":"a","count":1,"isAdmin":true}'],
  ])("gives nothing back for %s", (_, kept) => {
    const storage = tabStorage();
    if (kept !== undefined) storage.setItem("skylane.draft.form", kept);

    expect(readDraft(storage, "form", Form)).toBeUndefined();
  });

  it("keeps no part of what is too long, and goes on where nothing can be kept", () => {
    const storage = tabStorage();
    writeDraft(storage, "form", { text: "before", count: 1 });
    writeDraft(storage, "form", { text: "x".repeat(20_001), count: 1 });
    const full = {
      ...tabStorage(),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };

    expect(readDraft(storage, "form", Form)).toBeUndefined();
    expect(() => writeDraft(full, "form", { text: "a", count: 1 })).not.toThrow();
  });

  it("forgets one, or all, and nothing else", () => {
    const storage = tabStorage();
    for (const key of ["a", "b", "c"]) writeDraft(storage, key, { text: key, count: 1 });
    storage.setItem("skylane.subject", "7c0b");

    dropDraft(storage, "b");
    expect([readDraft(storage, "a", Form)?.text, readDraft(storage, "b", Form)?.text]).toEqual(["a", undefined]);
    dropDrafts(storage);
    expect([readDraft(storage, "a", Form), storage.getItem("skylane.subject")]).toEqual([undefined, "7c0b"]);
  });
});
