// Vega as one inline script. Taken from the installed packages when a report is written, so that the page needs no
// network; the interpreter stands in for eval, which the page's policy forbids.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

export function vegaScript(): string {
  const vega = readFileSync(join(dirname(resolve('vega')), 'vega.min.js'), 'utf8');
  const interpreter = readFileSync(resolve('vega-interpreter'), 'utf8')
    .replace(/^import \{([^}]*)\} from 'vega-util';/m, 'const {$1} = vega;')
    .replace(/^export \{ expression as expressionInterpreter \};/m, 'vega.expressionInterpreter = expression;');
  const source = `${vega}\n(() => {\n${interpreter}\n})();`;
  return source.replace(/^\/\/# sourceMappingURL=.*$/gm, '').replaceAll('</script', '<\\/script');
}
