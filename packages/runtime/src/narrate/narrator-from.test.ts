import { describe, expect, it } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { loadSettings } from "../settings.ts";
import { narratorFrom } from "./narrator-from.ts";
import { narratorOfEnvironment } from "./narrator-of-environment.ts";
import { memorySpendStore } from "./spend-stores.ts";

const KEY = "sk-ant-api03-not-a-real-key-0123456789";
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const ports = { spend: memorySpendStore(), clock: testClock(), log: quiet };
const facts = { topic: "t", facts: [], names: [], text: "t" };

describe("runtime/narrate/narrator-from", () => {
  it("has nothing to say without a key, whatever the model is", async () => {
    const settings = loadSettings({ ANTHROPIC_API_KEY: " ", SKYLANE_MODEL: "claude-imaginary-9" });

    expect(await narratorFrom(settings, ports).narrate(facts, undefined)).toBeUndefined();
  });

  it("is Claude with a key, and fails at start for a model without a price", () => {
    const settings = loadSettings({ ANTHROPIC_API_KEY: KEY, SKYLANE_MODEL: "claude-imaginary-9" });

    expect(() => narratorFrom(settings, ports)).toThrow(/SKYLANE_MODEL/);
  });

  it("never asks with a budget of 0", async () => {
    const settings = loadSettings({
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_BASE_URL: "http://127.0.0.1:1",
      SKYLANE_MODEL_BUDGET_USD_PER_DAY: "0",
    });
    const warnings: string[] = [];
    const log = { ...quiet, warn: (message: string) => void warnings.push(message) };

    expect(await narratorFrom(settings, { ...ports, log }).narrate(facts, undefined)).toBeUndefined();
    expect(warnings).toEqual(["narration budget of the day is spent"]);
  });

  it("keeps the key out of every copy of the settings", () => {
    const settings = loadSettings({ ANTHROPIC_API_KEY: KEY });

    expect(settings.modelKey()).toBe(KEY);
    expect(settings.model).toEqual({ id: "claude-haiku-5-5", baseUrl: undefined, dailyBudgetUsd: 1 });
    expect(JSON.stringify({ ...settings })).not.toContain(KEY);
  });

  it("names the setting that breaks its rule, and no key", () => {
    const broken = () =>
      loadSettings({ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: "ftp://x", SKYLANE_MODEL_BUDGET_USD_PER_DAY: "lots" });

    expect(broken).toThrow(/ANTHROPIC_BASE_URL: must be a URL with http or https/);
    expect(broken).toThrow(/SKYLANE_MODEL_BUDGET_USD_PER_DAY: must be an amount of US dollars/);
    expect(broken).not.toThrow(KEY);
  });

  it("warns a command on one line of its error output, without the key", async () => {
    const lines: string[] = [];
    const settings = loadSettings({ ANTHROPIC_API_KEY: KEY, SKYLANE_MODEL_BUDGET_USD_PER_DAY: "0" });

    expect(
      await narratorOfEnvironment(settings, (line) => void lines.push(line)).narrate(facts, "why?"),
    ).toBeUndefined();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: "WARN", message: "narration budget of the day is spent", topic: "t" },
    ]);
    expect(lines.join("")).not.toContain(KEY);
  });
});
