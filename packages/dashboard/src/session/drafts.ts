import type * as z from "zod";

const PREFIX = "skylane.draft.";
/** Enough for a form; a tab has about five million characters in all. */
const MAX_CHARACTERS = 20_000;

/** Where a tab keeps what must survive a reload, and nothing else. */
export type TabStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** What was typed under this key and still fits, if anything was. */
export function readDraft<T>(storage: TabStorage, key: string, schema: z.ZodType<T>): T | undefined {
  const text = storage.getItem(PREFIX + key);
  if (text === null) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined; // of an older page, or changed by somebody
  }
}

/** Keeps what is typed; what is too long is not kept at all, rather than in part. */
export function writeDraft(storage: TabStorage, key: string, value: unknown): void {
  const text = JSON.stringify(value);
  try {
    if (text.length > MAX_CHARACTERS) storage.removeItem(PREFIX + key);
    else storage.setItem(PREFIX + key, text);
  } catch {
    // no room, or a browser that keeps nothing: what is typed is still on the page
  }
}

/** Forgets one draft. */
export const dropDraft = (storage: TabStorage, key: string): void => storage.removeItem(PREFIX + key);

/** Forgets them all: they are the person's who typed them. */
export function dropDrafts(storage: TabStorage): void {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
  for (const key of keys) if (key.startsWith(PREFIX)) storage.removeItem(key);
}
