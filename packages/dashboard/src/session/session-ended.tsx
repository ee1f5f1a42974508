import { useEffect, useRef } from "react";
import { SignIn } from "./sign-in-page.tsx";

/** Over a page whose session has ended: what is on it stays as it is, and goes on after the sign-in. */
export function SessionEnded({
  how,
  message,
}: {
  readonly how: "local" | "provider";
  readonly message: string | undefined;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    // Escape would leave a page that asks for nothing and says nothing of it
    <dialog ref={dialog} className="session-ended" aria-labelledby="session-ended" onCancel={(e) => e.preventDefault()}>
      <h2 id="session-ended">Your session has ended</h2>
      <p>What you typed is kept. Sign in again, and go on where you were.</p>
      {message !== undefined && (
        <p role="alert" className="error">
          {message}
        </p>
      )}
      <div className="sign-in-how">
        <SignIn how={how} again />
      </div>
    </dialog>
  );
}
