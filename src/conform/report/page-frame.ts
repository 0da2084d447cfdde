/** Text as it may stand in a page and in an attribute. */
export function safe(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(steering, '\ufffd');
}

// Controls that a page cannot show, and the marks that turn the direction of what follows.
const steering = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/g;

/** To the minute, in UTC. */
export function when(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

export const style = `
:root{color-scheme:light dark;--line:#8886;--good:#1a6b35;--bad:#a11d1d;--soft:#595959}
@media (prefers-color-scheme:dark){:root{--good:#7fd39a;--bad:#ff9d94;--soft:#b4b4b4}}
body{font:1rem/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem 4rem}
h1{margin:.1rem 0 .6rem;line-height:1.2}h2{margin:2.5rem 0 .6rem;line-height:1.25}h3{margin:1.5rem 0 .4rem}
h4{margin:.8rem 0 .3rem;font-size:1rem}header>p:first-child{margin:0;color:var(--soft)}
.verdict{font-size:1.15rem;font-weight:600;border-left:.4rem solid;padding:.3rem .8rem;margin:0 0 1rem}
.verdict.passed{color:var(--good)}.verdict.failed{color:var(--bad)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem;margin:0}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
thead th{border-bottom-width:2px;white-space:nowrap}.summary{width:auto}.count{text-align:right}td.links{max-width:9rem}
td .mark{white-space:nowrap}tr.failed .mark{color:var(--bad);font-weight:700}tr.passed .mark{color:var(--good)}tr.skipped,tr.not-seen{color:var(--soft)}
.small{font-size:.875rem;font-weight:400;color:var(--soft);overflow-wrap:anywhere}
.failures li{margin-bottom:1rem}.failures p{margin:.1rem 0}
details{border-bottom:1px solid var(--line);padding:.25rem 0}summary{cursor:pointer;padding:.25rem 0}
:target{outline:2px solid;outline-offset:.2rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line);border-radius:.3rem;padding:.6rem;font-size:.85rem;line-height:1.4;max-height:24rem;overflow:auto;margin:.3rem 0}
code{overflow-wrap:anywhere}a{color:inherit}
@media (max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}th:nth-child(n+4):not(.count),td:nth-child(n+4):not(.count){display:none}}
@page{margin:16mm}@media print{body{margin:0;max-width:none;font-size:9.5pt}pre{max-height:none}tr,pre{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}}
`;
