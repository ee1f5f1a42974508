import { DynamoDbError, type Item } from "../dynamodb/index.ts";
import { type Accepted, type Acceptor, itemOf, type Promised } from "./acceptor.ts";
import { type Ballot, isBefore } from "./ballot.ts";

/** What becomes of an item: `next` absent = it stays, `null` = it is deleted. `answer` is given once that is certain. */
export interface Decision<Answer> {
  readonly next?: Item | null;
  readonly answer: () => Answer;
}

/** Items that every Region sees change in one order. */
export interface Register {
  /**
   * Reads the newest version of an item, decides, and writes what was decided if nobody else has written since.
   * @throws DynamoDbError ReplicatedWriteConflictException if others keep writing, InternalServerError if no majority answers
   */
  change<Answer>(key: string, decide: (item: Item | undefined) => Promise<Decision<Answer>>): Promise<Answer>;
  /** Every key that may have an item. @throws DynamoDbError InternalServerError if no majority answers */
  keys(): Promise<readonly string[]>;
}

const MAX_TRIES = 5;
const PAUSE_MS = 20;

/**
 * A register over three acceptors, of which two suffice: a version that a majority has taken is seen by every later change,
 * for any two majorities share an acceptor. `by` must be unique to this run of this process.
 */
export function createRegister(options: {
  readonly acceptors: readonly Acceptor[];
  readonly by: string;
  /** Uniform in [0, 1); so that two Regions which disturb each other do not do it again at once. */
  readonly random: () => number;
  readonly pause: (ms: number) => Promise<void>;
}): Register {
  const { acceptors, by, random, pause } = options;
  let lastRound = 0;
  const nextBallot = (): Ballot => ({ round: ++lastRound, by });
  const learn = (refusals: readonly { readonly promised: Ballot }[]): void => {
    lastRound = Math.max(lastRound, ...refusals.map(({ promised }) => promised.round));
  };

  return {
    async change(key, decide) {
      // What a majority has taken alike is decided: reading it disturbs no writer, and most calls do no more than read.
      const seen = await askMajority(acceptors, (one) => one.look(key));
      if (!seen.isMajority) throw noMajority();
      const newestSeen = newestOf(seen.granted);
      if (isDecided(seen.granted, newestSeen)) {
        const decision = await decide(itemOf(newestSeen));
        if (decision.next === undefined) return decision.answer();
      }
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        if (attempt > 0) await pause(PAUSE_MS * attempt * random());
        const ballot = nextBallot();
        const prepared = await askMajority(acceptors, (one) => one.prepare(key, ballot));
        learn(prepared.refused);
        if (!prepared.isMajority) {
          if (prepared.refused.length === 0) throw noMajority();
          continue;
        }
        const newest = newestOf(prepared.granted);
        const decision = await decide(itemOf(newest));
        // A version that a majority has taken is decided; one that was taken by fewer is taken to the others first.
        if (decision.next === undefined && isDecided(prepared.granted, newest)) return decision.answer();
        const item = (decision.next === undefined ? itemOf(newest) : decision.next) ?? null;
        const taken = await askMajority(acceptors, (one) => one.accept(key, { ballot, item } as Accepted));
        learn(taken.refused);
        if (taken.isMajority) return decision.answer();
        // It may have been taken by one, and live on: nobody can say now. The caller asks again, and reads what became of it.
        if (decision.next !== undefined)
          throw failure("InternalServerError", "the outcome of the write is not known", 500);
      }
      throw failure(
        "ReplicatedWriteConflictException",
        "The item is being modified in another Region; try again.",
        400,
      );
    },
    async keys() {
      const listed = await askMajority(acceptors, async (one) => ({ ok: true as const, keys: await one.keys() }));
      if (!listed.isMajority) throw noMajority();
      return [...new Set(listed.granted.flatMap(({ keys }) => keys))].sort();
    },
  };
}

type Granted = Extract<Promised, { readonly ok: true }>;

const newestOf = (granted: readonly Granted[]): Accepted | undefined =>
  granted
    .flatMap(({ accepted }) => accepted ?? [])
    .reduce<Accepted | undefined>(
      (newest, one) => (newest === undefined || isBefore(newest.ballot, one.ballot) ? one : newest),
      undefined,
    );

/** True if all of this majority have taken the same version, or none at all. */
const isDecided = (granted: readonly Granted[], newest: Accepted | undefined): boolean =>
  granted.every(({ accepted }) =>
    newest === undefined
      ? accepted === undefined
      : accepted?.ballot.round === newest.ballot.round && accepted.ballot.by === newest.ballot.by,
  );

/** Asks all, and answers as soon as a majority has granted it or none can be reached any more; who is late changes nothing. */
function askMajority<Answer extends { readonly ok: boolean }>(
  acceptors: readonly Acceptor[],
  ask: (one: Acceptor) => Promise<Answer>,
): Promise<{
  readonly isMajority: boolean;
  readonly granted: readonly Extract<Answer, { readonly ok: true }>[];
  readonly refused: readonly Extract<Answer, { readonly ok: false }>[];
}> {
  const needed = Math.floor(acceptors.length / 2) + 1;
  return new Promise((resolve) => {
    const granted: Extract<Answer, { readonly ok: true }>[] = [];
    const refused: Extract<Answer, { readonly ok: false }>[] = [];
    let heardCount = 0;
    const hear = (answer: Answer | undefined): void => {
      heardCount += 1;
      if (answer?.ok === true) granted.push(answer as Extract<Answer, { readonly ok: true }>);
      else if (answer) refused.push(answer as Extract<Answer, { readonly ok: false }>);
      const isMajority = granted.length >= needed;
      if (isMajority || heardCount === acceptors.length)
        resolve({ isMajority, granted: [...granted], refused: [...refused] });
    };
    for (const one of acceptors) ask(one).then(hear, () => hear(undefined));
  });
}

const failure = (code: string, message: string, statusCode: number): DynamoDbError =>
  new DynamoDbError(`com.amazonaws.dynamodb.v20120810#${code}`, message, statusCode);
const noMajority = (): DynamoDbError =>
  failure("InternalServerError", "no majority of the table's Regions answers", 500);
