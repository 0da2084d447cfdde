import type { Settings } from '../../config/index.js';
import { OperatorError } from '../../platform/index.js';
import type { Cli } from '../cli.js';

export function writeCaseFolder(
  _cli: Cli,
  _asked: { settings: Settings; request: string | undefined; file: string },
): Promise<void> {
  throw new OperatorError('soon');
}
