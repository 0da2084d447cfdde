import { cpus, release, totalmem } from 'node:os';

export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const number = (value, digits = 0) => value.toFixed(digits);
const percent = (value) => `${number(value * 100)} %`;

/** A line of the table: `reach` and `aim` are bounds of the measured value, from below or from above. */
function line(what, measured, { value, reach, aim, isAtMost = false, shown }) {
  const keeps = (bound) => (isAtMost ? value <= bound : value >= bound);
  const sign = isAtMost ? '<=' : '>=';
  const bound = (of) => (of === undefined ? '' : `${sign} ${shown(of)}`);
  const verdict = (of) => (of === undefined ? '' : keeps(of) ? 'reached' : 'missed');
  return [what, measured, bound(reach), verdict(reach), bound(aim), verdict(aim)];
}

const only = (what, measured) => [what, measured, '', '', '', ''];

export function machine() {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model ?? 'unknown'}, ${number(totalmem() / 2 ** 30)} GB, Linux ${release()}, Node ${process.version}`;
}

/** All results as one table. */
export function table({ throughput, rows, loans, size, waiting, sizes, codec }) {
  const lines = [
    ...throughput.results.flatMap((result) => throughputLines(result, rows)),
    line('c: whole loans, import to both sides closed', `${number(loans.perSecond)} loans/s`, {
      ...{ value: loans.perSecond, reach: 40, aim: 130, shown: (of) => `${of} loans/s` },
    }),
    line('d: resident memory, idle', `${number(throughput.idleMb)} MB`, {
      ...{ value: throughput.idleMb, reach: 200, isAtMost: true, shown: (of) => `${of} MB` },
    }),
    only('d: resident memory, most under load', `${number(throughput.loadedMb)} MB`),
    line('d: from process start to the first answer', `${number(throughput.startedInMs)} ms`, {
      ...{ value: throughput.startedInMs, reach: 2000, isAtMost: true, shown: (of) => `${of} ms` },
    }),
    line(
      `e: b at ${sizes.large} transactions / at ${sizes.small} to ${size.grownTo}`,
      `${percent(size.ratio)} (${number(size.large)} / ${number(size.small)} per s)`,
      { value: size.ratio, reach: 0.8, shown: percent },
    ),
    ...waitingLines(waiting, sizes.waiting),
    ...codecLines(codec),
  ];
  return markdown([['what', 'measured', 'reach', '', 'aim', ''], ...lines]);
}

function throughputLines({ connections, a, aPrime, b, toA, toAPrime, p99ToA }, { rows }) {
  const at = connections === 1 ? '1 connection' : `${connections} connections`;
  const rate = ({ perSecond, p50, p99 }) =>
    `${number(perSecond)}/s, p50 ${number(p50, 1)} ms, p99 ${number(p99, 1)} ms`;
  const bounds = (reach, aim) => (connections === 1 ? {} : { reach, aim });
  return [
    only(`a: ceiling, 2 rows, ${at}`, rate(a)),
    only(`a': ceiling, ${rows} rows, ${at}`, rate(aPrime)),
    only(`b: gateway, ${at}`, rate(b)),
    line(`b / a, ${at}`, percent(toA), { value: toA, ...bounds(0.35, 0.5), shown: percent }),
    line(`b / a', ${at}`, percent(toAPrime), { value: toAPrime, ...bounds(0.6, 0.75), shown: percent }),
    line(`p99 of b / p99 of a, ${at}`, number(p99ToA, 1), {
      ...{ value: p99ToA, ...(connections === 1 ? {} : { reach: 3 }), isAtMost: true, shown: String },
    }),
  ];
}

function waitingLines({ alone, beside }, count) {
  const most = Math.max(...beside.redeliver);
  const middle = median(beside.redeliver);
  return [
    line(
      `f: redeliver with ${count} waiting for one dead peer, middle run`,
      `${number(middle, 1)} ms (${number(median(alone.redeliver), 1)} ms with none)`,
      { value: middle, reach: 20, isAtMost: true, shown: (of) => `${of} ms` },
    ),
    line('f: redeliver, longest run but the first', `${number(most, 1)} ms`, {
      ...{ value: most, reach: 20, isAtMost: true, shown: (of) => `${of} ms` },
    }),
    only('f: redeliver, first run after the start', `${number(beside.first, 1)} ms`),
    only(
      "f: a neighbour's message, from the API call to its arrival",
      `${number(beside.neighbour, 1)} ms (${number(alone.neighbour, 1)} ms with none waiting)`,
    ),
  ];
}

/** Reading and writing of one message, held against libraries that do the same. */
export function codecLines({ bytes, perSecond, decodeToLibxml2, encodeToBuilder }) {
  const pair = (one, other) => `${number(perSecond[one])} / ${number(perSecond[other])} per s`;
  return [
    line(
      `i: decode of ${bytes} bytes with all checks / libxml2 parse and XSD`,
      `${percent(decodeToLibxml2)} (${pair('decode', 'libxml2')})`,
      { value: decodeToLibxml2, reach: 0.5, aim: 1, shown: percent },
    ),
    only('i: decode where the edition has to be found', `${number(perSecond.found)} per s`),
    line(
      'i: encode / xmlbuilder2, namespace-aware, of the same document',
      `${percent(encodeToBuilder)} (${pair('encode', 'builder')})`,
      { value: encodeToBuilder, reach: 0.8, shown: percent },
    ),
  ];
}

function markdown([head, ...lines]) {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(3, ...all.map((cells) => cells[column].length)));
  const row = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}

/** The lines of one measurement, as a table of their own. */
export function ownTable(result, lines) {
  return markdown([['what', 'measured', 'reach', '', 'aim', ''], ...lines(result, { line, only, number })]);
}

/** Requests accepted on PostgreSQL by so many processes, held against one process on SQLite beside it. */
export function postgresTable(results) {
  const lines = results.map(({ name, perSecond, toSqlite }) => [
    name,
    `${number(perSecond)}/s`,
    toSqlite === undefined ? '' : percent(toSqlite),
  ]);
  return markdown([['where, at 64 connections in all', 'accepted', 'to SQLite'], ...lines]);
}
