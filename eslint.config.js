// The rules that need no types (those that do: .oxlintrc.jsonc; Biome formats and orders imports). The house rules
// keep time, chance, locale and inexact mathematics out of everything that decides a simulation's result.
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const houses = ['core/**/*.ts', 'sim/**/*.ts', 'reports/**/*.ts', 'cli/**/*.ts'];

const clock = 'Time is virtual: ask the host or the kernel.';
const chance = 'Draw from a named random stream.';
const locale = 'Its result depends on the locale of the machine.';
const order = 'Its order is not part of any contract: iterate over a Map, a Set, an array or Object.keys.';
const inexact = 'Its bits may differ between platforms: use the exact mathematics of core/foundation.';
const ambient = 'Only cli reads flags and the environment, prints, and exits.';

const banned = (message, names) => names.map((name) => ({ name, message }));

const globals = [
  ...banned(clock, ['Date', 'performance', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']),
  ...banned(chance, ['crypto']),
  ...banned(locale, ['Intl']),
  ...banned('Name the global itself, so that the house rules can see it.', ['globalThis', 'global']),
  ...banned('When it acts depends on the garbage collector.', ['WeakRef', 'FinalizationRegistry']),
];
const globalProcess = banned(ambient, ['process']);

const inexactFunctions =
  'log log2 log10 log1p exp expm1 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot';
const properties = [
  { object: 'Math', property: 'random', message: chance },
  ...inexactFunctions.split(' ').map((property) => ({ object: 'Math', property, message: inexact })),
  ...['hrtime', 'uptime'].map((property) => ({ object: 'process', property, message: clock })),
  ...['exit', 'env', 'argv'].map((property) => ({ object: 'process', property, message: ambient })),
];

const syntax = [
  { selector: 'ForInStatement', message: order },
  { selector: 'MemberExpression[property.name=/^(toLocale|localeCompare)/]', message: locale },
  { selector: "BinaryExpression[operator='**']:not([left.type='Literal'][right.type='Literal'])", message: inexact },
  { selector: "AssignmentExpression[operator='**=']", message: inexact },
];

const modules = (message, names) => names.flatMap((name) => banned(message, [name, `node:${name}`]));
const imports = [
  ...modules(clock, ['perf_hooks', 'timers', 'timers/promises']),
  ...modules('The network is simulated.', ['net', 'tls', 'dgram', 'dns', 'http', 'https', 'http2', 'os']),
  ...['crypto', 'node:crypto'].map((name) => ({
    name,
    allowImportNames: [
      'createCipheriv',
      'createDecipheriv',
      'createHash',
      'createHmac',
      'createPrivateKey',
      'createPublicKey',
      'diffieHellman',
      'hash',
      'KeyObject',
      'sign',
      'verify',
    ],
    message: `Hashing, signing, key agreement and stream ciphers only. ${chance}`,
  })),
];
const importedProcess = modules(ambient, ['process', 'child_process', 'worker_threads', 'cluster']);
const importedFiles = modules('Only sim/scenario, sim/experiment and sim/tasks/task-files.ts touch files.', [
  'fs',
  'fs/promises',
]);

/** The rules for code that decides results, given what this part of it must not import or name. */
const pure = (files, forbiddenGlobals, forbiddenImports) => ({
  files,
  rules: {
    'no-restricted-globals': ['error', ...forbiddenGlobals],
    'no-restricted-properties': ['error', ...properties],
    'no-restricted-syntax': ['error', ...syntax],
    'no-restricted-imports': ['error', { paths: forbiddenImports }],
  },
});

export default defineConfig(
  globalIgnores(['dist', 'runs', 'coverage', 'temp', 'docs', 'scenarios/tasks', '**/*.js', '**/*.cjs', '**/*.d.ts']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Elements of typed arrays are read with `!` on hot paths, where the index is known to be inside.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: houses,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['core/**/*.ts', 'sim/**/*.ts', 'reports/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['reports/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', { object: 'process', property: 'exit', message: ambient }] },
  },
  pure(
    ['core/**/*.ts', 'sim/**/*.ts'],
    [...globals, ...globalProcess],
    [...imports, ...importedProcess, ...importedFiles],
  ),
  // Nothing but a thread of its own and a wall clock can stop a module that spins; neither decides a result.
  pure(
    ['core/execution/{answering,thread,waiting,waiting-worker,thread-worker,wasmer-worker,process,process-main}.ts'],
    globalProcess,
    [...imports, ...importedFiles],
  ),
  // Circuits are compiled, and proofs made, by processes of their own, from files and keys in a cache.
  pure(['core/proof/keys/*.ts', 'core/proof/proving/{prove-main,prover-pool}.ts'], globals, imports),
  // Whether it is a thread decides what of a library is loaded, and no result.
  pure(
    ['core/proof/groth16/curve.ts'],
    [...globals, ...globalProcess],
    [...imports, ...importedFiles, ...importedProcess.filter(({ name }) => !name.endsWith('worker_threads'))],
  ),
  pure(['sim/scenario/**/*.ts'], [...globals, ...globalProcess], [...imports, ...importedProcess]),
  pure(['sim/experiment/**/*.ts'], globals, imports),
  // Where the modules of the task catalogue, and the sets that they run on, are read.
  pure(['sim/tasks/task-files.ts'], [...globals, ...globalProcess], [...imports, ...importedProcess]),
  // A real node is a process with a folder of its own.
  pure(
    ['sim/experiment/regtest-node.ts'],
    globals,
    imports.filter(({ name }) => name !== 'node:os'),
  ),
);
