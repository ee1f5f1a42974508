/** The look of pages that stand alone: system fonts, light and dark, a phone, and A4. */
export const style = `
:root{color-scheme:light dark;--page:#fff;--soft:#f5f7fa;--line:#d9dfe6;--text:#16202c;--muted:#55606e;--good:#1a7f4b;--watch:#b35806;--bad:#b42318;--none:#c9d0d8;--quiet:#57ab7f;
--detection:#8593a3;--decision:#173f73;--change:#2f78c4;--proof:#9cc8ee}
@media (prefers-color-scheme:dark){:root{--page:#11161d;--soft:#1a212b;--line:#323d4a;--text:#e8edf3;--muted:#a3afbd;--good:#4fc387;--watch:#f0a454;--bad:#ff8a80;--none:#46525f;--quiet:#2f7d55;
--detection:#7c8a9a;--decision:#3f7fd0;--change:#86bbf2;--proof:#4c6c8f}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
header,main,footer{max-width:880px;margin:0 auto;padding:0 24px}
header{padding-top:40px}
h1{font-size:26px;line-height:1.2;margin:0 0 4px;text-wrap:balance}
h2{font-size:18px;line-height:1.3;margin:40px 0 12px}
h3{font-size:15px;margin:20px 0 6px}
p{margin:0 0 12px;max-width:68ch}
.muted,footer{color:var(--muted)}
.good{color:var(--good)}.watch{color:var(--watch)}.bad{color:var(--bad)}.none{color:var(--muted)}
.verdict{border-left:6px solid currentColor;background:var(--soft);border-radius:4px 8px 8px 4px;padding:14px 18px;margin:20px 0 8px;font-size:20px;font-weight:600;line-height:1.3}
.verdict span{color:var(--text)}
ul.plain{list-style:none;margin:0;padding:0}
.components>li{border:1px solid var(--line);border-radius:8px;padding:14px 18px 12px;margin:0 0 12px;break-inside:avoid}
.components h3{margin:0;display:flex;gap:0 12px;justify-content:space-between;align-items:baseline;flex-wrap:wrap}
.components h3 span{font-weight:600;white-space:nowrap}
.days{display:block;width:100%;height:32px;margin:10px 0 4px}
.ends{display:flex;justify-content:space-between;gap:8px;font-size:13px;color:var(--muted);white-space:nowrap}
.fill-none{fill:var(--quiet)}.fill-degraded{fill:var(--watch)}.fill-outage{fill:var(--bad)}.fill-no-data{fill:var(--none)}
.fill-detection{fill:var(--detection)}.fill-decision{fill:var(--decision)}.fill-change{fill:var(--change)}.fill-proof{fill:var(--proof)}.fill-rest{fill:var(--none)}.fill-objective{fill:var(--text)}
.incidents>li{border-top:1px solid var(--line);padding:12px 0;break-inside:avoid}
.incidents b{display:block}
.tiles{list-style:none;margin:24px 0 0;padding:0;display:grid;gap:12px;grid-template-columns:repeat(3,1fr)}
.tiles li{border:1px solid var(--line);border-radius:8px;padding:12px 14px;background:var(--soft);break-inside:avoid}
.tiles b{display:block;font-size:24px;line-height:1.25;font-variant-numeric:tabular-nums}
.tiles span{color:var(--muted);font-size:13px;line-height:1.35;display:block}
.needs>li{border-left:4px solid currentColor;background:var(--soft);border-radius:3px 6px 6px 3px;padding:8px 14px;margin:0 0 8px;break-inside:avoid}
.needs b,.needs span{color:var(--text)}
.needs span{display:block}
.chart{margin:0 0 16px}
.chart>li{overflow-wrap:anywhere;display:grid;grid-template-columns:minmax(96px,22%) 1fr 76px;gap:12px;align-items:center;margin:0 0 6px;font-size:13px;break-inside:avoid}
.chart svg{display:block;width:100%;height:16px}
.chart b{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:13px;color:var(--muted);margin:0 0 12px;padding:0;list-style:none}
.legend svg{width:12px;height:12px;vertical-align:-1px;margin-right:6px}
.scroll{overflow-x:auto;margin:0 0 12px}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.4}
th{text-align:left;font-weight:600;color:var(--muted);vertical-align:bottom}
th,td{padding:7px 14px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
tr{break-inside:avoid}
.number{text-align:right;font-variant-numeric:tabular-nums}td.number,.short{white-space:nowrap}
.name{min-width:104px;overflow-wrap:anywhere}
.long{min-width:150px;overflow-wrap:anywhere}
.week{display:block;width:84px;height:16px}
footer{margin:40px auto 32px;font-size:13px}
footer p{max-width:none;border-top:1px solid var(--line);padding-top:14px}
@media (max-width:640px){header,main,footer{padding-left:16px;padding-right:16px}header{padding-top:24px}.tiles{grid-template-columns:1fr 1fr}.aside{display:none}th,td{padding-right:9px}.name{min-width:84px}
.chart>li{grid-template-columns:1fr auto;gap:2px 12px}.chart svg{grid-column:1/-1;grid-row:2}}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt system-ui,sans-serif;color:#55606e}}
@media print{:root{color-scheme:light;--page:#fff;--soft:#f5f7fa;--line:#d9dfe6;--text:#16202c;--muted:#55606e;--good:#1a7f4b;--watch:#b35806;--bad:#b42318;--none:#c9d0d8;--quiet:#57ab7f;--detection:#8593a3;--decision:#173f73;--change:#2f78c4;--proof:#9cc8ee}
body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}header,main,footer{max-width:none;padding-left:0;padding-right:0}header{padding-top:0}
h1{font-size:18pt}h2{font-size:13pt;margin-top:22pt}h2,h3{break-after:avoid}p{orphans:3;widows:3}table{font-size:8.5pt}th,td{padding:4pt 8pt 4pt 0}.scroll{overflow:visible}thead{display:table-header-group}
.tiles b{font-size:16pt}}
`.replaceAll("\n", "");
