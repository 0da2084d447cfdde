import { sqlHouse, takeRequest } from './lending.js';

/** A program that dies in the middle of a batch: its arguments are a database and the point at which it dies. */
const [path = '', point = ''] = process.argv.slice(2);
const house = await sqlHouse({
  path,
  faults: (reached) => {
    if (reached === point) process.kill(process.pid, 'SIGKILL');
  },
});
await house.committer.commit(takeRequest(`killed-${point}`));
