import type { PeerTestResult } from '../../desk/index.js';
import { CauseClass, causeClassOf } from '../messages/cause-class.js';

/** What a test that proved less than it should asks of staff. A system may say within the protocol that a key is wrong. */
export function testCauseOf({
  cause,
  statusCode,
  errors,
}: Pick<PeerTestResult, 'cause' | 'statusCode' | 'errors'>): CauseClass {
  const isAboutKeys =
    statusCode === 401 ||
    statusCode === 403 ||
    errors.some(({ errorValue }) => /authenticat|authoriz|authoris|credential/i.test(errorValue ?? ''));
  return isAboutKeys ? CauseClass.Keys : causeClassOf(cause);
}
