import type { Overview } from "@skylane/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { inject, listFaults, mend } from "../api/lab.ts";
import { plain } from "../shell/plain-text.ts";

/** Faults to put on the links of a twin. There is no such thing on a real estate. */
export function Lab({ overview, labPath }: { readonly overview: Overview; readonly labPath: string }) {
  const client = useQueryClient();
  const faults = useQuery({ queryKey: ["faults"], queryFn: () => listFaults(labPath), refetchInterval: 1_000 });
  const change = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSettled: () => client.invalidateQueries({ queryKey: ["faults"] }),
  });
  const probed = overview.connections.filter(({ pathIds }) => pathIds.length > 0);
  return (
    <section className="card lab" aria-labelledby="lab-title">
      <div className="card-head">
        <h2 id="lab-title">Lab</h2>
        <span className="sub">This estate is a twin. Break something.</span>
      </div>
      <ul className="links">
        {probed.map(({ id, kind }) => {
          const own = (faults.data ?? []).filter(({ target }) => target.connectionId === id);
          return (
            <li key={id}>
              <span className="link-name">
                {id}
                <span className="sub"> {own.length > 0 ? own.map((fault) => fault.kind).join(", ") : kind}</span>
              </span>
              {own.length > 0 ? (
                <button
                  type="button"
                  onClick={() => change.mutate(() => Promise.all(own.map((fault) => mend(labPath, fault.id))))}
                >
                  Mend
                </button>
              ) : (
                <span className="action">
                  <button
                    type="button"
                    aria-label={`Cut ${id}`}
                    onClick={() => change.mutate(() => inject(labPath, "cut", id))}
                  >
                    Cut
                  </button>
                  <button
                    type="button"
                    aria-label={`Black-hole ${id}`}
                    onClick={() => change.mutate(() => inject(labPath, "blackhole", id))}
                  >
                    Black-hole
                  </button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
      {(change.error ?? faults.error) && (
        <p role="alert" className="error">
          {plain((change.error ?? faults.error)?.message ?? "")}
        </p>
      )}
    </section>
  );
}
