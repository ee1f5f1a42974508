/** The same text without what it was cut from: a piece of a string keeps all of it in memory, and a bill is half a gigabyte. */
export const ownText = (text: string): string => Buffer.from(text, "utf16le").toString("utf16le");
