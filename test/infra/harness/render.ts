// Runs in the bundle, in a process of its own: the real sst.config.ts and SST's real components on Pulumi's mock monitor.
import crypto from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { answerForTheCli } from "./cli-answers.ts";
import { answerOf, attributesOf } from "./provider-answers.ts";

// biome-ignore lint/suspicious/noExplicitAny: each type of resource has inputs of its own, and Pulumi types none of them here
type Values = Record<string, any>;
interface Config {
  app(input: Values): Values | Promise<Values>;
  run(): Promise<Values>;
}
interface Rendered {
  type: string;
  name: string;
  isComponent: boolean;
  id: string;
  inputs: Values;
  options: Values;
}

/** Key under which Pulumi wraps a secret. @see pulumi sdk/nodejs/runtime/rpc.ts: specialSigKey */
const SECRET = "4dabf18193072939515e22adb298388d";

/** Writes `stack.json`: every resource of a stage with its inputs, what SST asked its command line, and what went wrong. */
export async function render(config: Config, run: (program: () => Promise<Values>) => Promise<Values>): Promise<void> {
  const { root, stage, out }: Record<"root" | "stage" | "out", string> = JSON.parse(process.env.SKYLANE_RENDER ?? "{}");
  const app = await config.app({ stage });
  const accountId: string = app.providers.aws.allowedAccountIds[0];
  const cli = await answerForTheCli(root, out, accountId);
  const resources: Rendered[] = [];
  const errors: string[] = [];
  const optionsOf = new Map<string, Values>();
  let isFinished = false;

  const finish = (outputs: Values) => {
    if (isFinished) return;
    isFinished = true;
    const app = (globalThis as Values).$app;
    writeFileSync(join(out, "stack.json"), JSON.stringify({ app, outputs, resources, questions: cli.asked, errors }));
    process.removeAllListeners("exit"); // Pulumi counts promises there that were never kept; the errors say why
    process.exit(0);
  };
  // A rejected apply() leaves what is behind it pending for ever: say what failed, and stop.
  const fail = (error: unknown) => {
    errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    setTimeout(() => finish({}), 250);
  };
  process.on("unhandledRejection", fail);
  process.on("uncaughtException", fail);
  // SST ends names with random bytes
  crypto.randomBytes = ((size: number) => Buffer.alloc(size, 7)) as typeof crypto.randomBytes;

  process.env.SST_SERVER = cli.url;
  Object.assign(globalThis, {
    $app: { ...app, stage },
    $dev: false,
    $cli: {
      command: "deploy",
      rpc: cli.url,
      paths: { home: out, root, work: out, platform: join(root, ".sst/platform") },
      state: { version: {} },
    },
  });

  /** A provider is `<urn>::<id>`, and the last part of the URN its name. */
  const regionOf = (provider: string | undefined): string => {
    const name = provider?.split("::")[3];
    const made = resources.find((one) => one.type === "pulumi:providers:aws" && one.name === name);
    return made?.inputs.region ?? app.providers.aws.region;
  };
  await pulumi.runtime.setMocks(
    {
      async newResource({ type, name, inputs: raw, provider, custom, id: given }) {
        const inputs = await plain(raw);
        const id = given || `${name}-id`;
        const options = optionsOf.get(`${type}::${name}`) ?? {};
        resources.push({ type, name, isComponent: custom === false, id, inputs, options });
        const regionId = inputs.region ?? regionOf(provider);
        return { id, state: { ...raw, ...attributesOf({ type, name, inputs, regionId, accountId }) } };
      },
      async call({ token, inputs: raw, provider }) {
        const inputs = await plain(raw);
        const answer = answerOf(token, inputs, inputs.region ?? regionOf(provider), accountId);
        if (answer === undefined) errors.push(`a question to a provider that the harness does not know: ${token}`);
        return answer ?? inputs;
      },
    },
    app.name,
    stage,
    false,
    "organization",
  );
  try {
    const outputs = await pulumi.runtime.runInPulumiStack(() =>
      run(async () => {
        pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
          const { parent, protect, retainOnDelete, provider } = opts as Values;
          optionsOf.set(`${type}::${name}`, {
            parent: parent?.__name,
            protect,
            retainOnDelete,
            provider: provider?.__name,
          });
          return undefined;
        });
        return config.run();
      }),
    );
    await pulumi.runtime.disconnect();
    finish(await new Promise<Values>((done) => pulumi.output(outputs).apply((value) => done(plain(value)))));
  } catch (error) {
    fail(error);
  }
}

/** Values as they were given: secrets unwrapped, assets by their path, no closures. */
async function plain(value: Values[string]): Promise<Values[string]> {
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.asset.Asset.isInstance(value)) return { asset: await ((value as Values).path ?? (value as Values).text) };
  if (pulumi.asset.Archive.isInstance(value)) return { archive: await (value as Values).path };
  if (SECRET in value && "value" in value) return plain(value.value);
  const entries = Object.entries(value).filter(([key]) => key !== "__provider");
  return Object.fromEntries(await Promise.all(entries.map(async ([key, one]) => [key, await plain(one)])));
}
