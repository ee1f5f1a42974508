import type { IntentView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { fetchIntent } from "../api/intents.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { Decide } from "./decide.tsx";
import { Objects } from "./objects.tsx";
import { Plan } from "./plan.tsx";
import { Proof } from "./proof.tsx";
import { Understood } from "./understood.tsx";
import { isUnderWay, verdictOf } from "./words.ts";
import "./intents.css";

const route = getRouteApi("/intents/$id");

/** One request, from the words it began with to the traffic that proves it. */
export function Intent() {
  const { id } = route.useParams();
  const { data, error } = useQuery({
    queryKey: ["intents", id],
    queryFn: () => fetchIntent(id),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.run.status) ? 1_000 : 3_000),
    retry: false,
  });
  if (!data)
    return (
      <div className="page">
        <header className={`verdict ${error ? "bad" : "watch"}`}>
          <div>
            <Heading>{error ? "This request cannot be shown" : "Looking …"}</Heading>
            <p role={error ? "alert" : undefined}>{error ? plain(error.message) : plain(id)}</p>
          </div>
        </header>
      </div>
    );
  return <Shown view={data} error={error} />;
}

function Shown({ view, error }: { readonly view: IntentView; readonly error: Error | null }) {
  const { run } = view;
  const verdict = verdictOf(view);
  return (
    <div className={error ? "page stale intents" : "page intents"}>
      {error && (
        <p role="alert" className="banner">
          This is what was last seen. {plain(error.message)}
        </p>
      )}
      <p className="crumb">
        <Link to="/intents">Connect</Link> <span aria-hidden="true">/</span> {run.id}
      </p>
      <header className={`verdict ${verdict.tone}`}>
        <div>
          <Heading>{verdict.text}</Heading>
          <p>{verdict.detail}</p>
        </div>
        <dl>
          <div>
            <dt>Asked by</dt>
            <dd>{plain(run.askedBy)}</dd>
          </div>
          {run.costCentre !== undefined && (
            <div>
              <dt>Cost centre</dt>
              <dd>{plain(run.costCentre)}</dd>
            </div>
          )}
        </dl>
      </header>
      <Decide view={view} />
      <Understood view={view} />
      {run.evidence.length > 0 && <Proof run={run} />}
      {run.plan && <Plan plan={run.plan} />}
      {run.plan && run.plan.steps.length > 0 && <Objects view={view} />}
    </div>
  );
}
