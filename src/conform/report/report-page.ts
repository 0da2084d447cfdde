import type { Severity, Verdict } from '../check.js';
import type { Body, Exchange, Heard } from '../talk/exchange.js';
import { safe, style, when } from './page-frame.js';
import type { Report, SignedReport } from './report.js';
import type { Result } from './result.js';

/** The report as a page for people: no script, no address outside itself, and the whole of what was said. */
export function reportPage({ report, signature }: SignedReport): string {
  const { peer } = report;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${safe(peer.name)}: conformance report</title><style>${style}</style></head><body>`,
    `<header><p>Conformance report of ${safe(report.gateway)}</p><h1>${safe(peer.name)}</h1>`,
    `${verdictOf(report)}${factsOf(report)}</header><main>`,
    `<section><h2>In short</h2>${summaryTable(report)}</section>`,
    failuresOf(report),
    proposalOf(report),
    `<section><h2>All checks</h2>${report.roles.map((as) => checksTable(report, as)).join('')}</section>`,
    `<section><h2>What was sent and answered</h2>${report.exchanges.map(exchangeOf).join('')}</section>`,
    heardOf(report),
    `<section><h2>Signature</h2><p>The file <code>report.json</code> beside this page is signed. <code>lendwire conform verify report.json</code> checks it; compare the key with what the testing library tells you by another way.</p><dl><dt>Key</dt><dd><code>${safe(signature.fingerprint)}</code></dd></dl></section>`,
    '</main></body></html>',
  ].join('\n');
}

function verdictOf({ outcome, summary, results }: Report): string {
  if (outcome === 'cannot-run')
    return `<p class="verdict failed">It could not be tested: ${safe(results[1]?.why ?? '')}.</p>`;
  const early = outcome === 'stopped' ? ' The test was ended before everything was tried.' : '';
  const { failed } = summary.must;
  return failed === 0
    ? `<p class="verdict passed">Everything that was seen is as it must be.${early}</p>`
    : `<p class="verdict failed">${failed} ${failed === 1 ? 'check that must hold does' : 'checks that must hold do'} not.${early}</p>`;
}

function factsOf({ peer, agency, edition, roles, startedAt, endedAt, mark, summary }: Report): string {
  const facts: [string, string][] = [
    ['Peer', `${peer.id}, ${peer.agency}`],
    ['Address', peer.url],
    ['Tested as', `${roles.join(' and ')}, for ${agency}`],
    ['Edition', edition],
    ['When', `${when(startedAt)} to ${when(endedAt)}`],
    ['Mark of the test messages', mark],
    ['Messages', `${summary.messages} sent, ${summary.heard} heard`],
  ];
  return `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${safe(value)}</dd>`).join('')}</dl>`;
}

const severityWords: Readonly<Record<Severity, string>> = {
  must: 'Must hold',
  should: 'Should hold',
  info: 'Worth knowing',
};
const verdictWords: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-seen': 'not seen',
  skipped: 'not tried',
};

function summaryTable({ summary }: Report): string {
  const verdicts = Object.keys(verdictWords) as Verdict[];
  const heads = verdicts.map((one) => `<th scope="col" class="count">${verdictWords[one]}</th>`).join('');
  const rows = (Object.keys(severityWords) as Severity[]).map((severity) => {
    const cells = verdicts.map((one) => `<td class="count">${summary[severity][one]}</td>`).join('');
    return `<tr><th scope="row">${severityWords[severity]}</th>${cells}</tr>`;
  });
  return `<table class="summary"><thead><tr><th scope="col">Checks</th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function failuresOf({ results }: Report): string {
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  if (failed.length === 0) return '';
  const order: Readonly<Record<Severity, number>> = { must: 0, should: 1, info: 2 };
  const sorted = [...failed].sort((one, other) => order[one.severity] - order[other.severity]);
  return `<section><h2>What does not hold</h2><ol class="failures">${sorted.map(failureOf).join('')}</ol></section>`;
}

function failureOf({ severity, title, why = '', statements, exchanges }: Result): string {
  const [first] = exchanges;
  const seen = first === undefined ? '' : `, <a href="#exchange-${first}">exchange ${first}</a>`;
  const about = statements.length === 0 ? 'no statement' : `statement ${statements.join(', ')}`;
  return `<li><p><strong>${safe(title)}</strong></p><p>${safe(why)}</p><p class="small">${severityWords[severity]}; ${about}${seen}</p></li>`;
}

function proposalOf({ proposal }: Report): string {
  const { habits, peer } = proposal;
  const seen =
    habits.length === 0
      ? '<p>No habit was seen that its record would have to name.</p>'
      : `<ul>${habits.map(({ says, change }) => `<li>It ${safe(says)}: <code>${safe(JSON.stringify(change))}</code></li>`).join('')}</ul>`;
  return `<section><h2>Proposed profile</h2>${seen}<p>Its record, as <code>lendwire peers import</code> takes it, without keys:</p><pre tabindex="0">${safe(JSON.stringify(peer, null, 2))}</pre></section>`;
}

function checksTable({ results, roles }: Report, as: Result['as']): string {
  const rows = results.filter((one) => one.as === as).map(checkRow);
  const caption = as === 'requester' ? 'We ask, the peer supplies' : 'The peer asks, we supply';
  const head = roles.length > 1 ? `<h3>${caption}</h3>` : `<p>${caption}.</p>`;
  return `${head}<table><thead><tr><th scope="col">Result</th><th scope="col">Check</th><th scope="col">Weight</th><th scope="col">Statement</th><th scope="col">Exchange</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function checkRow({ verdict, title, why, remarks = [], severity, statements, exchanges }: Result): string {
  const told = [why, ...remarks]
    .filter((one) => one !== undefined)
    .map((one) => `<br><span class="small">${safe(one)}</span>`);
  const links = exchanges.map((number) => `<a href="#exchange-${number}">${number}</a>`).join(' ');
  return `<tr class="${verdict}"><td><span class="mark">${verdictWords[verdict]}</span></td><td>${safe(title)}${told.join('')}</td><td>${severity}</td><td>${statements.join(', ')}</td><td class="links">${links}</td></tr>`;
}

function exchangeOf(exchange: Exchange): string {
  const { number, what, method, headers, sent, answer, cause, durationMs, check } = exchange;
  const status = answer === undefined ? safe(cause ?? '') : `HTTP ${answer.statusCode}`;
  const odd = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `<details><summary>${number}. ${safe(what)} <span class="small">${safe(check)}, ${status}, ${durationMs} ms</span></summary>`,
    // Within, and not the element itself: a link then opens it.
    `<h4 id="exchange-${number}">${method}${odd.length === 0 ? '' : ` <span class="small">${safe(odd.join('; '))}</span>`}</h4>${bodyBlock(sent)}`,
    answer === undefined
      ? `<h4>No answer</h4><p>${safe(cause ?? '')}</p>`
      : `<h4>Answer <span class="small">${safe(answer.contentType || 'no Content-Type')}</span></h4>${bodyBlock(answer.body)}`,
    '</details>',
  ].join('');
}

function bodyBlock({ text, bytes, isCut, sha256 }: Body): string {
  if (bytes === 0) return '<p class="small">No body.</p>';
  const facts = [
    isCut === true ? `The first ${text.length} characters of ${bytes} bytes.` : '',
    sha256 === undefined ? '' : `SHA-256 of all bytes: ${sha256}`,
  ].filter(Boolean);
  const more = facts.length === 0 ? '' : `<p class="small">${safe(facts.join(' '))}</p>`;
  return `<pre tabindex="0">${safe(text)}</pre>${more}`;
}

function heardOf({ heard }: Report): string {
  if (heard.length === 0) return '';
  return `<section><h2>What the peer sent by itself</h2>${heard.map(heardOne).join('')}</section>`;
}

function heardOne({ number, what, at, received, answered, warnings }: Heard): string {
  const warned = warnings.length === 0 ? '' : `<p>${safe(warnings.join(', '))}</p>`;
  return `<details><summary>${number}. ${safe(what)} <span class="small">${when(at)}</span></summary>${warned}<h4>Came</h4>${bodyBlock(received)}<h4>Was answered</h4>${bodyBlock(answered)}</details>`;
}
