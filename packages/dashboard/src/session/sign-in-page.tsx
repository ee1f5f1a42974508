import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { SessionState } from "./create-session.ts";
import { session } from "./index.ts";

/** What somebody sees who is not signed in: why, and how to get in. */
export function SignInPage({ state }: { readonly state: Exclude<SessionState, { kind: "in" | "ended" }> }) {
  switch (state.kind) {
    case "starting":
      return <Notice title="Skylane">Looking …</Notice>;
    case "unreachable":
      return (
        <Notice title="Skylane does not answer">
          It is asked again by itself. <span className="sub">{state.message}</span>
        </Notice>
      );
    case "handed-over":
      return (
        <Notice title="You may close this window">
          The sign-in goes on in the window it was begun in. <a href="/">Open Skylane here</a> if there is none.
        </Notice>
      );
    case "out":
      return (
        <Notice title="Sign in to Skylane">
          {state.message !== undefined && <span role="alert">{state.message} </span>}
          <SignIn how={state.how} />
        </Notice>
      );
  }
}

/** The way in: to the provider, or by the address that `skylane up` printed. */
export function SignIn({ how, again = false }: { readonly how: "local" | "provider"; readonly again?: boolean }) {
  const [error, setError] = useState<string>();
  const begin = async (): Promise<void> => {
    try {
      await (again ? session.signInAgain() : session.signIn());
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  if (how === "local") return <EnterToken />;
  return (
    <>
      <button type="button" className="sign-in-go" onClick={() => void begin()}>
        Sign in
      </button>
      {error !== undefined && (
        <span role="alert" className="error">
          {error}
        </span>
      )}
    </>
  );
}

function EnterToken() {
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const id = useId();
  const enter = (event: FormEvent): void => {
    event.preventDefault();
    setWrong(!session.enter(text));
  };
  return (
    <>
      <span>
        This Skylane runs on one machine, and each start has a token. Open the address that <code>skylane up</code>{" "}
        printed; <code>npx skylane address</code> prints it again. Or paste it here:
      </span>
      <form className="enter" onSubmit={enter}>
        <label htmlFor={id}>Address with the token</label>
        <input
          id={id}
          value={text}
          onChange={({ target }) => setText(target.value)}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={isWrong}
          placeholder="http://127.0.0.1:4620/#token=…"
        />
        <button type="submit" className="sign-in-go">
          Go on
        </button>
      </form>
      {isWrong && (
        <span role="alert" className="error">
          There is no token in it. Copy the whole address, with all that follows <code>#token=</code>.
        </span>
      )}
    </>
  );
}

const Notice = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <main className="page">
    <header className="verdict watch sign-in">
      <h1>{title}</h1>
      <div className="sign-in-how">{children}</div>
    </header>
  </main>
);
