import { parseBulk } from "@skylane/engine";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readCsv } from "./read-csv.ts";
import { readXlsx } from "./read-xlsx.ts";
import type { TableReading } from "./table-reading.ts";

const rows = (reading: TableReading): readonly (readonly string[])[] =>
  "rows" in reading ? reading.rows.map(({ cells }) => cells) : [];
const rule = (reading: TableReading): string | undefined => ("issues" in reading ? reading.issues[0]?.rule : undefined);
const csv = (text: string): TableReading => readCsv(new TextEncoder().encode(text));

const RELS =
  '<Relationships xmlns="x"><Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/></Relationships>';
const book = (
  sheet: string,
  { strings = [], styles = "", pr = "" }: { strings?: readonly string[]; styles?: string; pr?: string } = {},
) => ({
  "xl/workbook.xml": `<workbook xmlns:r="y">${pr}<sheets><sheet name="Requests" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": RELS,
  "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
  "xl/sharedStrings.xml": `<sst>${strings.map((one) => `<si>${one}</si>`).join("")}</sst>`,
  ...(styles !== "" && { "xl/styles.xml": styles }),
});
const xlsx = (parts: Readonly<Record<string, string>>): TableReading =>
  readXlsx(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))));

describe("runtime/intent/table/read-csv", () => {
  it("reads quoted cells, a byte-order mark and the delimiter of the file", () => {
    expect(rows(csv('\ufeffsource;destination;compliance\r\n"a;b";"say ""hi""";pci-dss, gdpr\r\n'))).toEqual([
      ["source", "destination", "compliance"],
      ["a;b", 'say "hi"', "pci-dss, gdpr"],
    ]);
    expect(rows(csv("source\tdestination\na,b\tc"))).toEqual([
      ["source", "destination"],
      ["a,b", "c"],
    ]);
  });

  it("becomes requests, numbered as a spreadsheet numbers them", () => {
    const reading = csv("source,destination,max_rtt_ms\nOrderProcessor,orderdb,20\nx,,\n=1+1,orderdb,");
    const { requests, issues } = parseBulk("rows" in reading ? reading.rows : []);

    expect(requests).toMatchObject([{ row: 2, request: { slots: { requirements: { maxRttMs: 20 } } } }, { row: 3 }]);
    expect(issues).toMatchObject([{ row: 4, column: "source" }]);
  });

  it.each([
    ["must be CSV", 'a,b\n"open,c'],
    ["must have 64 columns and 4000 characters a cell at most", `a\n${"x".repeat(5_000)}`],
    ["must have 64 columns and 4000 characters a cell at most", `a\n${",".repeat(80)}`],
    ["must have 2000000 bytes at most", "x".repeat(2_000_001)],
  ])("says of a file that it %s", (wanted, text) => {
    expect(rule(csv(text))).toBe(wanted);
  });

  it("says of a file that it must be UTF-8", () => {
    expect(rule(readCsv(Uint8Array.of(0x61, 0xff, 0xfe)))).toBe("must be UTF-8");
  });
});

describe("runtime/intent/table/read-xlsx", () => {
  it("reads shared, rich and inline text, numbers, and cells that are left out", () => {
    const sheet =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>' +
      '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve">Order Archive</t></is></c><c r="B3"><v>1521</v></c><c r="C3" t="b"><v>1</v></c></row>';
    const strings = ["<t>source &amp; more</t>", "<r><t>desti</t></r><r><rPr/><t>nation</t></r>"];
    const reading = xlsx(book(sheet, { strings }));

    expect(reading).toEqual({
      rows: [
        { row: 1, cells: ["source & more", "", "destination"] },
        { row: 3, cells: ["Order Archive", "1521", "true"] },
      ],
    });
  });

  it("reads a date as a day, in either system", () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
    const sheet =
      '<row r="1"><c r="A1" s="1"><v>46357</v></c><c r="B1" s="2"><v>46357.5</v></c><c r="C1" s="0"><v>46357</v></c></row>';

    expect(rows(xlsx(book(sheet, { styles })))).toEqual([["2026-12-01", "2026-12-01", "46357"]]);
    expect(rows(xlsx(book(sheet, { styles, pr: '<workbookPr date1904="1"/>' })))).toEqual([
      ["2030-12-02", "2030-12-02", "46357"],
    ]);
  });

  it("reads a formula as one, whatever it shows", () => {
    const sheet = '<row r="1"><c r="A1" t="str"><f>HYPERLINK("http://evil.example")</f><v>orderdb</v></c></row>';

    expect(rows(xlsx(book(sheet)))).toEqual([["=formula"]]);
  });

  it("does not unpack an archive that says it is too large, nor more of a part than it says", () => {
    const bomb = book(`<row r="1"><c r="A1" t="inlineStr"><is><t>${"x".repeat(9_000_000)}</t></is></c></row>`);
    const packed = zipSync(Object.fromEntries(Object.entries(bomb).map(([name, text]) => [name, strToU8(text)])));

    expect(packed.length).toBeLessThan(100_000);
    expect(rule(readXlsx(packed))).toBe("must be a spreadsheet (.xlsx)");
    expect(rule(readXlsx(lie(packed, 9_000_000, 1_000)))).toBe("must be a spreadsheet (.xlsx)");
  });

  it.each([
    ["no archive", new TextEncoder().encode("PK, but no more")],
    ["an empty one", new Uint8Array()],
    ["an archive of something else", zipSync({ "a.txt": strToU8("a") })],
    [
      "one whose parts are no XML",
      zipSync({ "xl/workbook.xml": strToU8("<<<"), "xl/_rels/workbook.xml.rels": strToU8(RELS) }),
    ],
  ])("turns away %s", (_, bytes) => {
    expect(rule(readXlsx(bytes))).toBe("must be a spreadsheet (.xlsx)");
  });

  it("expands no entities of its own", () => {
    const parts = book('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>');
    const sheet = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${parts["xl/worksheets/sheet1.xml"]}`;

    expect(rule(xlsx({ ...parts, "xl/worksheets/sheet1.xml": sheet }))).toBe("must be a spreadsheet (.xlsx)");
  });

  it("reads only parts that it knows, wherever the workbook points", () => {
    const parts = book("");
    const rels = RELS.replace("worksheets/sheet1.xml", "../../etc/passwd");

    expect(rule(xlsx({ ...parts, "xl/_rels/workbook.xml.rels": rels }))).toBe("must be a spreadsheet (.xlsx)");
  });
});

/** The archive with every size of so many bytes changed to another: what a bomb says of itself. */
function lie(archive: Uint8Array, from: number, to: number): Uint8Array {
  const changed = archive.slice();
  const view = new DataView(changed.buffer);
  for (let at = 0; at + 4 <= changed.length; at += 1) {
    const size = view.getUint32(at, true);
    if (size > from && size < from + 1_000) view.setUint32(at, to, true);
  }
  return changed;
}
