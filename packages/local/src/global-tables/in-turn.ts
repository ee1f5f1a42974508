/** Runs what it is given one after the other, in the order it was asked; a failure holds up nobody. */
export function inTurn(): <Result>(run: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const done = last.then(run, run);
    last = done.catch(() => undefined);
    return done;
  };
}
