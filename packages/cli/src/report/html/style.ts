/** The look of the HTML report: system fonts, a grid of 4 px, light and dark, and paper. */
export const style = `
:root{color-scheme:light dark;--page:#fff;--soft:#f5f7fa;--line:#d9dfe6;--text:#16202c;--muted:#55606e;--link:#1f5fa8;
--critical:#b42318;--high:#b54708;--medium:#8a6100;--low:#3b5b7d;--info:#55606e;--up:#1f5fa8;--degraded:#b35806;--down:#b42318;--unknown:#5d6875}
@media (prefers-color-scheme:dark){:root{--page:#11161d;--soft:#1a212b;--line:#323d4a;--text:#e8edf3;--muted:#a3afbd;--link:#86bbf2;
--critical:#ff8a80;--high:#f5a55c;--medium:#e3c05b;--low:#9fc3e8;--info:#a3afbd;--up:#86bbf2;--degraded:#f0a454;--down:#ff8a80;--unknown:#a3afbd}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main,header{max-width:1240px;margin:0 auto;padding:0 24px}
header{padding-top:40px;padding-bottom:8px}
h1{font-size:28px;line-height:1.2;margin:0 0 4px}
h2{font-size:20px;line-height:1.3;margin:48px 0 12px;padding-top:8px;border-top:1px solid var(--line)}
h3{font-size:16px;margin:24px 0 8px;display:flex;gap:8px;align-items:baseline;flex-wrap:wrap}
p{margin:0 0 12px}
.muted{color:var(--muted)}
nav{display:flex;gap:20px;flex-wrap:wrap;margin:16px 0 0}
a{color:var(--link);text-underline-offset:3px}
.tiles{list-style:none;margin:24px 0 0;padding:0;display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(170px,1fr))}
.tiles li{border:1px solid var(--line);border-radius:8px;padding:12px 16px;background:var(--soft)}
.tiles b{display:block;font-size:28px;line-height:1.2;font-variant-numeric:tabular-nums}
.tiles .bad b{color:var(--critical)}
.tiles span{color:var(--muted);font-size:13px;line-height:1.35;display:block}
.drawing{border:1px solid var(--line);border-radius:8px;overflow:auto;max-height:88vh;resize:vertical}
.drawing svg{display:block;width:max(100%,1700px);height:auto}
.severity{font-size:12px;font-weight:700;letter-spacing:.02em;text-transform:uppercase}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
.up{color:var(--up)}.degraded{color:var(--degraded)}.down{color:var(--down)}.unknown{color:var(--unknown)}
details{border:1px solid var(--line);border-radius:8px;margin:0 0 8px;background:var(--page)}
summary{cursor:pointer;padding:8px 16px;display:flex;gap:16px;justify-content:space-between;align-items:baseline}
summary::marker{content:none}
summary::before{content:"▸";color:var(--muted);flex:none}
details[open]>summary::before{content:"▾"}
summary span:first-of-type{flex:1}
summary:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.money{white-space:nowrap;font-variant-numeric:tabular-nums;color:var(--muted)}
.body{padding:4px 16px 16px 40px}
.body ul,.body ol{margin:0 0 12px;padding-left:20px}
.body li{margin:2px 0}
.todo{border-left:3px solid var(--link);padding:4px 12px;margin:12px 0;background:var(--soft)}
.undo{color:var(--muted);display:block;font-size:13px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.4}
th{text-align:left;font-weight:600;color:var(--muted);position:sticky;top:0;background:var(--page)}
th,td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.state{white-space:nowrap}
code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{max-width:1240px;margin:48px auto 32px;padding:0 24px;color:var(--muted);font-size:13px}
@media (max-width:640px){main,header,footer{padding-left:16px;padding-right:16px}.body{padding-left:16px}}
@media print{.drawing{max-height:none;overflow:visible}.drawing svg{width:100%}details{break-inside:avoid}nav{display:none}}
`.replaceAll("\n", "");
