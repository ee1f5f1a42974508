import type { Pair } from "./ruler.ts";

/** Random patterns and events over few names and values, so that about half of them meet. The same seed gives the same pairs. */
export function randomPairs(count: number, random: () => number): readonly Pair[] {
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const some = <T>(make: () => T, most: number): T[] => Array.from({ length: 1 + Math.floor(random() * most) }, make);
  const name = (): string => one(["a", "b", "c"]);
  const text = (): string =>
    one(["", "x", "xy", "Xy", "xyz", "yx", "x*y", "x\\y", "10.0.0.1", "10.1.2.3", "192.168.7.9", "2001:db8::1", "5"]);
  const number = (): number => one([0, 1, 5, 5.5, -3, 100, 1_000_000]);
  const scalar = (): unknown => one([text, text, number, () => true, () => false, () => null])();

  const wildcard = (): string => one(["x*", "*y", "*", "x*z", "*x*", "x\\*y", "x?", "**", "x\\", "a*b*c"]);
  const anythingBut = (): unknown =>
    one([
      text,
      number,
      () => some(text, 2),
      () => some(number, 2),
      () => [text(), number()],
      () => ({ prefix: one(["x", "xy", ""]) }),
      () => ({ prefix: some(() => one(["x", "y"]), 2) }),
      () => ({ suffix: one(["y", "z"]) }),
      () => ({ suffix: some(() => one(["y", "z"]), 2) }),
      () => ({ "equals-ignore-case": one(["xy", "XYZ"]) }),
      () => ({ "equals-ignore-case": some(() => one(["xy", "X"]), 2) }),
      () => ({ wildcard: one(["x*", "*z"]) }),
      () => ({ wildcard: some(() => one(["x*", "*z"]), 2) }),
      () => ({ numeric: ["<", 5] }),
    ])();
  const range = (): unknown =>
    one<() => unknown>([
      () => [one(["<", "<=", ">", ">=", "="]), number()],
      () => [one([">", ">="]), number(), one(["<", "<="]), number()],
      () => ["<", 5, ">", 1],
      () => ["<"],
      () => [],
    ])();
  const operator = (): unknown =>
    one<() => unknown>([
      () => ({ prefix: one(["x", "xy", "", "X"]) }),
      () => ({ prefix: { "equals-ignore-case": one(["x", "XY"]) } }),
      () => ({ suffix: one(["y", "z", ""]) }),
      () => ({ suffix: { "equals-ignore-case": one(["Y", "YZ"]) } }),
      () => ({ "equals-ignore-case": text() }),
      () => ({ wildcard: wildcard() }),
      () => ({ numeric: range() }),
      () => ({ exists: one([true, false, true, false, "yes"]) }),
      () => ({
        cidr: one(["10.0.0.0/8", "10.0.0.1/32", "192.168.0.0/16", "2001:db8::/32", "300.0.0.0/8", "10.0.0.0/33"]),
      }),
      () => ({ "anything-but": anythingBut() }),
      () => ({ nonsense: 1 }),
    ])();
  const leaf = (): unknown => (random() < 0.02 ? [] : some(() => (random() < 0.5 ? scalar() : operator()), 2));
  const pattern = (depth: number): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    for (let i = 0; i < 1 + Math.floor(random() * 2); i += 1)
      made[name()] = depth > 0 && random() < 0.35 ? pattern(depth - 1) : leaf();
    if (random() < 0.12)
      made.$or = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pattern(depth > 0 ? depth - 1 : 0));
    return random() < 0.01 ? {} : made;
  };
  const value = (depth: number): unknown => {
    const chance = random();
    if (depth > 0 && chance < 0.3) return event(depth - 1);
    if (depth > 0 && chance < 0.5) return Array.from({ length: Math.floor(random() * 3) }, () => value(depth - 1));
    return scalar();
  };
  const event = (depth: number): Record<string, unknown> => {
    const made: Record<string, unknown> = {};
    for (let i = 0; i < 1 + Math.floor(random() * 3); i += 1) made[random() < 0.05 ? "a.b" : name()] = value(depth);
    return made;
  };
  return Array.from({ length: count }, () => ({ pattern: pattern(2), event: event(2) }));
}
