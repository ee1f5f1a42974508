import { useCallback, useState } from "react";
import type * as z from "zod";
import { dropDraft, readDraft, writeDraft } from "./drafts.ts";

/**
 * What somebody types into a form, kept in this tab until it is sent: it survives a reload and a sign-in in between. Never for
 * secrets. Answers the value, how to change it, and how to forget it once it was sent.
 */
export function useDraft<T>(key: string, schema: z.ZodType<T>, empty: T): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState(() => readDraft(sessionStorage, key, schema) ?? empty);
  const change = useCallback(
    (next: T) => {
      setValue(next);
      writeDraft(sessionStorage, key, next);
    },
    [key],
  );
  const forget = useCallback(() => {
    setValue(empty);
    dropDraft(sessionStorage, key);
  }, [key, empty]);
  return [value, change, forget];
}
