/** Columns that a text takes on a terminal: two for a wide character, none for a mark on the one before it. */
export const columnsOf = (text: string): number =>
  [...text].reduce((total, character) => total + (MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1), 0);

// a mark that stands beside its letter (Mc) takes a column of its own
const MARK = /^[\p{Mn}\p{Me}]$/u;
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Emoji_Presentation}\u{16fe0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]$/u;

/** Broken into lines of at most `columns`, between words; a longer word is cut. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (columnsOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = cut(word, columns);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return [...lines, line];
}

function cut(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (columnsOf(piece + character) > columns && piece !== "") {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}
