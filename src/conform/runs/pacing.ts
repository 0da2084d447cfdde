/** Resolves when the next message may go: never two within one interval of the rate. Real time, whatever the clock says. */
export function pacing(options: {
  messagesPerSecond: number;
  wait(milliseconds: number): Promise<void>;
}): () => Promise<void> {
  const interval = 1000 / options.messagesPerSecond;
  let nextAt = 0;
  return async () => {
    const due = nextAt - performance.now();
    if (due > 0) await options.wait(due);
    nextAt = performance.now() + interval;
  };
}
