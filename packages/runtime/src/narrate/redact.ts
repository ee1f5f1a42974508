const HIDDEN = "[secret]";

/** Forms a secret has by itself, and the value after a word that says a secret follows. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bsk-[A-Za-z0-9_-]{8,}/g, // model vendors
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, // AWS access key ids
  /\bxox[a-z]-[A-Za-z0-9-]{8,}/g, // Slack
  /\b(?:gh[pousr]_|github_pat_|glpat-)[A-Za-z0-9_-]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g, // Google
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, // JWT
  /https:\/\/hooks\.slack\.com\/\S+/g,
  /(?<=\/\/[^\s/:@]{1,64}:)[^\s/@]+(?=@)/g, // user:password@host
  /(?<=\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=(?:psk|pre-?shared[ _-]?(?:key|secret)|password|passwd|passphrase|secret|token|api[ _-]?key|access[ _-]?key|auth[ _-]?key|shared[ _-]?key|private[ _-]?key)(?:[A-Za-z_-]{0,20})?(?:\\?["'])?\s?(?:[:=]|\bis\b)\s?(?:\\?["'])?)[^\s"'\\,;}\]]{4,}/gi,
  // 40 characters and more of mixed case and digits without a hyphen or two slashes: a key, no id or path of a cloud
  /(?<![A-Za-z0-9+/_=-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)(?![A-Za-z0-9+]*\/[A-Za-z0-9+]*\/[a-z]+)[A-Za-z0-9+/]{40,}={0,2}(?![A-Za-z0-9+/_-])/g,
];

/** The text with whatever reads as a secret hidden, and each of `known` wherever it is. */
export const redactSecrets = (text: string, known: readonly string[] = []): string =>
  SECRETS.reduce(
    (left, secret) => left.replaceAll(secret, HIDDEN),
    known.filter((secret) => secret !== "").reduce((left, secret) => left.replaceAll(secret, HIDDEN), text),
  );
