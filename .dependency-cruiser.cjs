// The layering of the house. Direction: core <- sim <- reports <- cli. Inside core and sim, a folder
// imports only from the floors below its own, and only through the other folder's index.ts.

const floors = {
  core: [
    ['foundation'],
    ['protocol'],
    ['execution', 'scheduling', 'node', 'reputation', 'incentives', 'consensus'],
    ['proof', 'settlement'],
    ['verification'],
    ['mesh'],
    ['federated'],
  ],
  sim: [
    ['adversary', 'tasks'],
    ['kernel', 'scenario', 'results'],
    ['workload', 'metrics', 'invariants'],
    ['world'],
    ['experiment'],
  ],
  'core/proof': [['machine', 'groth16'], ['flattening', 'segments'], ['verifying'], ['keys', 'proving', 'tracing']],
};

const libraries = {
  '@wasmer/sdk': 'core/execution',
  snarkjs: '(core|test)/proof',
  'bitcoinjs-lib': '(core|test/unit)/settlement',
};

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const either = (names) => `(${names.join('|')})`;
const packages = (names) => `(^|node_modules/)(@types/)?${either(names)}(/|$)`;

const floorRules = Object.entries(floors).flatMap(([house, storeys]) =>
  storeys.flatMap((storey, height) =>
    storey.map((folder) => {
      const below = storeys.slice(0, height).flat();
      return rule(
        `floor-${house}-${folder}`,
        `${house}/${folder} imports only from ${below.length > 0 ? below.join(', ') : 'no other folder of its house'}`,
        { path: `^${house}/${folder}/` },
        { path: `^${house}/`, pathNot: `^${house}/${either([folder, ...below])}/` },
      );
    }),
  ),
);

const houseRules = [
  rule(
    'core-stands-alone',
    'core knows nothing of the world it runs in',
    { path: '^core/' },
    { path: '^(sim|reports|cli)/' },
  ),
  rule('sim-below-reports', 'sim knows neither reports nor cli', { path: '^sim/' }, { path: '^(reports|cli)/' }),
  rule(
    'reports-see-results',
    'reports are made from sim/results alone',
    { path: '^reports/' },
    { path: '^(core|cli|sim/(?!results/))' },
  ),
  rule(
    'folds-outlive-the-simulator',
    'a live testbed reuses these folders, so they know neither kernel nor world',
    { path: '^sim/(metrics|invariants|adversary|scenario|results|tasks|workload)/' },
    { path: '^sim/(kernel|world)/' },
  ),
  ...Object.entries(floors).map(([house, storeys]) =>
    rule(
      `tree-is-known-${house}`,
      `the folders of ${house} are those that have a floor`,
      { path: `^${house}/`, pathNot: [`^${house}/${either(storeys.flat())}/`, '^core/proof/index\\.ts$'] },
      {},
    ),
  ),
  rule(
    'library-is-outermost',
    'index.ts is the library: the houses do not import it, nor do they import tests or benchmarks',
    { path: '^(core|sim|reports|cli)/' },
    { path: '^(index\\.ts$|test/|benchmarks/|scripts/)' },
  ),
  rule(
    'core-and-sim-by-index',
    'another folder is imported through its index.ts (or, for cells alone, through sim/scenario/cells.ts)',
    { path: '^(core|sim)/([^/]+)/' },
    {
      path: '^(core|sim)/[^/]+/',
      pathNot: ['^$1/$2/', '^(core|sim)/[^/]+/index\\.ts$', '^sim/scenario/cells\\.ts$'],
    },
  ),
  rule(
    'houses-by-index',
    'another folder is imported through its index.ts',
    { path: '^(reports|cli|index\\.ts$|benchmarks|scenarios)' },
    { path: '^(core|sim)/[^/]+/', pathNot: '^(core|sim)/[^/]+/index\\.ts$' },
  ),
  rule(
    'reports-by-index',
    'reports are imported through their index.ts',
    { path: '^(cli/|index\\.ts$|benchmarks/)' },
    { path: '^reports/', pathNot: '^reports/index\\.ts$' },
  ),
  rule(
    'no-cycles',
    'files do not import one another in a circle',
    { path: '^(core|sim|reports|cli|index\\.ts$)' },
    { circular: true },
  ),
];

const packageRules = [
  ...Object.entries(libraries).map(([library, home]) =>
    rule(
      `library-${library}`,
      `${library} is used only in ${home}`,
      { pathNot: `^${home}/` },
      { path: packages([library]) },
    ),
  ),
  rule(
    'terminal-only-in-cli',
    'only cli talks to a terminal',
    { path: '^(core|sim|reports|index\\.ts$)' },
    { path: packages(['yargs', 'picocolors', 'cli-table3', 'cli-progress']) },
  ),
  rule(
    'no-development-packages',
    'what is shipped needs only what is installed with it',
    { path: '^(core|sim|reports|cli|index\\.ts$)' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
  ),
  rule('imports-resolve', 'what is imported exists', {}, { couldNotResolve: true }),
];

module.exports = {
  forbidden: [...floorRules, ...houseRules, ...packageRules],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|runs|coverage|temp|scenarios/tasks)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
