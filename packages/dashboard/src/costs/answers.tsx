import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMay } from "../session/use-may.ts";
import { plain } from "../shell/plain-text.ts";

/** What somebody may say of a finding, each with one press: all of it can be said otherwise later. */
export function Answers({
  about,
  choices,
}: {
  readonly about: string;
  readonly choices: readonly { readonly label: string; readonly run: () => Promise<unknown> }[];
}) {
  const client = useQueryClient();
  const may = useMay("judge-cost");
  const isHeld = !may.isAllowed;
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    // what bills and the meter say stays as it is
    onSettled: () =>
      Promise.all(
        ["anomalies", "recommendations", "summary"].map((what) =>
          client.invalidateQueries({ queryKey: ["costs", what] }),
        ),
      ),
  });
  return (
    <span className="action">
      {choices.map(({ label, run }) => (
        <button
          key={label}
          type="button"
          aria-label={`${label}: ${about}`}
          // a button that is disabled loses the focus
          aria-disabled={act.isPending || isHeld}
          title={may.reason === undefined ? undefined : plain(may.reason)}
          onClick={() => {
            if (!act.isPending && !isHeld) act.mutate(run);
          }}
        >
          {label}
        </button>
      ))}
      {act.error && (
        <span role="alert" className="error">
          {plain(act.error.message)}
        </span>
      )}
    </span>
  );
}
