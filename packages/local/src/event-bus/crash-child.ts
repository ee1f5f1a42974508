import { systemTimers } from "../time.ts";
import { createEventBus } from "./create-event-bus.ts";
import { ACCOUNT, anEntry } from "./fixture.ts";

// Puts events as fast as it can, four at a time, and prints `accepted <id>` and `delivered <id>` until it is killed.
const bus = createEventBus({
  databaseFile: String(process.argv[2]),
  timers: systemTimers,
  random: Math.random,
  ...ACCOUNT,
  targets: {
    async invoke(_arn, input) {
      await new Promise((done) => setTimeout(done, 3));
      process.stdout.write(`delivered ${(input as { id: string }).id}\n`);
    },
  },
});
bus.start();

async function putForever(writer: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const { Entries } = (await bus.call("PutEvents", { Entries: [anEntry({ writer, n })] })) as {
      Entries: { EventId: string }[];
    };
    process.stdout.write(`accepted ${Entries[0]?.EventId}\n`);
  }
}
await Promise.all([0, 1, 2, 3].map(putForever));
