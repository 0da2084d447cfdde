/** Rows of a table as they read on paper: an event, then a cell a state. */
export function rowsOf<State extends string>(
  states: readonly State[],
  paper: string,
): [string, Record<State, string>][] {
  return paper
    .trim()
    .split('\n')
    .map((line) => {
      const [event = '', ...cells] = line.split('|').map((part) => part.trim());
      if (cells.length !== states.length)
        throw new Error(`${event}: ${cells.length} cells, not ${states.length}`);
      return [
        event,
        Object.fromEntries(states.map((state, index) => [state, cells[index] ?? ''])) as Record<
          State,
          string
        >,
      ];
    });
}

export const requesterStates = [
  'Sent',
  'RequestReceived',
  'ExpectToSupply',
  'WillSupply',
  'Loaned',
  'Received',
  'Overdue',
  'Recalled',
  'HoldReturn',
  'ShippedReturn',
  'RetryPossible',
  'Unfilled',
  'CopyCompleted',
  'LoanCompleted',
  'CompletedWithoutReturn',
  'Cancelled',
] as const;

export const supplierStates = [
  'New',
  'RequestReceived',
  'ExpectToSupply',
  'WillSupply',
  'Loaned',
  'Overdue',
  'Recalled',
  'HoldReturn',
  'RetryPossible',
  'Unfilled',
  'CopyCompleted',
  'LoanCompleted',
  'CompletedWithoutReturn',
  'Cancelled',
] as const;

export const serviceTypes = ['Loan', 'Copy', 'CopyOrLoan', null] as const;
