/**
 * The server to be held against: Express, the gateway's reader, and one shared commit of `ROWS` rows a message by the
 * gateway's driver, `synchronous=FULL`. It checks nothing, decides nothing and remembers nothing else.
 */
import express from 'express';
import { decode, edition2017 } from '../../dist/iso18626/index.js';
import { openDatabase } from '../../dist/storage/index.js';

const { BENCH_DATABASE, BENCH_ROWS, BENCH_ROW_BYTES } = process.env;
const otherRows = Number(BENCH_ROWS) - 1;
const filler = 'x'.repeat(Number(BENCH_ROW_BYTES));
const database = await openDatabase(BENCH_DATABASE);
const CONFIRMATION =
  '<?xml version="1.0"?><requestConfirmation><confirmationHeader><messageStatus>OK</messageStatus></confirmationHeader></requestConfirmation>';

await database.turn(async (writer) => {
  await writer.run('CREATE TABLE messages (id TEXT PRIMARY KEY, agency TEXT, at TEXT, body TEXT)');
  await writer.run('CREATE INDEX messages_agency ON messages (agency, id)');
  await writer.run('CREATE TABLE facts (seq INTEGER PRIMARY KEY, message TEXT, text TEXT)');
  await writer.run('CREATE INDEX facts_message ON facts (message, seq)');
});
// As the gateway does beside its commits.
setInterval(() => void database.checkpointLog().catch(() => undefined), 1000).unref();

const waiting = [];
let isRunning = false;
let seq = 0;

function keep(message) {
  return new Promise((resolve, reject) => {
    waiting.push({ message, resolve, reject });
    if (!isRunning) void commitAll();
  });
}

async function commitAll() {
  isRunning = true;
  await new Promise((resolve) => setImmediate(resolve));
  while (waiting.length > 0) {
    const batch = waiting.splice(0, 256);
    try {
      await commit(batch.map(({ message }) => message));
      for (const { resolve } of batch) resolve();
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
    }
  }
  isRunning = false;
}

function commit(messages) {
  const facts = messages.flatMap(({ id }) => Array.from({ length: otherRows }, () => [++seq, id, filler]));
  return database.turn(async (writer) => {
    await writer.run('BEGIN IMMEDIATE');
    await writer.run(
      `INSERT INTO messages SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
         json_extract(value, '$[3]') FROM json_each($1)`,
      [JSON.stringify(messages.map(({ id, agency, at, body }) => [id, agency, at, body]))],
    );
    await writer.run(
      `INSERT INTO facts SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
         FROM json_each($1)`,
      [JSON.stringify(facts)],
    );
    await writer.run('COMMIT');
  });
}

const app = express();
app.disable('x-powered-by').disable('etag');
app.post('/iso18626', express.raw({ type: 'application/xml', limit: '1mb' }), async (req, res) => {
  const { message } = decode(req.body, { edition: edition2017 });
  const { header } = message;
  await keep({
    id: header.requestingAgencyRequestId,
    agency: header.requestingAgencyId.agencyIdValue,
    at: header.timestamp,
    body: req.body.toString('utf8'),
  });
  res.setHeader('Content-Type', 'application/xml');
  res.end(CONFIRMATION);
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('SIGTERM', () => process.exit(0));
