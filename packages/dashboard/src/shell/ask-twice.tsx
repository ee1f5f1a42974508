import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

/** A button that is asked twice: there is no accidental order. What the API refuses is said beside it. */
export function AskTwice({
  label,
  sure,
  run,
}: {
  readonly label: string;
  /** The second question's yes. */
  readonly sure: string;
  readonly run: () => Promise<unknown>;
}) {
  const client = useQueryClient();
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
        <button type="button" onClick={() => setAsked(true)}>
          {label}
        </button>
      )}
      {act.error && (
        <span role="alert" className="error">
          {act.error.message}
        </span>
      )}
    </span>
  );
}
