import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createParameterStore, parameterKeyIn } from "./index.ts";

const folder = () => mkdtempSync(join(tmpdir(), "skylane-parameters-"));
const storeIn = (place: string, key = parameterKeyIn(place)) =>
  createParameterStore({ databaseFile: join(place, "parameters.sqlite"), key, nowMs: () => 1_000 });
const secret = { Name: "/skylane/preshared-keys/psk-1", Type: "SecureString", Value: "not for any eyes" };

describe("local/parameter-store", () => {
  it("gives back what was put, and keeps it over a restart", async () => {
    const place = folder();
    const store = storeIn(place);
    await store.call("PutParameter", secret);
    store.close();

    const again = storeIn(place);

    expect(await again.call("GetParameter", { Name: secret.Name, WithDecryption: true })).toMatchObject({
      Parameter: { Value: secret.Value, Version: 1, Type: "SecureString" },
    });
    again.close();
  });

  it("writes no value to disk in the clear, and its key for its owner only", async () => {
    const place = folder();
    const store = storeIn(place);
    await store.call("PutParameter", secret);
    store.close();

    for (const file of readdirSync(place)) expect(readFileSync(join(place, file)).includes(secret.Value)).toBe(false);
    expect(statSync(join(place, "parameter-key")).mode & 0o077).toBe(0);
  });

  it("a value is not given without its key, nor by another's", async () => {
    const place = folder();
    const store = storeIn(place);
    await store.call("PutParameter", secret);
    const plain = await store.call("GetParameter", { Name: secret.Name });
    store.close();
    const stranger = storeIn(place, Buffer.alloc(32, 1));

    expect(JSON.stringify(plain)).not.toContain(secret.Value);
    await expect(stranger.call("GetParameter", { Name: secret.Name, WithDecryption: true })).rejects.toMatchObject({
      code: "InvalidKeyId",
    });
    stranger.close();
  });

  it("overwrites only what may be overwritten, lists what is right below a path, and forgets what is deleted", async () => {
    const store = storeIn(folder());
    await store.call("PutParameter", secret);
    await store.call("PutParameter", { ...secret, Name: "/skylane/secrets/slack", Type: "String", Value: "s" });

    await expect(store.call("PutParameter", secret)).rejects.toMatchObject({ code: "ParameterAlreadyExists" });
    await store.call("PutParameter", { ...secret, Value: "new", Overwrite: true });
    expect(
      await store.call("GetParametersByPath", { Path: "/skylane/preshared-keys", WithDecryption: true }),
    ).toMatchObject({ Parameters: [{ Name: secret.Name, Value: "new", Version: 2 }] });
    expect(await store.call("GetParametersByPath", { Path: "/skylane" })).toEqual({ Parameters: [] });
    await store.call("DeleteParameter", { Name: secret.Name });
    for (const operation of ["GetParameter", "DeleteParameter"])
      await expect(store.call(operation, { Name: secret.Name })).rejects.toMatchObject({ code: "ParameterNotFound" });
    store.close();
  });

  it.each([
    ["PutParameter", { ...secret, Name: "no-slash" }, "ValidationException"],
    ["PutParameter", { ...secret, Value: "" }, "ValidationException"],
    ["LabelParameterVersion", {}, "UnknownOperationException"],
  ])("refuses %s of %j", async (operation, body, code) => {
    const store = storeIn(folder());

    await expect(store.call(operation, body)).rejects.toMatchObject({ code });
    store.close();
  });
});
