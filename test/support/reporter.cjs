// Prints as mocha's spec reporter does, and writes the counts and what failed where MOCHA_REPORT says, so that the gate can
// add them up.
const { writeFileSync } = require('node:fs');
const { Runner, reporters } = require('mocha');

class SpecAndCounts extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const file = process.env.MOCHA_REPORT;
      const failures = this.failures.map((test) => ({
        fullTitle: test.fullTitle(),
        file: test.file,
        err: { message: test.err?.message },
      }));
      if (file) writeFileSync(file, JSON.stringify({ stats: this.stats, failures }));
    });
  }
}

module.exports = SpecAndCounts;
