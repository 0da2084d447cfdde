import {
  createGatewayKey,
  gatewayHolder,
  wrapDataKey,
  type DataKey,
  type WrappingKeyRing,
} from '../../vault/index.js';
import type { Readers } from '../readers/index.js';
import type { Committer } from '../use-case.js';

/** The key of the look-ups (who signs in, whose loan records), made where there is none yet. */
export async function openGatewayKey(
  { committer, readers }: { committer: Committer; readers: Pick<Readers, 'users'> },
  ring: WrappingKeyRing,
): Promise<DataKey> {
  const known = await readers.users.dataKey(gatewayHolder);
  if (known !== undefined) return known;
  return committer.commit({
    name: 'make-gateway-key',
    source: 'unbounded',
    needs: {},
    decide(_loaded, at) {
      const key = createGatewayKey(at.randomBytes);
      const wrapped = wrapDataKey(key, ring.current, at.randomBytes);
      return { result: key, keep: { dataKeys: [{ holder: gatewayHolder, wrapped }] } };
    },
  });
}
