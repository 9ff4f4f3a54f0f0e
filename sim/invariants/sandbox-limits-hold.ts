// What nodes say of real modules that they ran, against the limits of core/execution that those were held to.

import { isVerdict, limitPresets } from '../../core/execution/index.ts';
import { EXECUTION_FINISHED } from '../../core/protocol/index.ts';
import { describeTask } from './describe.ts';
import type { InvariantDefinition } from './invariant.ts';

export const sandboxLimitsHold: InvariantDefinition = {
  name: 'sandbox-limits-hold',
  statement:
    'A real module takes no more gas and puts out no more bytes than its limits grant, nothing unless it ends well, and no fault of the machine is a result.',
  create: (broken) => ({
    on: {
      [EXECUTION_FINISHED]: ({ task, outcome, gas, program }, at, node): void => {
        if (program === undefined) return;
        const { limits, bytes } = program;
        const granted = limitPresets[limits];
        const say = (what: string): void => broken(`${describeTask(task)} on node ${node} ${what}`, at);
        if (gas > granted.gas) say(`took ${gas} gas, and the limits ${limits} grant ${granted.gas}`);
        if (bytes > granted.outputBytes)
          say(`put out ${bytes} bytes, and the limits ${limits} grant ${granted.outputBytes}`);
        if (bytes > 0 && outcome !== 'ok') say(`put out ${bytes} bytes, and ended as ${outcome}`);
        if (!isVerdict(outcome)) say(`has the result ${outcome}, which is a fault of the machine`);
      },
    },
  }),
};
