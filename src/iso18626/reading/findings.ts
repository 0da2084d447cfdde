import type { ErrorData } from '../message.js';
import { WarningCode } from './reading.js';
import type { ReadRule, Strictness, Warning } from './reading.js';

export interface Fault {
  path: string;
  rule: ReadRule;
  error: ErrorData;
}

/** A liberty: the warning that it leaves, or the rule that it breaks for a strict reading. */
interface Liberty {
  warning: WarningCode;
  rule: ReadRule;
  detail?: string | undefined;
}

/** A confirmation stands or falls with these; of everything else in it, what cannot be read is left out. */
const vitalInConfirmation: ReadonlySet<string> = new Set(['confirmationHeader', 'messageStatus']);

/** What a reading finds: warnings, and faults that the peer is told. Source: iso18626.md 4.2. */
export class Findings {
  readonly warnings: Warning[] = [];
  readonly faults: Fault[] = [];
  readonly isStrict: boolean;
  isConfirmation = false;

  constructor(strictness: Strictness) {
    this.isStrict = strictness === 'strict';
  }

  warn(code: WarningCode, path: string, detail?: string): void {
    this.warnings.push({ code, path, ...(detail !== undefined && { detail }) });
  }

  /** Taken with a warning, or refused when the reading is strict. */
  liberty({ warning, rule, detail }: Liberty, path: string): void {
    if (this.isStrict) this.malformed(rule, path);
    else this.warn(warning, path, detail);
  }

  /** The message breaks the schema at this place. The hint names place and rule, never content. */
  malformed(rule: ReadRule, path: string): void {
    this.fault({ path, rule, error: badlyFormedAt(path, rule) });
  }

  fault(fault: Fault): void {
    const name = fault.path.slice(fault.path.lastIndexOf('/') + 1);
    if (this.isConfirmation && !this.isStrict && !vitalInConfirmation.has(name))
      this.warn(WarningCode.ElementDropped, fault.path, fault.rule);
    else this.faults.push(fault);
  }
}

/** BadlyFormedMessage with a hint: place and rule. */
export function badlyFormedAt(path: string, rule: ReadRule): ErrorData {
  return { errorType: 'BadlyFormedMessage', errorValue: path === '' ? rule : `${path}: ${rule}` };
}
