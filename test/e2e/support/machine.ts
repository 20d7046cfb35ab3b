import { prepareMachine, type Machine } from '../../support/machine.ts';

let found: Machine | undefined;

/** As test/run.ts found it; looked for here when Playwright is run by hand. */
export function machine(): Machine {
  found ??= given() ?? prepareMachine(false);
  return found;
}

function given(): Machine | undefined {
  const json = process.env['TEPHRA_TEST_MACHINE'];
  return json === undefined ? undefined : JSON.parse(json);
}
