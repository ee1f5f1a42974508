import type { Action } from "@skylane/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useMay } from "../session/use-may.ts";
import { plain } from "./plain-text.ts";

/**
 * A button that is asked twice: there is no accidental order. Who may not do it is told why beside it, and so is what the API
 * refuses.
 */
export function AskTwice({
  action,
  label,
  sure,
  run,
}: {
  /** What leave it takes. */
  readonly action: Action;
  readonly label: string;
  /** The second question's yes. */
  readonly sure: string;
  readonly run: () => Promise<unknown>;
}) {
  const client = useQueryClient();
  const may = useMay(action);
  const whyId = useId();
  const [isAsked, setAsked] = useState(false);
  const act = useMutation({
    mutationFn: run,
    onSettled: () => {
      setAsked(false);
      return client.invalidateQueries({ queryKey: ["orders"] });
    },
  });
  return (
    <span className="action">
      {isAsked ? (
        <>
          <button type="button" className="sure" onClick={() => act.mutate()} disabled={act.isPending}>
            {sure}
          </button>
          <button type="button" onClick={() => setAsked(false)}>
            No
          </button>
        </>
      ) : (
        <button
          type="button"
          // a button that is disabled cannot be reached, nor its reason heard
          aria-disabled={!may.isAllowed}
          aria-describedby={may.isAllowed ? undefined : whyId}
          onClick={() => {
            if (may.isAllowed) setAsked(true);
          }}
        >
          {label}
        </button>
      )}
      {!may.isAllowed && (
        <span id={whyId} className="sub">
          Not for you: {plain(may.reason ?? "")}
        </span>
      )}
      {act.error && (
        <span role="alert" className="error">
          {plain(act.error.message)}
        </span>
      )}
    </span>
  );
}
