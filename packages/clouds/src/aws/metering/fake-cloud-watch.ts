import { vi } from "vitest";
import { type FakeAws, startFakeAws } from "../discover/fake-aws.ts";

/** An AWS that answers questions for metrics, and remembers them in order; the environment leads to it until it is unstubbed. */
export async function startFakeCloudWatch<Question>(
  answer: (question: Question) => object,
): Promise<{ readonly fake: FakeAws; readonly questions: readonly Question[] }> {
  const questions: Question[] = [];
  const fake = await startFakeAws((operation, text) => {
    if (operation !== "cloudwatch:GetMetricData") return undefined;
    const question = JSON.parse(text) as Question;
    questions.push(question);
    return answer(question);
  });
  vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  return { fake, questions };
}
