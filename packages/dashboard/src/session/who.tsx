import { plain } from "../shell/plain-text.ts";
import { session } from "./index.ts";
import { useMe } from "./use-may.ts";
import { useSession } from "./use-session.ts";

/** Who is signed in, by which role, and the way out. */
export function Who() {
  const { state } = useSession();
  const me = useMe();
  if (me === undefined) return null;
  return (
    <span className="who">
      <span title={plain(me.id)}>
        {plain(me.id)} <span className="sub">{me.role ?? "may only look"}</span>
      </span>
      {"how" in state && state.how === "provider" && (
        <button type="button" onClick={() => session.signOut()}>
          Sign out
        </button>
      )}
    </span>
  );
}
